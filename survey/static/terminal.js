// The keypad of a terminal: the eight digits that stand on a slip. It forgets
// what was typed as soon as it is whole, or nobody goes on.
const digits = 8;
const patience = 30000; // ms
const scanned = 50; // ms between two keys: no hand is so fast

// keypad calls found(code) for each whole code, touched or typed.
export function keypad(found) {
  const place = document.getElementById("typed");
  let code = "";
  let last = -Infinity; // when a key was pressed
  let timer;

  function put(typed) {
    clearTimeout(timer);
    code = typed;
    if (code.length === digits) {
      found(code);
      code = "";
    } else if (code) timer = setTimeout(put, patience, "");
    const shown = code.padEnd(digits, "–");
    place.textContent = shown.slice(0, digits / 2) + " " + shown.slice(digits / 2);
  }

  document.getElementById("keys").addEventListener("click", (e) => {
    const button = e.target.closest("button");
    if (button) put(button.value ? code + button.value : code.slice(0, -1));
  });
  addEventListener("keydown", (e) => {
    const burst = e.timeStamp - last < scanned;
    last = e.timeStamp;
    if (document.body.dataset.show !== "asleep" || e.ctrlKey || e.altKey || e.metaKey) return;
    if (burst) put("");
    else if (/^[0-9]$/.test(e.key)) put(code + e.key);
    else if (e.key === "Backspace") put(code.slice(0, -1));
  });
  put("");
}
