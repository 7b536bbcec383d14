// The counter's console: one key each, and only what is possible now is enabled.
import {refresh} from "/static/page.js";
import {look} from "/static/look.js";
import "/static/actions.js";
import "/static/reprint.js";

const buttons = [...document.querySelectorAll("[data-action]")];
const letters = document.getElementById("letters");
letters.checked = localStorage.getItem("letters") !== "off";
letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));

const call = document.getElementById("call");
const say = document.getElementById("say"); // for who cannot see the number change
function enable() {
  const state = document.getElementById("desk").dataset;
  const can = state.can.split(" ");
  for (const b of buttons) {
    b.setAttribute("aria-disabled", String(!can.includes(b.dataset.action)));
    b.classList.toggle("main", b.dataset.action === state.suggest);
  }
  const held = document.querySelector(".held");
  say.textContent = [held.querySelector(".number"), held.querySelector(".state")].map((e) => e?.textContent ?? "").join(" ");
  document.getElementById("undo-what").textContent = state.undo ? `${state.undo}.` : "";
}
document.addEventListener("swapped", ({target}) => {
  if (target.dataset.live !== "desk") return;
  enable();
  if (call.open) refresh("waiting").catch(() => {});
});
enable();

addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || document.querySelector("dialog[open]")) return;
  const button = buttons.find((b) => b.dataset.keys.split(" ").includes(e.code));
  if (e.key.length === 1) return letter(e, button);
  if (!button) return;
  e.preventDefault();
  if (!e.repeat) button.click();
});

// A letter is a key of the console once no other follows at once: a scanner that
// types is faster than any hand, and what it types goes to the search field.
const handTakes = 35; // ms
const search = document.getElementById("look");
let first = "";
let hand;
function letter(e, button) {
  if (e.target.closest("input, select, textarea")) return;
  if (e.code === "Space" && e.target.closest("button, a, summary")) return; // presses what has the focus
  if (e.repeat) return;
  e.preventDefault();
  clearTimeout(hand);
  if (first) {
    search.elements.q.value = first + e.key;
    search.elements.q.focus();
    first = "";
    return;
  }
  first = e.key;
  hand = setTimeout(() => {
    first = "";
    if (letters.checked) button?.click();
  }, handTakes);
}

// Where most visits bring one dossier, one is already filled in.
document.getElementById("finish").addEventListener("opened", (e) => {
  const [dossiers, outside] = e.target.querySelectorAll("input[type=number]");
  dossiers.value = document.getElementById("desk").dataset.dossiers;
  outside.max = dossiers.value;
  dossiers.oninput = () => (outside.max = dossiers.value);
  dossiers.select(); // at once: what is typed next replaces it
});

// A transfer goes to a service or to a counter, never to both.
const transfer = document.getElementById("transfer");
transfer.addEventListener("change", (e) => {
  for (const radio of transfer.querySelectorAll("input[type=radio]")) if (radio.name !== e.target.name && e.target.type === "radio") radio.checked = false;
});

// A number called by hand: arrows choose whom, one digit says why. Whom the next
// call would take anyway is not chosen at first.
const ordinary = document.getElementById("ordinary");
const numbers = () => [...call.querySelectorAll("input[name=ticket]")];
function chosen() {
  const ticket = numbers().find((n) => n.checked);
  ordinary.dataset.post = ticket ? `/api/v1/tickets/${ticket.value}/ordinary` : "";
  ordinary.setAttribute("aria-disabled", String(ticket?.dataset.priority === undefined));
}
call.addEventListener("opened", () => {
  refresh("waiting").catch(() => {}); // it is read when somebody asks for it
  const first = numbers()[1] ?? numbers()[0];
  if (first) first.checked = true;
  first?.focus();
  chosen();
});
call.addEventListener("change", chosen);
call.addEventListener("swapped", chosen);
call.addEventListener("keydown", (e) => {
  const button = call.querySelector(`[data-digit="${CSS.escape(e.key)}"]`);
  if (!button || e.ctrlKey || e.altKey || e.metaKey) return;
  e.preventDefault();
  if (!e.repeat && button.getAttribute("aria-disabled") !== "true") button.click();
});

// A scan at this counter looks its ticket up; what is no ticket is the help desk's.
const problem = document.getElementById("look-problem");
search.addEventListener("submit", () => search.elements.q.blur()); // the next letter is a key again
look(search, (answer) => (problem.textContent = answer.kind === "ticket" ? "" : problem.dataset.other), (answer) => answer.counter === search.dataset.counter);
