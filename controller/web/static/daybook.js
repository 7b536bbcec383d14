// The state of the log's verification, and its progress while it runs.
const place = document.getElementById("verify");
const button = document.getElementById("verify-now");
const every = 1000; // ms, while it runs

function fill(text, v) {
  const time = v.ended ? new Date(v.ended).toLocaleString("vi-VN", {hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"}) : "";
  const values = {done: v.done, total: v.total, days: v.days, time, n: v.findings.length + (v.more ?? 0)};
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name]?.toLocaleString?.(place.dataset.lang) ?? whole);
}

function show(v) {
  const p = document.createElement("p");
  p.textContent = fill(place.dataset[v.state] ?? place.dataset.failed, v);
  p.className = v.state === "bad" || v.state === "failed" ? "problem" : v.state === "good" ? "notice" : "muted";
  const list = document.createElement("ul");
  for (const f of v.findings) {
    const li = document.createElement("li");
    li.textContent = f.text[place.dataset.lang] ?? f.text.vi;
    list.append(li);
  }
  place.replaceChildren(p, ...(v.findings.length ? [list] : []));
  button.setAttribute("aria-disabled", String(v.state === "running"));
}

async function look() {
  const answer = await fetch("/api/v1/verify", {cache: "no-store"}).catch(() => null);
  if (!answer?.ok) return;
  const v = await answer.json();
  show(v);
  if (v.state === "running") setTimeout(look, every);
}

button.addEventListener("done", look);
look();
