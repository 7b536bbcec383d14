// Looking a number up: typed, typed by a scanner, or read by a scanner of the bridge.
// A scanned text goes to the controller in a body, never into an address: it may be a citizen's card.
import {post} from "/static/api.js";
import {refresh} from "/static/page.js";

const number = /^[A-Za-z]{0,3}\d{1,6}$/;

// find shows the tickets of a number, in the page's own region.
export function find(query) {
  const url = new URL(location.href);
  url.searchParams.set("q", query);
  history.replaceState(null, "", url);
  return refresh();
}

// look follows a search form. heard(answer) is told what a code is unless it is a
// ticket, here(answer) says whether a scan of the bridge is for this page.
export function look(form, heard, here) {
  const field = form.elements.q;
  const problem = document.getElementById(form.dataset.says);
  const answered = (told) => {
    const missing = (told.kind === "ticket" || told.kind === "appointment") && !told[told.kind]; // ours, but of another day
    const answer = missing ? {kind: "unknown"} : told;
    problem.textContent = "";
    heard(answer);
    return answer.kind === "ticket" && find(answer.ticket.number);
  };
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const code = field.value.trim();
    field.value = ""; // what is scanned next begins anew
    if (number.test(code)) {
      heard({kind: "ticket"});
      problem.textContent = "";
      find(code).catch(() => {});
      return;
    }
    post("/api/v1/scans", {code}).then(answered).catch((p) => (problem.textContent = p.message ?? String(p)));
  });
  document.addEventListener("scan", ({detail}) => here(detail) && answered(detail));
}
