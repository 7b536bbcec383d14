// The greeter's page: shows the number just given and how its slip fared.
import "/static/page.js";
import "/static/actions.js";

const form = document.getElementById("issue");
const box = document.getElementById("issued");
const slip = box.querySelector(".slip");
let ticket;

function show(given) {
  ticket = given;
  const service = form.querySelector(`input[name=service][value="${CSS.escape(ticket.service)}"]`);
  box.querySelector(".number").textContent = ticket.number;
  box.querySelector(".what").textContent = service.nextElementSibling.firstChild.textContent;
  const ahead = box.querySelector(".ahead");
  ahead.textContent = ticket.ahead ? ahead.dataset.text.replace("{n}", ticket.ahead) : ahead.dataset.first;
  slip.textContent = ticket.printer ? slip.dataset.claimed : slip.dataset.none;
  const link = box.querySelector("a");
  link.hidden = !ticket.url;
  if (ticket.url) link.href = new URL(ticket.url, location.href).pathname;
  box.hidden = false;
  box.scrollIntoView({block: "nearest"});
}

// What the visit begins with is not a further service as well.
form.addEventListener("change", () => {
  for (const box of form.querySelectorAll("[name=also]")) {
    box.disabled = box.value === form.elements.service.value;
    box.checked &&= !box.disabled;
  }
});

for (const asked of [form, document.getElementById("check-in")]) {
  asked?.addEventListener("done", (e) => {
    show(e.detail.ticket);
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
