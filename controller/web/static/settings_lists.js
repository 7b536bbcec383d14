// Lists of the configuration: add, copy, remove with a way back, order.
import {dated, form, h, model, nameOf, t} from "/static/settings_model.js";
import {below, fields, idOf, input} from "/static/settings_fields.js";

const opened = new Set(); // of the list's tables, by path

// show opens what a path leads through.
export function show(path) {
  path.forEach((_, i) => opened.add(path.slice(0, i + 1).join(".")));
}

const button = (label, name, onclick, extra = {}) => h("button", {type: "button", class: "quiet", "aria-label": name, disabled: !form.may, onclick, ...extra}, label);

// next is an id like another: P2 after P1.
function next(id, taken) {
  const m = /^(.*?)(\d+)$/.exec(id ?? "");
  if (!m) return "";
  for (let n = Number(m[2]) + 1; ; n++) if (!taken.includes(m[1] + n)) return m[1] + n;
}

// list is a list of tables, each folded to its name.
export function list(f, path) {
  const all = model.get(path) ?? [];
  const ids = all.map((x) => x[f.name]);
  const put = (i, item) => {
    show([...path, i]);
    model.change((v) => {
      let table = v;
      path.slice(0, -1).forEach((key) => (table = table[key] ??= {}));
      const key = path[path.length - 1];
      table[key] ??= [];
      table[key].splice(i, 0, item);
    });
    document.querySelector(`[data-path="${[...path, i].join(".")}"] :is(input, select)`)?.focus();
  };
  const fresh = () => (f.name && ids.length && next(ids[ids.length - 1], ids) ? {[f.name]: next(ids[ids.length - 1], ids)} : {});
  return h("section", {class: "list", "data-path": path.join(".")}, path.length > 1 && h("h3", {}, f.label), path.length > 1 && h("p", {class: "hint"}, f.hint),
    all.length === 0 && !f.fixed && h("p", {class: "muted"}, t("empty-list")),
    h("ol", {}, all.map((item, i) => one(f, path, all, item, i, put, ids))),
    !f.fixed && h("p", {}, h("button", {type: "button", id: idOf(path) + "-add", disabled: !form.may, onclick: () => put(all.length, fresh())}, "+ " + t("add-one", {what: f.label.toLocaleLowerCase(form.lang)}))), below({}, idOf(path)));
}

function one(f, path, all, item, i, put, ids) {
  const here = [...path, i];
  const key = here.join(".");
  const name = nameOf(item, f, i);
  const move = (to) => {
    const was = opened.has(key);
    opened.delete(key);
    if (was) show([...path, to]);
    model.change((v) => {
      const l = path.reduce((x, k) => x[k], v);
      l.splice(to, 0, l.splice(i, 1)[0]);
    });
    document.getElementById(idOf([...path, to]) + (to < i ? "-up" : "-down"))?.focus();
  };
  const copy = () => {
    const twin = structuredClone(item);
    if (f.name) twin[f.name] = next(item[f.name], ids);
    put(i + 1, twin);
  };
  const remove = () => {
    opened.delete(key);
    model.change((v) => path.reduce((x, k) => x[k], v).splice(i, 1));
    dispatchEvent(new CustomEvent("removed", {detail: name}));
  };
  const body = h("div", {class: "body"});
  const fill = () => body.childElementCount || body.append(fields(f.fields, here), h("div", {class: "tools"},
    button("↑ " + t("up"), `${t("up")}: ${name}`, () => move(i - 1), {id: idOf(here) + "-up", disabled: !form.may || i === 0}),
    button("↓ " + t("down"), `${t("down")}: ${name}`, () => move(i + 1), {id: idOf(here) + "-down", disabled: !form.may || i === all.length - 1}),
    button(t("copy"), `${t("copy")}: ${name}`, copy),
    button(t("remove"), `${t("remove")}: ${name}`, remove, {class: "quiet danger"})));
  const details = h("details", {"data-path": key, open: opened.has(key) || undefined}, h("summary", {}, h("span", {}, name), h("span", {class: "fault"})), body);
  if (opened.has(key)) fill();
  details.addEventListener("toggle", () => {
    details.open ? opened.add(key) : opened.delete(key);
    if (details.open) fill();
    dispatchEvent(new Event("filled"));
  });
  return h("li", {}, details);
}

// rows is a list of values, one a row.
export function rows(f, path) {
  const id = idOf(path);
  const all = model.get(path) ?? [];
  const kind = {...f, kind: f.of, choices: undefined, ref: undefined};
  if (f.of === "int" && path.includes("pane")) return place(f, path);
  const put = (values, focus) => {
    model.set(path, values, false);
    document.getElementById(focus)?.focus();
  };
  const sorted = (values) => (f.of === "day" ? [...new Set(values)].sort() : values);
  const row = (_, i) => h("li", {"data-path": [...path, i].join(".")}, f.of === "day" ? h("span", {class: "day"}, dated(all[i])) : input(kind, [...path, i], `${id}-${i}`, {"aria-label": `${f.label} ${i + 1}`}), h("span", {class: "fault"}),
    button(t("remove"), `${t("remove")}: ${f.label} ${i + 1} ${typeof all[i] === "string" ? all[i] : ""}`, () => {
      put(all.filter((_, j) => j !== i), id + "-add");
      dispatchEvent(new CustomEvent("removed", {detail: `${f.label} ${typeof all[i] === "string" ? all[i] : i + 1}`}));
    }));
  const empty = {day: undefined, window: "", text: {vi: ""}, int: 0, float: 0}[f.of] ?? "";
  const adder = f.of === "day"
    ? h("div", {class: "adder"}, h("label", {for: id + "-add"}, t("add-one", {what: f.label.toLocaleLowerCase(form.lang)})), h("input", {id: id + "-add", type: "date", disabled: !form.may}), h("button", {type: "button", disabled: !form.may, onclick: (e) => {
      const day = e.target.closest(".adder").querySelector("input").value;
      if (day) put(sorted([...all, day]), id + "-add");
    }}, t("add")))
    : h("button", {type: "button", class: "quiet", id: id + "-add", disabled: !form.may, "aria-label": `${t("add")}: ${f.label}`, onclick: () => put([...all, empty], `${id}-${all.length}`)}, "+ " + t("add"));
  if (f.of === "text") return texts(f, path, all, put);
  return h("fieldset", {class: "field rows " + f.of, "data-path": path.join(".")}, h("legend", {}, f.label), f.of === "day" && adder, h("ol", {}, all.map(row)), f.of !== "day" && adder, below(f, id));
}

// texts are words in two languages, one pair a row.
function texts(f, path, all, put) {
  const id = idOf(path);
  return h("fieldset", {class: "field rows", "data-path": path.join(".")}, h("legend", {}, f.label), h("ol", {}, all.map((_, i) => h("li", {"data-path": [...path, i].join(".")},
    ["vi", "en"].map((lang) => h("input", {id: `${id}-${i}-${lang}`, lang, autocomplete: "off", disabled: !form.may, "aria-label": `${f.label} ${i + 1}, ${t(lang)}`, placeholder: t(lang), value: model.get([...path, i, lang]) ?? "", oninput: (e) => model.set([...path, i, lang], e.target.value || undefined)})),
    button(t("remove"), `${t("remove")}: ${f.label} ${i + 1}`, () => put(all.filter((_, j) => j !== i), id + "-add"))))),
    h("button", {type: "button", class: "quiet", id: id + "-add", disabled: !form.may, onclick: () => put([...all, {vi: ""}], `${id}-${all.length}-vi`)}, "+ " + t("add")), below(f, id));
}

// place is where a pane lies: four numbers.
function place(f, path) {
  const id = idOf(path);
  const now = () => model.get(path) ?? [];
  const put = (i, text) => {
    const at = [0, 1, 2, 3].map((j) => now()[j] ?? 0);
    at[i] = /^\d+$/.test(text.trim()) ? Number(text) : text;
    model.set(path, at);
  };
  return h("fieldset", {class: "field", "data-path": path.join(".")}, h("legend", {}, f.label),
    h("div", {class: "four"}, [0, 1, 2, 3].map((i) => h("input", {id: `${id}-${i}`, "aria-label": `${f.label} ${i + 1}`, inputmode: "numeric", disabled: !form.may, size: 3, value: now()[i] ?? "", oninput: (e) => put(i, e.target.value)}))), below(f, id));
}

// map is names with a value each.
export function map(f, path) {
  const id = idOf(path);
  const all = Object.entries(model.get(path) ?? {});
  const put = (pairs) => model.set(path, Object.fromEntries(pairs));
  const cell = (i, j, label) => h("input", {id: `${id}-${i}-${j}`, "aria-label": `${f.label} ${i + 1}, ${label}`, autocomplete: "off", placeholder: label, disabled: !form.may, value: all[i][j], oninput: (e) => {
    all[i][j] = e.target.value;
    put(all);
  }});
  return h("fieldset", {class: "field rows", "data-path": path.join(".")}, h("legend", {}, f.label), h("ol", {}, all.map((_, i) => h("li", {}, cell(i, 0, t("name-of")), cell(i, 1, t("value-of")),
    button(t("remove"), `${t("remove")}: ${f.label} ${i + 1}`, () => model.set(path, Object.fromEntries(all.filter((_, k) => k !== i)), false))))),
    h("button", {type: "button", class: "quiet", disabled: !form.may, "aria-label": `${t("add")}: ${f.label}`, onclick: () => model.set(path, {...Object.fromEntries(all), "": ""}, false)}, "+ " + t("add")), below(f, id));
}
