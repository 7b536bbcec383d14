// The survey tablet. It shows one of four screens: asleep, question, reasons, thanks.
import {follow} from "/static/live.js";
import {key, post} from "/static/api.js";
import {onCode} from "./scanner.js";
import * as asked from "./asked.js";
import * as outbox from "./outbox.js";

const body = document.body;
const counter = body.dataset.counter;
const patience = 30000; // ms without a touch until the tablet sleeps again
const thanksFor = 5000;
const sayFor = 8000;
const retryEvery = 5000;
const grayAfter = 10000;
const reportEvery = 60000;
const asksReasonsUpTo = 3;

let token = null; // of the question on screen
let scanned = false; // whether a code asked for it, not a finish at this counter
let own = null; // of the last question that this counter's finish opened
let sent = null; // of the last answer given
let next = null; // scanned while somebody was still choosing reasons
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

// begin puts a question to whoever stands there.
function begin(asking, byCode) {
  token = asking;
  scanned = byCode;
  overall = 0;
  asked.hold(scanned ? token : null);
  body.toggleAttribute("data-scanned", scanned);
  for (const b of document.querySelectorAll("#reasons [value]")) b.setAttribute("aria-pressed", "false");
  show("question");
}

// end leaves the question for good: a citizen is asked once.
function end() {
  if (token !== null) asked.end(token);
  token = null;
  asked.hold(null);
}

// sleep ends the question on screen and goes on with one that waits, if there is any.
function sleep() {
  end();
  if (next !== null) {
    const waiting = next;
    next = null;
    return begin(waiting, true);
  }
  if (body.dataset.lang !== "vi") location.replace(location.pathname); // the next citizen starts in Vietnamese
  show("asleep");
  retryAsk();
}

// ask shows the question that is open at this counter, if there is one.
async function ask() {
  const answer = await fetch(`/api/v1/counters/${encodeURIComponent(counter)}/survey`, {cache: "no-store"});
  if (answer.status === 401 || answer.status === 403) location.reload();
  if (answer.status === 204) return;
  if (!answer.ok) throw new Error("status " + answer.status);
  own = (await answer.json()).token;
  if (asked.over(own) || (await unsent(own))) return;
  if (token !== null && (scanned || body.dataset.show === "reasons")) return; // asked again as the tablet goes to sleep
  if (token !== own) begin(own, false);
}

const unsent = async (t) => (await outbox.all()).some((a) => a.token === t);

// retryAsk asks until the controller says what is open.
let asking;
function retryAsk() {
  clearTimeout(asking);
  ask().catch(() => (asking = setTimeout(retryAsk, 1000)));
}

// say shows one sentence for a while, over whatever is on the screen.
const said = document.getElementById("said");
let saying;
function say(sentence) {
  clearTimeout(saying);
  said.hidden = sentence === "";
  said.textContent = sentence;
  if (sentence) saying = setTimeout(say, sayFor, "");
}

// scan asks about the visit of a scanned ticket. The code goes to the controller
// in a body, and stays nowhere.
let looking = false;
async function scan(code) {
  if (looking) return; // a slip held before the scanner
  looking = true;
  try {
    const {survey} = await post("/api/v1/scans", {code}, key(), 1);
    if (survey && survey.token !== sent && !(await unsent(survey.token))) offer(survey.token);
    else if (body.dataset.show !== "thanks") say(said.dataset.none);
  } catch ({status, message}) {
    if (status === 401 || status === 403) location.reload();
    say(status ? message : said.dataset.away);
  } finally {
    looking = false;
  }
}

// offer puts a scanned question before the counter's own, which comes back afterwards.
function offer(wanted) {
  say("");
  asked.again(wanted);
  if (wanted === token) show(body.dataset.show);
  else if (body.dataset.show === "reasons") next = wanted;
  else begin(wanted, wanted !== own);
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
  sent = token;
  end();
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

document.addEventListener("pointerdown", () => say(""));
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
    if (token !== null && token === own) sleep();
    asked.again(own); // the same leg will finish again
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

if (asked.held() !== null) begin(asked.held(), true); // the page was changed to the other language
onCode(scan);
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
