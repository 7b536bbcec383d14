// What every live page does: shows its [data-live] regions as the controller sends
// them, and grays them when the news stop. A region that is [data-lazy] is read
// when the page asks for it.
import {follow} from "/static/live.js";

const body = document.body;
const regions = () => [...document.querySelectorAll("[data-live]")];
const address = () => location.pathname + location.search;

// refresh reads regions anew, all of them unless one is named; it resolves to the
// sequence they are true at.
export async function refresh(name) {
  if (!name && followed !== address()) news.again(); // the page asks for something else now
  const seqs = await Promise.all(regions().filter((r) => (name ? r.dataset.live === name : r.dataset.lazy === undefined)).map(load));
  return Math.min(...seqs);
}

async function load(region) {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.set("live", region.dataset.live);
  const answer = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(5000)});
  if (answer.redirected || answer.status === 401) over(); // the session is over
  if (!answer.ok || answer.redirected) throw new Error("status " + answer.status);
  const html = await answer.text();
  await lifted();
  swap(region, html);
  return Number(answer.headers.get("Motcua-Seq"));
}

// over is called when the session has ended, with what was pressed in vain: the page
// may ask to log in itself, else it is read anew.
export function over(what) {
  if (document.dispatchEvent(new CustomEvent("over", {cancelable: true, detail: what}))) location.replace(location.href);
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

// What is pushed waits for the finger too; the newest of a region is what counts.
const pushed = new Map();
async function onLive({region, html}) {
  pushed.set(region, html);
  if (down) await lifted();
  if (pushed.get(region) !== html) return;
  pushed.delete(region);
  const place = regions().find((r) => r.dataset.live === region);
  if (place) swap(place, html);
}

// Other scripts of the page hear each event as "log" on the document, and each scanned code as "scan".
const onEvent = (e) => document.dispatchEvent(new CustomEvent("log", {detail: e}));
const onScan = (answer) => document.dispatchEvent(new CustomEvent("scan", {detail: answer}));

// The page is gray once nothing new can be known for longer than it may be silent.
const patience = Number(body.dataset.staleMs);
let trueAt = Date.now(); // ms: when all that is shown was last known to be true

function onBeat({at, current}) {
  if (!current) return;
  trueAt = Date.now();
  for (const t of document.querySelectorAll("[data-live] .age time")) if (t.textContent !== at) t.textContent = at;
  age();
}

// live tells whether presses reach the controller, as far as the page can know.
export const live = () => !body.classList.contains("stale");

function age() {
  const stale = Date.now() - trueAt > patience;
  if (stale && live()) {
    const at = new Date(trueAt).toLocaleTimeString("vi-VN", {hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"});
    document.getElementById("stale").textContent = body.dataset.lost.replace("{time}", at);
  }
  body.classList.toggle("stale", stale);
}

let followed = "";
let news = {again() {}};
if (regions().length > 0) {
  const page = () => (followed = address());
  const show = () => [...new Set(regions().filter((r) => r.dataset.lazy === undefined).map((r) => r.dataset.live))];
  const types = ["slip.printed", "slip.failed"]; // what the scripts of the pages listen to
  const onGone = () => location.replace(location.href);
  news = follow(onEvent, () => refresh(), {after: Number(body.dataset.seq), types, page, show, onLive, onBeat, onGone, onOver: () => over(), onScan});
  setInterval(age, 250);
}

// The theme lives in a cookie, so that the server already sends the right one.
const theme = document.getElementById("theme");
theme?.addEventListener("click", () => {
  const night = document.documentElement.dataset.theme !== "night";
  document.documentElement.dataset.theme = night ? "night" : "default";
  theme.setAttribute("aria-pressed", String(night));
  document.cookie = "theme=" + (night ? "night" : "default") + "; Path=/; Max-Age=31536000; SameSite=Lax";
});
