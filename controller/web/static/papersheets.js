// Sheets of paper, typed in one after the other: a digit chooses, Enter sends,
// and the next sheet begins with its code. Counter and day stay.
import {key, post} from "/static/api.js";

const form = document.getElementById("sheet");
const {elements} = form;
const problem = form.querySelector(".problem");
const done = form.querySelector(".done");
const groups = [...form.querySelectorAll("[data-digits]")];
let taken = 0;
let name = key(); // of the sheet being typed

// fit asks only what the level chosen leads to.
function fit() {
  const level = Number(elements.overall.value);
  for (const g of groups) if (g.dataset.upTo) g.disabled = level > 0 && level > Number(g.dataset.upTo);
}

// next goes to the group behind one, or to the button.
function next(group) {
  const open = groups.slice(groups.indexOf(group) + 1).find((g) => !g.disabled);
  (open?.querySelector("input") ?? elements.comment ?? form.querySelector(".main")).focus();
}

form.addEventListener("keydown", (e) => {
  const group = e.target.closest("[data-digits]");
  const box = group && /^[1-9]$/.test(e.key) && group.querySelectorAll("input")[Number(e.key) - 1];
  if (e.target.name === "sheet" && e.key === "Enter") {
    e.preventDefault(); // a scanner ends its code so
    groups[0].querySelector("input").focus();
  } else if (box) {
    e.preventDefault();
    box.click();
    box.focus();
    fit();
    if (box.type === "radio") next(group);
  }
});
form.addEventListener("change", fit);

// said is what stands on the sheet.
function said() {
  const data = new FormData(form);
  const items = Object.fromEntries([...data].filter(([k]) => k.startsWith("item-")).map(([k, v]) => [k.slice(5), Number(v)]));
  const reasons = data.getAll("reason");
  const comment = (data.get("comment") ?? "").trim();
  return {
    sheet: data.get("sheet"), day: data.get("day"), questionnaire: form.dataset.questionnaire,
    ...(data.get("counter") && {counter: data.get("counter")}), ...(data.get("helped") && {helped: true}),
    answers: {overall: Number(data.get("overall")), ...(reasons.length && {reasons}), ...(Object.keys(items).length && {items}), ...(comment && {comment})},
  };
}

form.addEventListener("submit", async (e) => {
  e.preventDefault();
  problem.hidden = true;
  const sheet = said();
  try {
    await post("/api/v1/ratings/paper", sheet, name);
  } catch ({status, message}) {
    if (status) name = key(); // it was decided: what is typed next is another try
    problem.textContent = message;
    problem.hidden = false;
    return elements.sheet.focus();
  }
  name = key();
  done.textContent = form.dataset.taken.replace("{code}", sheet.sheet).replace("{n}", ++taken);
  const {counter, day} = sheet;
  form.reset();
  [elements.counter.value, elements.day.value] = [counter ?? "", day];
  fit();
  elements.sheet.focus();
});
fit();
