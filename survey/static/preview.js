// The tablet in the frame of the configuration page: it asks the draft that the
// page tells it, and keeps no answer.
import * as form from "./form.js";
import {say, speak, spoken} from "./words.js";

const $ = (selector) => document.querySelector(selector);
const usual = [...$("#levels").children].reverse().map((b) => b.textContent.trim());

let q = null; // the draft
let given = null;
let pages = []; // behind the level
let at = 0; // of them

function show(screen) {
  for (const s of document.querySelectorAll("main > section")) s.hidden = s.id !== screen;
  document.body.dataset.show = screen;
}

function begin() {
  given = {overall: 0, reasons: new Set(), items: {}, comment: "", helped: false};
  pages = [];
  draw();
  show("question");
}

// draw writes what is on screen, as the draft has it now.
function draw() {
  speak(spoken());
  $("#ask").textContent = form.question(q);
  form.levels($("#levels"), q, usual);
  if (pages[at]) form.page($("#why"), $("#choices"), q, pages[at], given);
  $("#more .send").textContent = say(at === pages.length - 1 ? "survey.send" : "survey.next");
}

function choose(level) {
  given.overall = level;
  pages = form.steps(q, level);
  at = 0;
  if (pages.length === 0) return end();
  draw();
  show("more");
}

function turn(by) {
  at += by;
  if (at < 0) return show("question");
  if (at >= pages.length) return end();
  draw();
}

function end() {
  document.body.toggleAttribute("data-low", given.overall <= q.why_up_to);
  show("thanks");
}

// pick marks what was touched: one of an item's answers, any of the reasons.
function pick(button) {
  const item = button.closest("[data-code]"), on = button.getAttribute("aria-pressed") !== "true";
  if (item) for (const b of item.querySelectorAll("[value]")) b.setAttribute("aria-pressed", "false");
  if (item) given.items[item.dataset.code] = on ? Number(button.value) : undefined;
  else if (on) given.reasons.add(button.value);
  else given.reasons.delete(button.value);
  button.setAttribute("aria-pressed", String(on));
}

document.addEventListener("click", (e) => {
  const button = e.target.closest("button");
  if (q && document.body.dataset.show === "thanks") return begin();
  if (!button || !q) return;
  if (button.matches(".lang")) {
    speak(button.lang);
    draw();
  } else if (button.id === "helped") button.setAttribute("aria-pressed", String((given.helped = !given.helped)));
  else if (button.matches("#levels *")) choose(Number(button.value));
  else if (button.matches("#choices *")) pick(button);
  else if (button.matches(".back")) turn(-1);
  else if (button.matches("#more .send")) turn(1);
  else begin();
});

addEventListener("message", (e) => {
  if (e.origin !== location.origin || !e.data?.questionnaire) return;
  const first = q === null || e.data.anew;
  q = e.data.questionnaire;
  if (first) return begin();
  if (given.overall > 0) pages = form.steps(q, given.overall);
  at = Math.min(at, Math.max(pages.length - 1, 0));
  if (document.body.dataset.show === "more" && pages.length === 0) return begin();
  draw();
});
parent.postMessage("ready", location.origin);
