// Buttons and forms with [data-post] send a command to the API, once a press.
// What went wrong is shown in the [data-problem] nearest to the control.
import {key, post} from "/static/api.js";
import {live, over, refresh} from "/static/page.js";

const bounce = 1000; // ms: a second press right behind the first is no question
let busy = false;
let doneAt = 0;
let lost = null; // a wish for a number whose answer never came: pressed again it is the same wish, not a second number

// values reads a form the way the API wants it: numbers, truth values, no empty text.
// [data-many] boxes are a list of those that are ticked; a [data-time] is a time of
// the form's [data-day]; the name "paper.number" is a field of the object "paper".
function values(form, submitter) {
  const out = submitter?.name ? {[submitter.name]: submitter.value} : {};
  const put = (name, value) => {
    const [outer, inner] = name.split(".");
    if (inner) (out[outer] ??= {})[inner] = value;
    else out[outer] = value;
  };
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.type === "submit" || field.dataset.path !== undefined) continue;
    if (field.dataset.many !== undefined) field.checked && (out[field.name] ??= []).push(field.value);
    else if (field.type === "checkbox") put(field.name, field.checked);
    else if (field.dataset.number !== undefined) field.checked && put(field.name, Number(field.value));
    else if (field.type === "number") put(field.name, field.valueAsNumber || 0);
    else if (field.dataset.time !== undefined) field.value && put(field.name, `${form.dataset.day}T${clock(field.value)}:00+07:00`);
    else if (field.type === "radio" ? field.checked && field.value : field.value) put(field.name, field.value.trim());
  }
  return out;
}

// clock reads a time of day however it is typed: 8:40, 8h40, 840.
function clock(text) {
  const digits = text.replace(/\D/g, "").padStart(4, "0");
  return `${digits.slice(0, 2)}:${digits.slice(2)}`;
}

// address is where a form goes: a [data-path] field fills its name's place. What
// a scanner types of a QR code is an address that ends in the code.
function address(form) {
  return form.dataset.post.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(form.elements[name].value.trim().replace(/^https?:\/\/.*\//i, "")));
}

function problemPlace(el) {
  for (let at = el; at; at = at.parentElement) {
    const place = at.querySelector("[data-problem]");
    if (place) return place;
  }
}

// prompt is how long a press may take on a page that says when it was not done: it is not done later.
const prompt = document.body.dataset.refused ? 2500 : 15000; // ms
const named = (el) => (el.matches("form") ? el.querySelector("h2, button")?.textContent : el.firstChild?.textContent)?.trim() ?? "";

// send runs the command of el. A second press while one is under way does nothing,
// and without a connection it says so and does nothing either.
export async function send(el, url, body, what = named(el)) {
  if (busy) return;
  if (!live() && document.body.dataset.refused) {
    problemPlace(el).textContent = document.body.dataset.refused.replace("{what}", what);
    return;
  }
  busy = true;
  document.body.setAttribute("aria-busy", "true");
  const place = problemPlace(el);
  const wish = url + JSON.stringify(body);
  const name = lost?.wish === wish ? lost.name : key();
  lost = null;
  try {
    const answer = await post(url, body, name, 3, prompt);
    place.textContent = "";
    el.closest("dialog")?.close();
    el.dispatchEvent(new CustomEvent("done", {bubbles: true, detail: answer}));
  } catch (problem) {
    if (problem.status === 401) over(what);
    if (problem.status === 0 && url.endsWith("/tickets")) lost = {wish, name};
    place.textContent = problem.message ?? String(problem);
  } finally {
    busy = false;
    doneAt = Date.now();
    document.body.removeAttribute("aria-busy");
    if (!live()) refresh().catch(() => {}); // else the news come by themselves
  }
}

// bounced tells a second press right behind the first.
export const bounced = () => Date.now() - doneAt < bounce;

document.addEventListener("click", (e) => {
  const button = e.target.closest("button[data-post], button[data-dialog]");
  if (!button) return;
  if (e.detail > 0) button.blur(); // a mouse press must not catch the next Space
  const can = button.getAttribute("aria-disabled") !== "true";
  if (can && button.dataset.dialog) opens(document.getElementById(button.dataset.dialog), button);
  else if (can) send(button, button.dataset.post, JSON.parse(button.dataset.body ?? "{}"));
  else if (!bounced()) send(button, button.dataset.ask ?? button.dataset.post); // the refusal says why
});

document.addEventListener("submit", (e) => {
  const form = e.target.closest("form[data-post]");
  if (!form) return;
  e.preventDefault();
  const by = e.submitter?.dataset ?? {}; // a button may send the form elsewhere, with more
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
  send(form, by.to ?? address(form), {...values(form, e.submitter), ...JSON.parse(by.body ?? "{}")});
});

// [data-dialog=ID] opens a dialog, [data-close] closes the one around it; a toast goes when it is pressed.
document.addEventListener("click", (e) => {
  e.target.closest("[data-close]")?.closest("dialog").close();
  if (e.target.matches(".toast")) e.target.textContent = "";
});

export function opens(dialog, opener) {
  const form = dialog.querySelector("form");
  form.reset();
  if (opener.dataset.postTo) form.dataset.post = opener.dataset.postTo;
  dialog.querySelector("[data-problem]").textContent = "";
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("opened", {detail: opener}));
}
