// What a questionnaire asks, drawn: the levels, and the pages after them.
import {say, text} from "./words.js";

const perPage = 2; // further questions on one page

// steps lists the pages behind the level that was chosen: none for most.
export function steps(q, level) {
  const pages = [];
  if (q.reasons?.length && level <= q.why_up_to) pages.push({kind: "reasons"});
  const items = (q.items ?? []).filter((i) => !i.ask_up_to || level <= i.ask_up_to);
  for (let i = 0; i < items.length; i += perPage) pages.push({kind: "items", items: items.slice(i, i + perPage)});
  if (q.comment && pages.length > 0) pages.push({kind: "comment"});
  return pages;
}

// single tells a page that is answered by one touch.
export const single = (pages) => pages.length === 1 && pages[0].items?.length === 1;

// faces gives each level its face, 1 to 5: by its words where they are the usual
// ones, else by how many levels count as satisfied.
function faces(q, usual) {
  const known = q.levels.map((l) => usual.indexOf(l.vi) + 1);
  if (known.every((f) => f > 0)) return known;
  const sad = {1: [2], 2: [1, 2], 3: [1, 2, 3], 4: [1, 1, 2, 3]};
  const glad = {1: [5], 2: [4, 5], 3: [3, 4, 5], 4: [3, 4, 4, 5]};
  return [...sad[q.satisfied - 1], ...glad[q.levels.length - q.satisfied + 1]];
}

function element(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

function face(n) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [k, v] of [["class", "face"], ["viewBox", "0 0 64 64"], ["aria-hidden", "true"]]) svg.setAttribute(k, v);
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", "/static/faces.svg#f" + n);
  svg.append(use);
  return svg;
}

// levels draws the first page: one touch for each level, the best first.
export function levels(place, q, usual) {
  const which = faces(q, usual);
  place.dataset.n = q.levels.length;
  place.replaceChildren(...q.levels.map((l, i) =>
    element("button", {type: "button", value: i + 1}, face(which[i]), element("span", {}, text(l)))).reverse());
}

const tile = (value, words, on) =>
  element("button", {type: "button", value, "aria-pressed": on}, element("span", {class: "tick", "aria-hidden": "true"}), element("span", {}, words));

// question is the sentence above the levels.
export const question = (q) => text(q.question);

// page draws one page behind the level: head, and what can be chosen.
export function page(head, place, q, step, given) {
  place.className = step.kind;
  if (step.kind === "reasons") {
    head.replaceChildren(text(q.why), " ", element("small", {}, say("survey.several")));
    place.replaceChildren(...q.reasons.map((r) => tile(r.code, text(r.text), given.reasons.has(r.code))));
  } else if (step.kind === "items") {
    head.replaceChildren(say("survey.more"));
    place.replaceChildren(...step.items.map((i) => item(q, i, given.items[i.code])));
  } else {
    head.replaceChildren(say("survey.comment"));
    const field = element("textarea", {id: "words", maxlength: 500, rows: 4, autocomplete: "off", "aria-describedby": "nobody", "aria-labelledby": head.id});
    field.value = given.comment;
    place.replaceChildren(field, element("p", {id: "nobody", class: "muted"}, say("survey.comment-nobody")));
  }
}

// item draws a further question: its options in their order, levels the best first as on the first page.
function item(q, i, chosen) {
  const own = i.options?.length > 0;
  const options = (own ? i.options.map((o) => o.text) : q.levels).map((words, n) => tile(n + 1, text(words), chosen === n + 1));
  const id = "item-" + i.code;
  const list = element("div", {class: "options", "data-n": options.length}, ...(own ? options : options.reverse()));
  return element("div", {class: "item", role: "group", "aria-labelledby": id, "data-code": i.code}, element("h2", {id}, text(i.text)), list);
}
