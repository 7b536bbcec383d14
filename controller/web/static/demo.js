// The simulated devices of the demo: slips, switches, units, scanners, mains, loudspeakers, lamps.
import "/static/page.js";

const every = 1000; // ms

async function json(url, body) {
  const options = body && {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)};
  const answer = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(3000), ...options});
  if (!answer.ok) throw new Error("status " + answer.status);
  return answer.status === 204 ? null : answer.json();
}

// watch keeps one device's part of the page current until the page goes.
function watch(box, url, show) {
  const problem = box.querySelector(".problem");
  const turn = () =>
    document.hidden || json(url).then((state) => {
      if (problem) problem.textContent = "";
      show(state);
    }, () => (problem ? (problem.textContent = box.dataset.away) : show(null)));
  turn();
  setInterval(turn, every);
}

for (const box of document.querySelectorAll("[data-printer]")) {
  const url = "/sim/printer/" + encodeURIComponent(box.dataset.printer);
  const switches = [...box.querySelectorAll("input")];
  const slips = box.querySelector(".slips");
  watch(box, url, (state) => {
    for (const s of switches) if (document.activeElement !== s) s.checked = state[s.name];
    for (const {n} of state.slips.slice(0, 6).reverse()) if (!slips.querySelector(`[data-n="${n}"]`)) slips.prepend(picture(box, url, n));
    pages(box.querySelector(".phones"), state.slips.find((s) => s.qr)?.qr);
    while (slips.children.length > 6) slips.lastChild.remove();
  });
  box.addEventListener("change", () => {
    const all = Object.fromEntries(switches.map((s) => [s.name, s.checked]));
    json(url + "/switches", all).catch(() => (box.querySelector(".problem").textContent = box.dataset.away));
  });
}

// pages leads to the newest slip's page: the center's own, and the province's copy.
function pages(box, code) {
  if (!box || !code) return;
  const path = new URL(code).pathname;
  box.querySelector(".own").href = path;
  const copy = box.querySelector(".copy");
  if (copy) copy.href = copy.dataset.base + path.split("/").pop();
  box.hidden = false;
}

function picture(box, url, n) {
  const img = document.createElement("img");
  img.src = url + "/slips/" + n;
  img.alt = box.dataset.slip.replace("{n}", n);
  const link = document.createElement("a");
  link.href = img.src;
  link.target = "_blank";
  link.dataset.n = n;
  link.append(img);
  return link;
}

// send gives a device its order and says in its box when it does not answer.
function send(box, url, order) {
  const problem = box.querySelector(".problem");
  return json(url, order).then(() => (problem.textContent = ""), () => (problem.textContent = box.dataset.away));
}

for (const box of document.querySelectorAll("[data-keypad]")) {
  const url = "/sim/unit/" + encodeURIComponent(box.dataset.keypad);
  const digits = box.querySelector(".digits");
  const lit = box.querySelector(".lit");
  watch(box, url, ({display, lamp}) => {
    digits.textContent = display;
    lit.textContent = lit.getAttribute("data-" + lamp);
    box.classList.toggle("on", lamp > 0);
    box.classList.toggle("blinks", lamp === 2);
  });
  box.addEventListener("click", (e) => e.target.value && send(box, url + "/press", {key: e.target.value}));
}

for (const box of document.querySelectorAll("[data-scanner]")) {
  const url = "/sim/scanner/" + encodeURIComponent(box.dataset.scanner) + "/scan";
  box.addEventListener("submit", (e) => {
    e.preventDefault();
    const code = box.elements.code.value.trim();
    if (code) send(box, url, {code});
  });
  box.addEventListener("click", async ({target}) => {
    if (target.dataset.code) send(box, url, {code: target.dataset.code});
    if (target.dataset.newest === undefined) return;
    const code = await newest(box);
    if (code) send(box, url, {code});
  });
}

// newest is the code on the slip printed last; without one the box says so.
async function newest(box) {
  const slips = (await json("/sim/printer/").catch(() => [])).flatMap((p) => p.slips).filter((s) => s.qr);
  const code = slips.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.qr;
  box.querySelector(".problem").textContent = code ? "" : box.dataset.none;
  return code;
}

// A scanner that is a keyboard types into the tablet's own window, as fast as it would.
const tablets = new Map();
document.getElementById("typing")?.addEventListener("submit", async (e) => {
  e.preventDefault();
  const box = e.target;
  const url = box.elements.tablet.value;
  let tablet = tablets.get(url);
  const there = tablet && !tablet.closed;
  if (!there) tablet = window.open(url); // at once: later the browser would not let it
  if (!tablet) return (box.querySelector(".problem").textContent = box.dataset.away);
  tablets.set(url, tablet);
  const loaded = there ? null : new Promise((done) => tablet.addEventListener("load", done));
  const code = await newest(box);
  await loaded;
  for (const key of code ? [...code, "Enter"] : []) tablet.document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  tablet.focus();
});

for (const box of document.querySelectorAll("[data-ups]")) {
  box.addEventListener("change", () => {
    const dark = box.elements.dark.checked || box.elements.low.checked;
    const low = box.elements.low.checked;
    box.elements.dark.checked = dark; // a battery runs low only without the mains
    const left = low ? {charge: 12, runtime: 180} : dark ? {charge: 78, runtime: 1500} : {charge: 100, runtime: 3600};
    send(box, "/sim/ups/" + encodeURIComponent(box.dataset.ups), {status: low ? "OB DISCHRG LB" : dark ? "OB DISCHRG" : "OL", ...left});
  });
}

for (const box of document.querySelectorAll("[data-voice]")) {
  const url = "/sim/voice/" + encodeURIComponent(box.dataset.voice);
  const sound = box.querySelector("audio");
  const card = box.querySelector("input");
  watch(box, url, (state) => {
    if (document.activeElement !== card) card.checked = state.unplugged;
    const newest = state.played.at(-1);
    if (!newest || !sound.paused || sound.dataset.n === String(newest.n)) return;
    sound.dataset.n = newest.n;
    sound.src = url + "/sounds/" + newest.n;
    sound.hidden = false;
    box.querySelector(".none").hidden = true;
  });
  card.addEventListener("change", () => send(box, url, {unplugged: card.checked}));
}

for (const box of document.querySelectorAll("[data-lamp]")) {
  watch(box, "/sim/lamp/" + encodeURIComponent(box.dataset.lamp), (state) => {
    box.classList.toggle("on", state?.on === true);
    box.querySelector("b").textContent = state === null ? box.dataset.unknown : state.on ? box.dataset.lit : box.dataset.dark;
  });
}
