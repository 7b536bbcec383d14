// The simulated devices of the demo: slips, switches, keypad presses, lamps.
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
    while (slips.children.length > 6) slips.lastChild.remove();
  });
  box.addEventListener("change", () => {
    const all = Object.fromEntries(switches.map((s) => [s.name, s.checked]));
    json(url + "/switches", all).catch(() => (box.querySelector(".problem").textContent = box.dataset.away));
  });
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

for (const box of document.querySelectorAll("[data-keypad]")) {
  const url = "/sim/keypad/" + encodeURIComponent(box.dataset.keypad);
  const problem = box.querySelector(".problem");
  box.addEventListener("click", (e) => {
    if (!e.target.value) return;
    json(url + "/press", {key: e.target.value}).then(() => (problem.textContent = ""), () => (problem.textContent = box.dataset.away));
  });
}

for (const box of document.querySelectorAll("[data-lamp]")) {
  watch(box, "/sim/lamp/" + encodeURIComponent(box.dataset.lamp), (state) => {
    box.classList.toggle("on", state?.on === true);
    box.querySelector("b").textContent = state === null ? box.dataset.unknown : state.on ? box.dataset.lit : box.dataset.dark;
  });
}
