// Reads the page again every few seconds and replaces its content, so that the
// figures stay true without losing the reader's place. A pause button stops it.
const every = 5000;
const pause = document.getElementById("pause");
const lost = document.getElementById("lost");
let paused = false;
let failedAt = null;

function clock(date) {
  return date.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
}

function replace(fresh, selector) {
  const now = document.querySelector(selector);
  const next = fresh.querySelector(selector);
  if (now && next && now.innerHTML !== next.innerHTML) {
    const lefts = [...now.querySelectorAll(".scroll")].map((box) => box.scrollLeft);
    const open = [...now.querySelectorAll("details[open]")].map((part) => part.id);
    const focused = document.activeElement && now.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    now.innerHTML = next.innerHTML;
    now.querySelectorAll(".scroll").forEach((box, i) => { box.scrollLeft = lefts[i] ?? 0; });
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) now.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

async function refresh() {
  if (paused || document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(every) });
    if (!answer.ok && answer.status !== 404) throw new Error(answer.status); // a page that is not there stays so
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(fresh, "main");
    replace(fresh, "header .updated");
    failedAt = null;
    lost.hidden = true;
  } catch {
    failedAt ??= new Date();
    lost.textContent = document.body.dataset.lost.replace("{at}", clock(failedAt));
    lost.hidden = false;
  }
}

pause.hidden = false;
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = document.body.dataset[paused ? "resume" : "pause"];
  refresh();
});
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, every);
