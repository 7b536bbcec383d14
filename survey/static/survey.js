// The survey tablet. It shows one of four screens: asleep, question, more, thanks.
import {follow} from "/static/live.js";
import {key, post} from "/static/api.js";
import {onCode} from "./scanner.js";
import * as asked from "./asked.js";
import * as form from "./form.js";
import {report, settle} from "./health.js";
import {light, lock} from "./kiosk.js";
import {mirror} from "./mirror.js";
import * as outbox from "./outbox.js";
import {answer, flush, hear, now} from "./send.js";
import {keypad} from "./terminal.js";
import {home, say as words, speak, spoken} from "./words.js";

const body = document.body;
const counter = body.dataset.counter;
const terminal = counter === ""; // it asks nobody by itself
const helps = "helped" in body.dataset; // somebody helps with every answer
const patience = 30000; // ms without a touch until the tablet sleeps again
const thanksFor = 5000;
const thanksLonger = 20000; // where it shows where to turn to
const sayFor = 8000;
const retryEvery = 5000;
const awayAfter = 3000;
const reportEvery = 60000;
const goneAfter = 60000; // ms after the finish: whoever was served has left
const oneTouch = 500; // ms: a second touch this soon is none

let question = null; // on screen: {token, version, q, code}; token null: the line was away; code: somebody scanned it
let given = null; // the answer so far
let pages = []; // behind the level
let at = 0; // of them
let own = null; // token of the last question that this counter's finish opened
let sent = null; // of the last answer given
let next = null; // scanned while somebody was still answering
let stale = false; // the page is not as the configuration wants it any more
let changed = 0; // when the screen did, ms
let timer;

const $ = (selector) => document.querySelector(selector);
const usual = [...$("#levels").children].reverse().map((b) => b.textContent.trim()); // the words of the five faces

function show(screen) {
  for (const s of document.querySelectorAll("main > section")) s.hidden = s.id !== screen;
  if (body.dataset.show !== screen) changed = performance.now();
  body.dataset.show = screen;
  clearTimeout(timer);
  const low = given && question && given.overall <= question.q.why_up_to;
  if (screen === "thanks") timer = setTimeout(sleep, low && $("#elsewhere") ? thanksLonger : thanksFor);
  if (screen === "question") timer = setTimeout(sleep, patience);
  if (screen === "asleep") timer = setTimeout(speak, patience, home); // the next citizen starts in Vietnamese
  if (screen === "more") timer = setTimeout(send, patience); // the level was given, that is an answer
}

// begin puts a question to whoever stands there.
function begin(asking) {
  question = asking;
  given = {overall: 0, reasons: new Set(), items: {}, comment: "", helped: helps};
  asked.hold(question.code ? question : null);
  body.toggleAttribute("data-scanned", Boolean(question.code));
  draw();
  show("question");
}

// draw writes the question on screen in the language of the page.
function draw() {
  speak(spoken());
  if (!question) return;
  const {q} = question;
  $("#ask").textContent = question.code ? words(terminal ? "survey.question-slip" : "survey.question-scanned") : form.question(q);
  form.levels($("#levels"), q, usual);
  $("#helped").setAttribute("aria-pressed", String(given.helped));
  if (pages[at]) form.page($("#why"), $("#choices"), q, pages[at], given);
  $("#more .send").textContent = words(at === pages.length - 1 ? "survey.send" : "survey.next");
}

// end leaves the question for good: a citizen is asked once.
function end() {
  if (question?.token) asked.end(question.token);
  asked.hold(null);
}

// sleep ends the question on screen and goes on with one that waits, if there is any.
function sleep() {
  end();
  question = given = null;
  pages = [];
  if (next !== null) {
    const waiting = next;
    next = null;
    return begin(waiting);
  }
  speak(home);
  show("asleep");
  if (stale && live) return location.reload();
  retryAsk();
}

// read fetches from the controller, and leaves for the log-in where the session is over.
async function read(path) {
  const answer = await fetch(path, {cache: "no-store"});
  if (answer.status === 401) location.reload();
  hear(answer);
  if (!answer.ok) throw new Error("status " + answer.status);
  return answer.status === 204 ? null : answer.json();
}

// known is the questionnaire of a version, which never changes.
async function known(version) {
  const kept = await outbox.recall(version);
  if (kept) return kept;
  const q = await read("/api/v1/questionnaires/" + encodeURIComponent(version));
  outbox.learn(version, q);
  return q;
}

// ask shows the question that is open at this counter, if there is one.
async function ask() {
  if (terminal) return;
  if (outbox.waiting() > 0) await Promise.race([flush(), new Promise((done) => setTimeout(done, 1000))]);
  const open = await read(`/api/v1/counters/${encodeURIComponent(counter)}/survey`);
  if (open === null) return;
  own = open.token;
  if (asked.over(own) || (await unsent(own))) return;
  if (question && (question.code || body.dataset.show === "more")) return; // asked again as the tablet goes to sleep
  if (question?.token === own) return;
  begin({token: own, version: open.questionnaire, q: await known(open.questionnaire), code: false});
}

const unsent = async (token) => (await outbox.all()).some((a) => a.token === token);

// retryAsk asks until the controller says what is open.
let asking;
function retryAsk() {
  clearTimeout(asking);
  ask().catch(() => (asking = setTimeout(retryAsk, 1000)));
}

// touched is a citizen who was served while the line was away: he asks to be asked.
async function touched() {
  const version = body.dataset.questionnaire;
  const q = JSON.parse($("#questionnaire").textContent);
  if (!question) begin({token: null, version, q, code: false});
}

// tell shows one sentence for a while, over whatever is on the screen.
const said = $("#said");
let telling;
function tell(sentence) {
  clearTimeout(telling);
  said.hidden = sentence === "";
  said.textContent = sentence;
  if (sentence) telling = setTimeout(tell, sayFor, "");
}

// scan asks about the visit of a scanned ticket. The code goes to the controller
// in a body, and stays nowhere.
let looking = false;
async function scan(code) {
  if (looking) return; // a slip held before the scanner
  looking = true;
  try {
    const {survey} = await post("/api/v1/scans", {code, ...(terminal && {rate: true})}, key(), 1);
    if (survey && survey.token !== sent && !(await unsent(survey.token))) await offer(survey);
    else if (body.dataset.show !== "thanks") tell(words("survey.scan-none"));
  } catch ({status, message}) {
    if (status === 401 || (status === 403 && !terminal)) location.reload();
    tell(status ? message : words("survey.scan-away"));
  } finally {
    looking = false;
  }
}

// offer puts a scanned question before the counter's own, which comes back afterwards.
async function offer({token, questionnaire}) {
  const asking = {token, version: questionnaire, q: await known(questionnaire), code: token !== own};
  tell("");
  asked.again(token);
  if (token === question?.token) show(body.dataset.show);
  else if (body.dataset.show === "more") next = asking;
  else begin(asking);
}

function choose(level) {
  given.overall = level;
  pages = form.steps(question.q, level);
  at = 0;
  if (pages.length === 0) return send();
  draw();
  show("more");
}

// turn leafs through the pages behind the level.
function turn(by) {
  at += by;
  if (at < 0) return show("question");
  if (at >= pages.length) return send();
  draw();
  show("more");
}

// pick marks what was touched on a page behind the level.
function pick(button) {
  const item = button.closest("[data-code]");
  const on = button.getAttribute("aria-pressed") !== "true";
  if (item) {
    for (const b of item.querySelectorAll("[value]")) b.setAttribute("aria-pressed", "false");
    if (on) given.items[item.dataset.code] = Number(button.value);
    else delete given.items[item.dataset.code];
  } else if (on) given.reasons.add(button.value);
  else given.reasons.delete(button.value);
  button.setAttribute("aria-pressed", String(on));
  if (item && on && form.single(pages)) send();
}

// send keeps the answer, and thanks once it cannot be lost any more.
let sending = false;
async function send() {
  if (!question || sending || body.dataset.show === "thanks") return;
  sending = true;
  const {token, version, q} = question;
  const answers = {overall: given.overall};
  if (given.reasons.size) answers.reasons = q.reasons.map((r) => r.code).filter((code) => given.reasons.has(code));
  if (Object.keys(given.items).length) answers.items = given.items;
  if (given.comment.trim()) answers.comment = given.comment.trim();
  sent = token;
  end();
  const whose = token ? {token} : {counter};
  await Promise.race([outbox.put(answer({...whose, questionnaire: version, answers, ...(given.helped && {helped: true})})), new Promise((done) => setTimeout(done, 1000))]);
  sending = false;
  body.toggleAttribute("data-low", given.overall <= q.why_up_to);
  show("thanks");
  flush();
}

// soon tells a second touch that only comes from a trembling hand.
const soon = (e) => e.timeStamp - changed < oneTouch;

document.addEventListener("pointerdown", () => tell(""));
document.addEventListener("pointerdown", () => ["question", "more"].includes(body.dataset.show) && show(body.dataset.show));
document.addEventListener("input", (e) => {
  given.comment = e.target.value;
  show("more");
});
document.addEventListener("click", (e) => {
  const button = e.target.closest("button");
  if (!button || soon(e)) return;
  if (button.matches(".lang")) {
    speak(button.lang);
    draw();
    show(body.dataset.show);
  } else if (button.id === "touch") touched();
  else if (button.id === "helped") {
    given.helped = helps || !given.helped;
    button.setAttribute("aria-pressed", String(given.helped));
  } else if (button.matches("#question .skip-it")) sleep();
  else if (button.matches(".done")) sleep();
  else if (button.matches("#levels *")) choose(Number(button.value));
  else if (button.matches("#choices *")) pick(button);
  else if (button.matches(".back")) turn(-1);
  else if (button.matches("#more .skip-it")) skip();
  else if (button.matches("#more .send")) turn(1);
});

// skip leaves a page behind the level unanswered.
function skip() {
  const page = pages[at];
  if (page.kind === "reasons") given.reasons.clear();
  else if (page.kind === "comment") given.comment = "";
  else for (const i of page.items) delete given.items[i.code];
  turn(1);
}

let live = false;
let away;
function onState(up) {
  live = up;
  clearTimeout(away);
  if (up) {
    flush();
    body.removeAttribute("data-away");
  } else away = setTimeout(() => body.toggleAttribute("data-away", true), awayAfter);
}

const changes = ["config.changed", "questionnaire.published"];

// renew loads the page anew as soon as nobody is answering.
function renew() {
  stale = true;
  if (body.dataset.show === "asleep") location.reload();
}

function onEvent(e) {
  if (changes.includes(e.type)) renew();
  if (terminal || e.data?.counter !== counter) return;
  mirror(read).catch(() => {});
  if (e.type === "ticket.finished" && now() - Date.parse(e.at) < goneAfter) retryAsk();
  if (e.type === "counter.undone" && e.data.undone === "ticket.finished") {
    if (own !== null && question?.token === own) sleep();
    asked.again(own); // the same leg will finish again
  }
}

async function onReset() {
  const seq = terminal ? (await read("/api/v1/board")).seq : await mirror(read);
  await ask();
  return seq;
}

lock();
light();
speak(home);
onState(false); // until the line says that it is there
if (asked.held() !== null) begin(asked.held()); // the page was loaded anew
onCode(scan);
if (terminal) keypad(scan);
follow(onEvent, onReset, {onState});
settle(renew).then(report);
setInterval(report, reportEvery);
setInterval(flush, retryEvery);
outbox.all().then(flush);
