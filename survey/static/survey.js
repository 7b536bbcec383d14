// The survey tablet. It shows one of four screens: asleep, question, reasons, thanks.
import {follow} from "/static/live.js";
import {key, post} from "/static/api.js";
import * as outbox from "./outbox.js";

const body = document.body;
const counter = body.dataset.counter;
const patience = 30000; // ms without a touch until the tablet sleeps again
const thanksFor = 5000;
const retryEvery = 5000;
const grayAfter = 10000;
const reportEvery = 60000;
const asksReasonsUpTo = 3;

let token = null; // of the question on screen
let last = null; // of the last question shown: a citizen is asked once
let overall = 0;
let timer;

function show(screen) {
  for (const s of document.querySelectorAll("main > section")) s.hidden = s.id !== screen;
  body.dataset.show = screen;
  clearTimeout(timer);
  if (screen === "thanks") timer = setTimeout(sleep, thanksFor);
  if (screen === "question") timer = setTimeout(sleep, patience);
  if (screen === "reasons") timer = setTimeout(send, patience); // the level was given, that is an answer
}

function sleep() {
  token = null;
  if (body.dataset.lang !== "vi") location.replace(location.pathname); // the next citizen starts in Vietnamese
  show("asleep");
}

// ask shows the question that is open at this counter, if there is one.
async function ask() {
  const answer = await fetch(`/api/v1/counters/${encodeURIComponent(counter)}/survey`, {cache: "no-store"});
  if (answer.status === 401 || answer.status === 403) location.reload();
  if (answer.status === 204) return;
  if (!answer.ok) throw new Error("status " + answer.status);
  const open = await answer.json();
  if (open.token === last || (await outbox.all()).some((a) => a.token === open.token)) return;
  token = last = open.token;
  overall = 0;
  for (const b of document.querySelectorAll("#reasons [value]")) b.setAttribute("aria-pressed", "false");
  show("question");
}

// retryAsk asks until the controller says what is open.
function retryAsk() {
  ask().catch(() => setTimeout(retryAsk, 1000));
}

function choose(level) {
  overall = level;
  if (level <= asksReasonsUpTo) show("reasons");
  else send();
}

async function send() {
  if (token === null) return;
  const reasons = [...document.querySelectorAll("#reasons [aria-pressed=true]")].map((b) => b.value);
  const answer = {key: key(), token, answers: {overall, ...(overall <= asksReasonsUpTo && reasons.length ? {reasons} : {})}};
  token = null;
  show("thanks");
  await outbox.put(answer);
  flush();
}

// flush sends what is not acknowledged. Whatever the controller decides is final;
// only its silence, and "later", are a reason to try again.
let flushing = false;
async function flush() {
  if (flushing) return;
  flushing = true;
  try {
    for (const {key, token, answers} of await outbox.all()) {
      try {
        await post("/api/v1/ratings", {token, answers}, key, 1);
      } catch ({status}) {
        if (!status || status >= 500 || status === 429 || status === 401) continue;
      }
      await outbox.remove(key);
    }
  } finally {
    flushing = false;
  }
}

document.addEventListener("pointerdown", () => body.dataset.show !== "thanks" && body.dataset.show !== "asleep" && show(body.dataset.show));
document.querySelector(".levels").addEventListener("click", (e) => {
  const button = e.target.closest("button");
  if (button && token) choose(Number(button.value));
});
document.querySelector("#reasons .tiles").addEventListener("click", (e) => {
  const button = e.target.closest("button");
  button?.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
});
document.querySelector("#question .skip-it").addEventListener("click", sleep);
document.querySelector("#reasons .back").addEventListener("click", () => show("question"));
document.querySelector("#reasons .send").addEventListener("click", send);
document.querySelector("#reasons .skip-it").addEventListener("click", () => {
  for (const b of document.querySelectorAll("#reasons [value]")) b.setAttribute("aria-pressed", "false");
  send();
});

let grayer;
function onState(live) {
  clearTimeout(grayer);
  if (live) flush();
  if (live) document.getElementById("offline").hidden = true;
  else grayer = setTimeout(() => (document.getElementById("offline").hidden = false), grayAfter);
}

function onEvent(e) {
  if (e.data?.counter !== counter) return;
  if (e.type === "ticket.finished") retryAsk();
  if (e.type === "counter.undone" && e.data.undone === "ticket.finished") {
    last = null; // the same leg will finish again
    if (body.dataset.show !== "thanks") sleep();
  }
}

async function onReset() {
  const answer = await fetch("/api/v1/board", {cache: "no-store"});
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Error("status " + answer.status);
  const {seq} = await answer.json();
  await ask();
  return seq;
}

follow(onEvent, onReset, {onState});
// report tells the controller that this tablet is there.
function report() {
  post(`/api/v1/devices/${encodeURIComponent(body.dataset.tablet)}/state`, {state: "present"}, key(), 1).catch(() => {});
}

setInterval(report, reportEvery);
report();
setInterval(flush, retryEvery);
flush();
navigator.wakeLock?.request("screen").catch(() => {});
