// What the demo's gateway and mail server were given, and the button at its door.
const list = document.getElementById("messages");
const channels = list?.dataset ?? {};

async function look() {
  if (!list || document.hidden) return;
  const answer = await fetch("/sim/messages", {cache: "no-store", signal: AbortSignal.timeout(3000)});
  if (!answer.ok) return;
  const all = await answer.json();
  list.previousElementSibling.hidden = all.length > 0;
  list.replaceChildren(...all.slice(0, 8).map((m) => {
    const item = document.createElement("li");
    const head = document.createElement("b");
    const text = document.createElement("p");
    const at = new Date(m.at).toLocaleTimeString("vi-VN", {hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"});
    head.textContent = `${at} · ${channels[m.by] ?? m.by} · ${m.to}`;
    text.textContent = m.subject ? `${m.subject}\n${m.text}` : m.text;
    item.append(head, text);
    return item;
  }));
}

if (list) {
  setInterval(() => look().catch(() => {}), 1000);
  look().catch(() => {});
}

for (const button of document.querySelectorAll("[data-button]")) {
  button.addEventListener("click", () => fetch(`/sim/button/${encodeURIComponent(button.dataset.button)}/press`, {method: "POST"}).catch(() => {}));
}
