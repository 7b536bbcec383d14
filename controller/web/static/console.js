// The counter's console: one key each, and only what is possible now is enabled.
import {refresh} from "/static/page.js";
import {look} from "/static/look.js";
import {bounced, opens} from "/static/actions.js";
import "/static/reprint.js";

const buttons = [...document.querySelectorAll("[data-action]")];
const letters = document.getElementById("letters");
letters.checked = localStorage.getItem("letters") !== "off";
letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));

const call = document.getElementById("call");
const finish = document.getElementById("finish");
const say = document.getElementById("say"); // for who cannot see the number change
const state = () => document.getElementById("desk").dataset;
const holding = ["recall", "start", "no-show", "park", "return"]; // what is pressed is meant for the number that is seen

function enable() {
  const {can, suggest, undo, ticket, alarm} = state();
  const possible = can.split(" ");
  for (const b of buttons) {
    const name = b.dataset.action;
    b.setAttribute("aria-disabled", String(!possible.includes(name)));
    b.classList.toggle("main", name === suggest);
    if (holding.includes(name)) b.dataset.body = JSON.stringify(ticket ? {ticket} : {});
    if (name === "note") b.dataset.postTo = `/api/v1/tickets/${ticket}/notes`;
    if (name === "alarm") {
      b.dataset.post = b.dataset.post.replace(/alarm.*/, alarm ? "alarm/answer" : "alarm");
      b.dataset.body = alarm ? '{"reason":"withdrawn"}' : "{}";
      b.setAttribute("aria-pressed", String(Boolean(alarm)));
    }
  }
  const held = document.querySelector(".held");
  say.textContent = [held.querySelector(".number"), held.querySelector(".state")].map((e) => e?.textContent ?? "").join(" ");
  document.getElementById("undo-what").textContent = undo ? `${undo}.` : "";
}

// Who reads sits here or not: the page is the same for all.
const sit = document.getElementById("sit");
function seat() {
  const on = document.getElementById("seat").dataset.staff.split(" ").includes(sit.dataset.me);
  sit.textContent = on ? sit.dataset.leave : sit.dataset.here;
  sit.dataset.post = sit.dataset.url + (on ? "sign-off" : "sign-on");
}

document.addEventListener("swapped", ({target}) => {
  if (target.dataset.live === "seat") seat();
  if (target.dataset.live !== "desk") return;
  enable();
  if (call.open) refresh("waiting").catch(() => {});
});
enable();
seat();

// types tells that a key is text for a field. The field of a dialog that has just
// closed keeps the focus until the next frame: what is pressed then is a key.
function types(target) {
  const field = target.closest("input, select, textarea");
  return field && !field.closest("dialog");
}

addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey || document.querySelector("dialog[open]")) return;
  if (e.key === "?" && !types(e.target)) return keys.showModal();
  const asking = [...document.querySelectorAll("#desk [data-keys], .seat [data-keys]")];
  const button = [...buttons, ...asking].find((b) => b.dataset.keys.split(" ").includes(e.code));
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
  if (types(e.target)) return;
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

// Next, while a citizen is held, asks once: finish and call, or stay with this one.
// A second press right behind the call asks nothing.
document.querySelector("[data-action=next]").addEventListener("click", (e) => {
  if (!state().ticket) return;
  e.stopImmediatePropagation();
  e.preventDefault();
  if (!bounced() && document.body.getAttribute("aria-busy") !== "true") ask(true);
}, true);
document.querySelector("[data-action=finish]").addEventListener("click", () => (calls = false), true);

let calls = false; // Enter in the dialog calls the next as well
function ask(thenCall) {
  calls = thenCall;
  opens(finish, document.querySelector("[data-action=finish]"));
}

const alone = document.getElementById("finish-alone");
const both = document.getElementById("finish-next");
finish.addEventListener("opened", () => {
  const title = document.getElementById("finish-title");
  title.textContent = title.dataset.text.replace("{number}", state().number);
  finish.querySelector("[name=ticket]").value = state().ticket;
  alone.classList.toggle("main", !calls);
  both.classList.toggle("main", calls);
  // Where most visits bring one dossier, one is already filled in.
  const [dossiers, outside] = finish.querySelectorAll("input[type=number]");
  dossiers.value = state().dossiers;
  outside.max = dossiers.value;
  dossiers.oninput = () => (outside.max = dossiers.value);
  dossiers.select(); // at once: what is typed next replaces it
});
finish.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || e.target.closest("button")) return;
  e.preventDefault();
  if (!e.repeat) (calls ? both : alone).click();
});

// An incident that is reported can be over.
document.getElementById("incident").addEventListener("opened", () => {
  const on = state().incident;
  const ended = document.getElementById("incident-over");
  ended.hidden = !on;
  ended.classList.toggle("main", Boolean(on));
  document.getElementById("incident-report").classList.toggle("main", !on);
  if (on) ended.focus();
});

// A session that ends in the middle of a call loses no press silently.
const ended = document.getElementById("over");
const lostPress = "lost-press";
document.addEventListener("over", (e) => {
  e.preventDefault();
  if (e.detail) {
    ended.querySelector(".problem").textContent = ended.dataset.text.replace("{what}", e.detail);
    sessionStorage.setItem(lostPress, e.detail);
  }
  document.querySelectorAll("dialog[open]").forEach((d) => d !== ended && d.close());
  if (!ended.open) ended.showModal();
});
ended.addEventListener("cancel", (e) => e.preventDefault());
const before = sessionStorage.getItem(lostPress);
if (before) document.getElementById("look-problem").textContent = ended.dataset.after.replace("{what}", before);
sessionStorage.removeItem(lostPress);

// The keys, and the window that stays on top.
const keys = document.getElementById("keys");
document.getElementById("keys-open").addEventListener("click", () => keys.showModal());
const small = document.getElementById("small");
small.addEventListener("click", async () => {
  const {url} = small.dataset;
  if (!window.documentPictureInPicture) return open(url, "motcua-small", "popup,width=360,height=220");
  const top = await documentPictureInPicture.requestWindow({width: 360, height: 220});
  const frame = top.document.createElement("iframe");
  frame.src = url;
  frame.setAttribute("width", "100%");
  frame.setAttribute("height", "100%");
  frame.setAttribute("frameborder", "0");
  top.document.body.append(frame);
  frame.focus();
});

// A transfer goes to a service or to a counter, never to both.
const transfer = document.getElementById("transfer");
transfer.addEventListener("change", ({target}) => {
  const other = {service: "counter", counter: "service"}[target.name];
  for (const radio of transfer.querySelectorAll(`input[name=${other}]`)) radio.checked = false;
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
