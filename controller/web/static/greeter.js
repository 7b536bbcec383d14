// The greeter's page: shows the number just given and how its slip fared.
import "/static/page.js";
import {look} from "/static/look.js";
import "/static/actions.js";
import "/static/reprint.js";

const form = document.getElementById("issue");
const box = document.getElementById("issued");
const slip = box.querySelector(".slip");
let ticket;

function show(given) {
  ticket = given;
  box.querySelector(".number").textContent = ticket.number;
  box.querySelector(".what").textContent = serviceName(ticket.service);
  const ahead = box.querySelector(".ahead");
  ahead.textContent = ticket.ahead ? ahead.dataset.text.replace("{n}", ticket.ahead) : ahead.dataset.first;
  slip.textContent = ticket.printer ? slip.dataset.claimed : slip.dataset.none;
  const link = box.querySelector("a");
  link.hidden = !ticket.url;
  if (ticket.url) link.href = new URL(ticket.url, location.href).pathname;
  box.hidden = false;
  box.scrollIntoView({block: "nearest"});
}

// What was scanned: an appointment is checked in with one press, a dossier and a card fill in the form.
const scanned = document.getElementById("scanned");
const serviceName = (code) => form.querySelector(`input[name=service][value="${CSS.escape(code)}"]`)?.nextElementSibling.firstChild.textContent ?? code;
const fill = {
  appointment(part, {appointment: a}) {
    const at = new Date(a.slot).toLocaleTimeString("vi-VN", {hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh"});
    const title = part.querySelector(".big");
    title.textContent = title.dataset.text.replace("{time}", at);
    part.querySelector(".what").textContent = serviceName(a.service);
    const was = part.querySelector(".was");
    was.textContent = was.dataset[a.state] ?? "";
    const checkIn = part.querySelector("form");
    checkIn.elements.code.value = a.code ?? "";
    checkIn.hidden = a.state !== "booked" || !a.code;
    checkIn.querySelector("[data-problem]").textContent = "";
  },
  dossier(part, {dossier}) {
    part.querySelector(".code").textContent = dossier;
  },
  card(part, {card}) {
    const said = part.querySelector(".big");
    said.textContent = card.elderly ? said.dataset.elderly : said.dataset.younger;
    part.querySelector("button").hidden = !card.elderly;
  },
};

function heard(answer) {
  scanned.hidden = answer.kind === "ticket";
  for (const part of scanned.querySelectorAll("[data-kind]")) {
    part.hidden = part.dataset.kind !== (answer.kind in fill ? answer.kind : "unknown");
    if (!part.hidden) fill[answer.kind]?.(part, answer);
  }
  if (!scanned.hidden) scanned.scrollIntoView({block: "nearest"});
}
const search = document.getElementById("look");
look(search, heard, (answer) => !answer.kiosk && !answer.counter);

// What is typed while nothing has the focus, as a scanner types, goes to the search field.
addEventListener("keydown", (e) => {
  if (e.key.length === 1 && e.key !== " " && e.target === document.body && !e.ctrlKey && !e.altKey && !e.metaKey) search.elements.q.focus();
});

scanned.addEventListener("click", (e) => {
  const wish = e.target.dataset.do;
  if (!wish) return;
  scanned.hidden = true;
  if (wish === "collect") form.querySelector("[name=purpose][value=collect]").checked = true;
  if (wish === "priority") form.elements.priority.checked = true;
  if (wish !== "close") form.scrollIntoView({block: "nearest"});
});

// A paper number that was served is only noted; the next is often of the same service.
document.getElementById("paper-served").addEventListener("done", ({target}) => {
  const noted = document.getElementById("noted");
  noted.textContent = noted.dataset.text.replace("{n}", target.elements.number.value.trim());
  noted.hidden = false;
  const {service, purpose} = target.elements;
  const kept = [service.value, purpose.value];
  target.reset();
  [service.value, purpose.value] = kept;
  target.elements.number.focus();
});

// What to bring is looked through before a number is spent on a visit that brings papers.
const papers = document.getElementById("papers");
form.addEventListener("change", ({target}) => {
  if (target.classList.contains("paper")) return;
  const brings = ["submit", "supplement"].includes(form.elements.purpose.value);
  const parts = [...papers.querySelectorAll("[data-of]")];
  for (const part of parts) part.hidden = !brings || part.dataset.of !== form.elements.service.value;
  papers.hidden = parts.every((part) => part.hidden);
});
form.addEventListener("reset", () => (papers.hidden = true));

// What the visit begins with is not a further service as well.
form.addEventListener("change", () => {
  for (const box of form.querySelectorAll("[name=also]")) {
    box.disabled = box.value === form.elements.service.value;
    box.checked &&= !box.disabled;
  }
});

for (const id of ["issue", "check-in", "scanned-check-in", "paper-waiting"]) {
  const asked = document.getElementById(id);
  asked?.addEventListener("done", (e) => {
    show(e.detail.ticket);
    scanned.hidden = true;
    const printer = asked.elements.printer?.value; // stays for the next citizen
    asked.reset();
    asked.querySelector("details")?.removeAttribute("open");
    if (printer) asked.elements.printer.value = printer;
  });
}

document.addEventListener("log", ({detail: e}) => {
  if (!ticket || e.data?.ticket !== ticket.id) return;
  if (e.type === "slip.printed") slip.textContent = slip.dataset.printed;
  if (e.type === "slip.failed") slip.textContent = slip.dataset.failed;
});
