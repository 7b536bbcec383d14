// Keeps the citizen's page fresh without a reload, gray when it is not, and calls
// out when the turn is near: in the title, and with sound and vibration where asked.
const every = 5000; // ms
const grayAfter = 10000;
const region = document.querySelector("[data-live]");
const state = () => document.getElementById("ticket").dataset;
const button = document.getElementById("alert");
let heard = Date.now();
let sound = null; // may sound once somebody has pressed the button
let cried = state().alert;

function beep(times) {
  for (let i = 0; sound && i < times; i++) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const at = sound.currentTime + i * 0.4;
    tone.frequency.value = 880;
    volume.gain.setValueAtTime(0.3, at);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.25);
  }
}

function cry(what) {
  if (what && what !== cried) {
    const times = what === "called" ? 5 : 2;
    beep(times);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(Array(times).fill([300, 150]).flat());
  }
  cried = what;
}

// show takes fresh news in. Where only their time is new, nothing else is touched;
// where they differ, a screen reader hears the new title.
function show(html) {
  const next = document.createElement("template");
  next.innerHTML = html;
  const time = region.querySelector(".age time");
  const fresh = next.content.querySelector(".age time");
  if (time && fresh) time.textContent = fresh.textContent;
  if (region.innerHTML === next.innerHTML) return;
  region.replaceChildren(next.content);
  if (document.title !== state().title) document.title = document.getElementById("news").textContent = state().title;
}

async function refresh() {
  const url = new URL(location.href);
  url.searchParams.set("live", "");
  const answer = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(every)});
  if (!answer.ok) throw new Error("status " + answer.status);
  const was = state().state;
  const html = await answer.text();
  heard = Date.now();
  document.body.classList.remove("stale");
  show(html);
  cry(state().alert);
  if (state().state !== was) swap(); // what may be done (cancel, rate) changes with the state
}

// swap takes the rest of the page anew, and leaves the region and the sound as they are.
async function swap() {
  const answer = await fetch(location.href, {cache: "no-store"});
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = document.getElementById("main");
  const live = next.querySelector("[data-live]");
  if (!live) return location.reload();
  const keep = button?.parentElement;
  live.replaceWith(region);
  const fresh = next.querySelector(".alert");
  if (fresh && keep) fresh.replaceWith(keep);
  main.replaceChildren(...next.getElementById("main").childNodes);
}

// A phone whose screen goes dark stops every script: while somebody waits for the
// sound, the screen stays on.
let awake = null;
async function stayAwake() {
  if (sound && !document.hidden) awake = await navigator.wakeLock?.request("screen").catch(() => null);
}

if (button) {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    sound = new AudioContext();
    navigator.vibrate?.(100);
    beep(1);
    stayAwake();
    const said = document.createElement("span");
    said.textContent = button.dataset.set;
    said.setAttribute("role", "status");
    button.replaceWith(said);
  });
}

const look = () => refresh().catch(() => {
  if (Date.now() - heard < grayAfter) return;
  const at = new Date(heard).toLocaleTimeString("vi-VN", {hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"});
  document.getElementById("stale").textContent = document.body.dataset.lost.replace("{time}", at);
  document.body.classList.add("stale");
});
setInterval(() => (document.hidden && !sound) || look(), every);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  look();
  stayAwake();
});
