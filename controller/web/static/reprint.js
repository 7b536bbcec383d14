// A slip that is printed once more: the dialog says for whom, the line below how it fared.
import "/static/actions.js";

const dialog = document.getElementById("reprint");
const title = document.getElementById("reprint-title");
const line = document.getElementById("reprinted");
let asked = null; // of the open dialog
let going = null;
let fading;

dialog.addEventListener("opened", ({detail: opener}) => {
  asked = {ticket: opener.dataset.ticket, number: opener.dataset.number};
  title.textContent = title.dataset.text.replace("{n}", asked.number);
});

function say(how) {
  line.textContent = line.dataset[how].replace("{n}", going.number);
  line.classList.toggle("problem", how === "failed");
  line.classList.toggle("notice", how !== "failed");
  line.hidden = false;
  clearTimeout(fading);
  if (how === "printed") fading = setTimeout(() => (line.hidden = true), 20000); // no news any more
}

dialog.addEventListener("done", () => {
  going = asked;
  say("going");
});

document.addEventListener("log", ({detail: e}) => {
  if (!going || e.data?.ticket !== going.ticket) return;
  if (e.type === "slip.printed") say("printed");
  if (e.type === "slip.failed") say("failed");
});
