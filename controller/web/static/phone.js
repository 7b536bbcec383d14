// Keeps the citizen's page fresh without a reload, and gray when it is not.
const every = 5000; // ms
const grayAfter = 10000;
const region = document.querySelector("[data-live]");
let heard = Date.now();

async function refresh() {
  const url = new URL(location.href);
  url.searchParams.set("live", "ticket");
  const answer = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(every)});
  if (!answer.ok) throw new Error("status " + answer.status);
  const was = document.getElementById("ticket").dataset.state;
  region.innerHTML = await answer.text();
  heard = Date.now();
  document.body.classList.remove("stale");
  const now = document.getElementById("ticket").dataset.state;
  if (now === was) return;
  if (now === "called" && navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
  location.reload(); // what may be done (cancel, rate) changes with the state
}

if (region && document.body.dataset.fresh === "true") {
  setInterval(() => document.hidden || refresh().catch(() => {
    if (Date.now() - heard < grayAfter) return;
    const at = new Date(heard).toLocaleTimeString("vi-VN", {hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"});
    document.getElementById("stale").textContent = document.body.dataset.lost.replace("{time}", at);
    document.body.classList.add("stale");
  }), every);
  document.addEventListener("visibilitychange", () => document.hidden || refresh().catch(() => {}));
}
