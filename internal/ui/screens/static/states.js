// Shows one state of a screen at a time. Which one, in which language, theme and
// size is in the address after the #, so that it can be sent to somebody:
// #kiosk-attract,vi,default,k21
const form = document.getElementById("choose");
const frame = document.getElementById("screen");
const links = [...document.querySelectorAll("a[data-state]")];
const names = links.map((a) => a.dataset.state);

// usual is the size at which a program is mostly met.
const usual = (name) => (name.startsWith("kiosk-") ? "k21" : "h55");

function read() {
  const [name, lang, theme, panel] = decodeURIComponent(location.hash.slice(1)).split(",");
  const known = (select, value, otherwise) => ([...select.options].some((o) => o.value === value) ? value : otherwise);
  const shown = names.includes(name) ? name : names[0];
  return {
    name: shown,
    lang: known(form.lang, lang, form.lang.value),
    theme: known(form.theme, theme, form.theme.value),
    panel: known(form.panel, panel, usual(shown)),
  };
}

function show() {
  const s = read();
  form.lang.value = s.lang;
  form.theme.value = s.theme;
  form.panel.value = s.panel;
  const panel = form.panel.selectedOptions[0];
  frame.className = "wide" in panel.dataset ? "wide" : "";
  document.getElementById("name").textContent = s.name;
  for (const a of links) {
    if (a.dataset.state === s.name) a.setAttribute("aria-current", "true");
    else a.removeAttribute("aria-current");
  }
  const src = "/screens/states#" + [s.name, s.lang, s.theme, panel.dataset.inches].join(",");
  if (frame.src === "about:blank") frame.src = src;
  else frame.contentWindow.location.replace(src);
}

// go writes the choice into the address; the size goes with the program unless it is chosen.
function go(name, panel) {
  const kept = panel || (usual(name) === usual(read().name) ? form.panel.value : usual(name));
  location.hash = [name, form.lang.value, form.theme.value, kept].join(",");
}

function turn(by) {
  const at = names.indexOf(read().name);
  go(names[(at + by + names.length) % names.length]);
}

for (const a of links) {
  a.addEventListener("click", (e) => {
    e.preventDefault();
    go(a.dataset.state);
  });
}
form.addEventListener("change", () => go(read().name, form.panel.value));
form.addEventListener("submit", (e) => e.preventDefault());
document.getElementById("before").addEventListener("click", () => turn(-1));
document.getElementById("after").addEventListener("click", () => turn(1));
addEventListener("keydown", (e) => {
  if (e.target.closest?.("select, input")) return;
  if (e.key === "ArrowLeft") turn(-1);
  if (e.key === "ArrowRight") turn(1);
});
addEventListener("hashchange", show);
show();
