// Rings softly at the greeter's desk while somebody waits and nobody has said
// that they come. A browser makes no sound before the first press on the page;
// until then the bell says that it sleeps.
const region = document.querySelector("[data-live=help]");
const bell = document.getElementById("help-bell");
const again = 20000; // ms between two rings for the same person
const tones = [[0, 660], [0.3, 880]]; // seconds, hertz
let audio = null;
let known = new Set();

const muted = () => localStorage.getItem("help-bell") === "off";
const waiting = () => [...region.querySelectorAll("li button, li b")].map((el) => el.id || el.textContent);

function show() {
  const asleep = !muted() && audio?.state !== "running";
  bell.setAttribute("aria-pressed", String(!muted()));
  bell.querySelector("span").textContent = muted() ? bell.dataset.off : asleep ? bell.dataset.asleep : bell.dataset.on;
}

function wake() {
  audio ??= new AudioContext();
  if (audio.state === "running") return Promise.resolve();
  return audio.resume();
}

function ring() {
  if (muted() || audio?.state !== "running" || waiting().length === 0) return;
  for (const [at, hertz] of tones) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    const start = audio.currentTime + at;
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0, start);
    loud.gain.linearRampToValueAtTime(0.15, start + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    tone.connect(loud).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.65);
  }
  document.dispatchEvent(new CustomEvent("rang"));
}

addEventListener("pointerdown", () => wake().then(show, show));
addEventListener("keydown", () => wake().then(show, show));

bell.addEventListener("click", () => {
  localStorage.setItem("help-bell", muted() ? "on" : "off");
  show();
});

region.addEventListener("swapped", () => {
  const now = new Set(waiting());
  if ([...now].some((name) => !known.has(name))) ring();
  known = now;
});

known = new Set(waiting());
setInterval(ring, again);
show();
