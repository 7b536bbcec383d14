// The configuration page: its parts, what is wrong with what is typed, and saving.
import {ask, form, h, model, t} from "/static/settings_model.js";
import {field, fields, idOf} from "/static/settings_fields.js";
import {list, show} from "/static/settings_lists.js";
import {preview} from "/static/settings_preview.js";
import {survey, versions as published} from "/static/settings_survey.js";
import {save} from "/static/settings_save.js";
import {versions} from "/static/settings_versions.js";

const el = (id) => document.getElementById(id);
const pane = el("pane");
let checked = {faults: [], changes: [], effects: [], restart: [], days: []};

// sections are the keys of each part of the page; those that are no tables stand together.
const loose = form.fields.filter((f) => !["table", "tables"].includes(f.kind));
const sections = {center: loose.filter((f) => f.key !== "pause_reasons"), pause: loose.filter((f) => f.key === "pause_reasons")};
const sectionOf = (path) => {
  const key = path.split(".")[0];
  return key === "pause_reasons" ? "pause" : loose.some((f) => f.key === key) ? "center" : key;
};

// draw shows the part of the page that the address names.
function draw() {
  const [name] = here();
  for (const a of document.querySelectorAll("#parts a")) a.getAttribute("href") === "#" + name ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current");
  const focus = document.activeElement?.id;
  const f = form.fields.find((x) => x.key === name);
  if (name === "versions") versions(pane);
  else if (sections[name]) pane.replaceChildren(head(label(name)), ...sections[name].map((x) => field(x, [x.key])));
  else if (name === "questionnaire") {
    pane.replaceChildren(head(f.label, f.hint), ...survey());
    published();
  } else if (f?.kind === "tables") pane.replaceChildren(head(f.label, f.hint), list(f, [name]), preview(name, checked));
  else if (f) pane.replaceChildren(head(f.label, f.hint), hours(f) ?? fields(f.fields, [name]), preview(name, checked));
  else start();
  el("here").textContent = label(name);
  fold();
  if (focus && pane.querySelector("#" + CSS.escape(focus))) el(focus).focus({preventScroll: true});
  mark();
}

const here = () => decodeURIComponent(location.hash.slice(1) || "start").split("/");
const label = (name) => document.querySelector(`#parts a[href="#${name}"]`)?.textContent ?? name;
const head = (title, hint) => h("header", {}, h("h2", {}, title), hint && h("p", {class: "hint"}, hint));

// hours puts holidays first: they are what most people come for.
function hours(f) {
  if (f.key !== "hours") return null;
  const first = ["closed", "extra"];
  return fields([...f.fields.filter((x) => first.includes(x.key)), ...f.fields.filter((x) => !first.includes(x.key))], ["hours"]);
}

// start leads to what is done often.
function start() {
  const quick = {holiday: "hours/closed", hours: "hours/monday", counter: "counter", service: "service", slip: "slip", questionnaire: "questionnaire", display: "display"};
  pane.replaceChildren(head(t("quick"), t("lead")), h("ul", {class: "quick"}, Object.entries(quick).map(([name, to]) => h("li", {}, h("a", {href: "#" + to, class: "button"}, t("quick-" + name)))), h("li", {}, h("a", {href: "/accounts", class: "button"}, t("quick-accounts")))));
}

// go shows a key and puts the cursor there.
function go(path) {
  const parts = path.split(".").map((k) => (/^\d+$/.test(k) ? Number(k) : k));
  show(parts);
  const name = sectionOf(path);
  if (here()[0] !== name) history.pushState(null, "", "#" + name);
  draw();
  for (let n = parts.length; n > 0; n--) {
    const place = pane.querySelector(`[data-path="${CSS.escape(parts.slice(0, n).join("."))}"]`);
    if (!place) continue;
    for (let d = place; d; d = d.parentElement?.closest("details")) if (d.tagName === "DETAILS") d.open = true;
    const target = el(idOf(parts.slice(0, n)) + "-add") ?? (place.matches("input") ? place : place.querySelector("input, select, textarea, button"));
    (target ?? place).focus();
    place.scrollIntoView({block: "center"});
    return;
  }
  pane.focus();
}

// mark shows what is wrong, where it is.
function mark() {
  for (const p of document.querySelectorAll(".fault")) p.textContent = "";
  for (const x of pane.querySelectorAll("[aria-invalid]")) x.removeAttribute("aria-invalid");
  for (const a of document.querySelectorAll("#parts a b")) a.remove();
  const rest = [];
  for (const fault of checked.faults) {
    const a = document.querySelector(`#parts a[href="#${sectionOf(fault.path)}"]`);
    if (a && !a.querySelector("b")) a.append(h("b", {class: "tone-fault"}, " ⚠"));
    if (!fault.path || !a) rest.push(fault.detail);
    const parts = fault.path.split(".");
    let told = false;
    for (let n = parts.length; n > 0; n--) {
      const place = pane.querySelector(`[data-path="${CSS.escape(parts.slice(0, n).join("."))}"]`);
      if (!place) continue;
      const slot = place.matches("details") ? place.querySelector("summary .fault") : place.querySelector(".fault");
      if (slot && !told) slot.textContent += (slot.textContent ? " " : "") + (place.matches("details") ? "⚠ " : "") + fault.detail;
      if (!told) place.matches("details") || (place.matches("input") ? place : place.querySelector("input, select, textarea"))?.setAttribute("aria-invalid", "true");
      told ||= Boolean(slot);
    }
  }
  el("problem").textContent = rest.join(" ");
  bar();
}

function bar() {
  const n = checked.changes.length, wrong = checked.faults.length;
  el("savebar").hidden = !form.may || !(model.dirty || model.way);
  el("count").textContent = wrong ? (wrong === 1 ? t("faults-one") : t("faults-n", {n: wrong})) : model.dirty ? (n === 1 ? t("changes-one") : t("changes-n", {n})) : t("changes-none");
  el("count").classList.toggle("tone-fault", wrong > 0);
  el("to-fault").hidden = wrong === 0;
  el("undo").disabled = !model.way;
  el("discard").disabled = !model.dirty;
  el("review").disabled = !model.dirty || wrong > 0;
}

// check asks the controller what is wrong with what is typed.
let asked = 0;
let timer = 0;
async function check() {
  const mine = ++asked;
  const answer = await ask("POST", "/check", {base: model.base, values: model.values, effective: "now"}).catch(() => null);
  if (mine !== asked) return checked;
  if (!answer?.ok) {
    el("problem").textContent = answer?.json.detail ?? t("offline");
    return null;
  }
  checked = answer.json;
  mark();
  document.querySelectorAll(".preview").forEach((p) => p.replaceWith(preview(p.dataset.of, checked)));
  return checked;
}

async function load(keep) {
  const answer = await ask("GET", "").catch(() => null);
  if (!answer?.ok) {
    pane.replaceChildren(h("p", {class: "problem"}, answer?.json.detail ?? t("offline")));
    return;
  }
  const a = answer.json;
  model.load(a);
  const notes = [a.waits && t("waits", {n: a.version}), a.file && t("file-refused", {why: a.file}), ...(a.restart ?? [])].filter(Boolean);
  tell(keep ? el("notice").textContent : notes.join(" "));
  if (keep && notes.length) tell(el("notice").textContent + " " + notes.join(" "));
  await check();
  const [name, key] = here();
  key ? go(`${name}.${key}`) : draw();
}

function tell(text) {
  el("notice").textContent = text;
  el("notice").hidden = !text;
}

// find lists the keys whose words hold what is looked for.
const plain = (s) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();
const index = [];
(function walk(all, path, names) {
  for (const f of all) {
    const to = [...path, f.key], said = [...names, f.label];
    index.push({path: to.join("."), label: said.join(" › "), text: plain(said.join(" ") + " " + f.hint + " " + to.join("."))});
    if (f.kind === "table") walk(f.fields, to, said);
    else for (const x of f.fields ?? []) index.push({path: to.join("."), label: [...said, x.label].join(" › "), text: plain([...said, x.label].join(" ") + " " + x.hint)});
  }
})(form.fields, [], []);

el("find").addEventListener("input", (e) => {
  const words = plain(e.target.value).split(/\s+/).filter(Boolean);
  const hits = words.length ? index.filter((x) => words.every((w) => x.text.includes(w))).sort((a, b) => a.label.length - b.label.length).slice(0, 8) : [];
  el("found").hidden = words.length === 0;
  el("found").replaceChildren(...(hits.length ? hits.map((x) => h("li", {}, h("a", {href: "#" + x.path.replace(".", "/"), onclick: (ev) => {
    ev.preventDefault();
    el("found").hidden = true;
    go(x.path);
  }}, x.label))) : [h("li", {class: "muted"}, t("search-none"))]));
});

model.addEventListener("changed", (e) => {
  if (e.detail.anew) draw();
  bar();
  clearTimeout(timer);
  timer = setTimeout(check, 350);
});
// The list of parts is folded where the window is too narrow to have it beside the part.
const wide = matchMedia("(min-width: 60.01rem)");
const fold = () => (el("menu").open = wide.matches);
wide.addEventListener("change", fold);
el("parts").addEventListener("click", fold);
addEventListener("hashchange", () => {
  const [name, key] = here();
  key ? go(`${name}.${key}`) : (draw(), pane.focus());
});
addEventListener("filled", mark);
addEventListener("removed", (e) => tell(t("removed", {what: e.detail})));
addEventListener("reload", (e) => {
  tell(e.detail ?? "");
  load(true);
});
addEventListener("beforeunload", (e) => model.dirty && e.preventDefault());
el("undo").addEventListener("click", () => (tell(""), model.undo()));
el("discard").addEventListener("click", () => model.discard());
el("to-fault").addEventListener("click", () => go(checked.faults[0].path));
el("review").addEventListener("click", async () => (await check())?.faults.length === 0 && save(checked));
load();
