// A scanner that is a keyboard types a whole code at once. Its pace tells it
// from a hand, as on the kiosk (internal/ui/kit/scanner.go). What is typed may
// be personal: it is kept no longer than until the code ends.
const pace = 40; // ms a sign, in the mean: three times as fast as the fastest typist
const late = 60; // ms: a code may seem longer by
const pause = 500; // ms: ends a code that no Enter ended
const shortest = 6;
const longest = 1024;

// onCode calls found(code) for each code that is scanned while the page is open.
export function onCode(found) {
  let text = "";
  let first = 0;
  let last = 0;
  let timer;
  let taken = false; // the last key, by a code

  function end() {
    clearTimeout(timer);
    const code = text;
    text = "";
    if (code.length >= shortest && code.length <= longest && last - first <= (code.length - 1) * pace + late) found(code);
  }

  addEventListener("keydown", (e) => {
    taken = false;
    if (e.target.matches?.("textarea")) return; // somebody writes
    const ends = e.key === "Enter" || e.key === "Tab";
    if ((!ends && e.key.length !== 1) || e.ctrlKey || e.altKey || e.metaKey) return;
    if (text === "" && (ends || e.key === " ")) return; // a hand presses what has the focus
    e.preventDefault(); // a scanner does not
    taken = true;
    if (ends) return end();
    if (text === "") first = e.timeStamp;
    last = e.timeStamp;
    if (text.length <= longest) text += e.key;
    clearTimeout(timer);
    timer = setTimeout(end, pause);
  });
  for (const kind of ["keypress", "keyup"]) addEventListener(kind, (e) => taken && e.preventDefault());
}
