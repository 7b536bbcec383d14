// What every live page does: swaps its [data-live] regions for fresh HTML when
// something happened, and grays them when the news stop.
import {follow} from "/static/live.js";

const body = document.body;
const regions = () => document.querySelectorAll("[data-live]");

let running = null;
let again = false;

// refresh re-reads every region once, however often it is asked meanwhile; it
// resolves to the sequence the regions are true at.
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = (async () => {
    let seq;
    do {
      if (again) await new Promise((done) => setTimeout(done, 50)); // a burst is one change
      again = false;
      const seqs = await Promise.all([...regions()].map(load));
      seq = Math.min(...seqs);
    } while (again);
    return seq;
  })().finally(() => (running = null));
  return running;
}

async function load(region) {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.set("live", region.dataset.live);
  const answer = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(5000)});
  if (answer.redirected || answer.status === 401) location.reload(); // the session is over
  if (!answer.ok) throw new Error("status " + answer.status);
  const html = await answer.text();
  await lifted();
  swap(region, html);
  return Number(answer.headers.get("Motcua-Seq"));
}

// lifted resolves once no finger and no mouse button is down, so that what is being
// pressed is there until it has been pressed.
let down = false;
addEventListener("pointerdown", () => (down = true), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => (down = false)), true);
async function lifted() {
  for (let i = 0; down && i < 40; i++) await new Promise((done) => setTimeout(done, 25)); // a second: a lost release must not stop the news
}

// swap replaces a region's content and keeps, by id, the focus, what is opened and what is chosen.
function swap(region, html) {
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...region.querySelectorAll("details[open][id]")].map((d) => d.id);
  const chosen = [...region.querySelectorAll("input:checked")].map((i) => i.id);
  const next = document.createElement("template");
  next.innerHTML = html;
  const shown = region.querySelector(".age time");
  const fresh = next.content.querySelector(".age time");
  if (shown && fresh) shown.textContent = fresh.textContent; // news of no change must not take a button from under a finger
  if (region.innerHTML !== next.innerHTML) {
    region.replaceChildren(next.content);
    opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    for (const id of chosen) if (document.getElementById(id)) document.getElementById(id).checked = true;
    if (focused) document.getElementById(focused)?.focus({preventScroll: true});
    region.dispatchEvent(new CustomEvent("swapped", {bubbles: true}));
  }
}

// Other scripts of the page hear each event as "log" on the document.
function onEvent(e) {
  document.dispatchEvent(new CustomEvent("log", {detail: e}));
  keep();
}

// And each scanned code as "scan".
const onScan = (answer) => document.dispatchEvent(new CustomEvent("scan", {detail: answer}));

// The page is gray once nothing new can be known for longer than it may be silent:
// the stream is cut, or the fresh HTML does not come.
const patience = Number(body.dataset.staleMs);
let lostAt = null; // ms
let failedAt = null;

function onState(live, since) {
  lostAt = live ? null : since;
  if (live) keep();
}

// keep makes the page true again; a page that nobody sees waits until somebody does.
function keep() {
  if (document.hidden) return;
  refresh().then(() => (failedAt = null), () => (failedAt ??= Date.now()));
}

function age() {
  if (failedAt !== null) keep();
  const known = Math.min(lostAt ?? Infinity, failedAt ?? Infinity);
  const stale = Date.now() - known > patience;
  if (stale && !body.classList.contains("stale")) {
    const at = new Date(known).toLocaleTimeString("vi-VN", {hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"});
    document.getElementById("stale").textContent = body.dataset.lost.replace("{time}", at);
  }
  body.classList.toggle("stale", stale);
}

if (regions().length > 0) {
  follow(onEvent, refresh, {after: Number(body.dataset.seq), onState, onScan});
  setInterval(keep, 15000); // waits grow without events
  setInterval(age, 500);
  document.addEventListener("visibilitychange", keep);
}

// The theme lives in a cookie, so that the server already sends the right one.
const theme = document.getElementById("theme");
theme?.addEventListener("click", () => {
  const night = document.documentElement.dataset.theme !== "night";
  document.documentElement.dataset.theme = night ? "night" : "default";
  theme.setAttribute("aria-pressed", String(night));
  document.cookie = "theme=" + (night ? "night" : "default") + "; Path=/; Max-Age=31536000; SameSite=Lax";
});
