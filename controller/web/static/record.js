// While the log is being verified the page asks how far it is: nothing of it is in the log that pages follow.
import {refresh} from "/static/page.js";

let asking = false;
setInterval(async () => {
  if (asking || !document.querySelector("[data-running]")) return;
  asking = true;
  await refresh("record").catch(() => {});
  asking = false;
}, 700);

// What a button has done is shown as soon as its answer is there.
document.addEventListener("done", () => ["record", "hooks"].forEach((name) => refresh(name).catch(() => {})));
