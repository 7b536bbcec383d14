// Forms for the keys of the configuration, by their kind.
import {form, h, model, options, t} from "/static/settings_model.js";
import {list, map, rows} from "/static/settings_lists.js";

export const idOf = (path) => "f-" + path.join("-");

// field makes the form of one key.
export function field(f, path) {
  switch (f.kind) {
    case "table":
      return table(f, path);
    case "tables":
    case "blocks":
      return list(f, path);
    case "map":
      return map(f, path);
    case "list":
      return many(f, path);
    case "text":
      return words(f, path);
    case "bool":
      if (!f.optional) return tick(f, path);
  }
  const id = idOf(path);
  return h("div", {class: "field", "data-path": path.join(".")}, h("label", {for: id}, f.label), input(f, path, id), below(f, id));
}

// below is the hint of a key and the place of its fault.
export function below(f, id) {
  return [h("p", {class: "hint", id: id + "-hint"}, f.hint ?? ""), h("p", {class: "fault", id: id + "-fault", role: "alert"})];
}

const described = (id) => ({id, "aria-describedby": `${id}-hint ${id}-fault`, disabled: !form.may});

// usual says what is in force where a key is left out.
function usual(f, path) {
  const v = model.as(path);
  if (v === undefined || v === "" || typeof v === "object") return "";
  return String(options(f)?.find((o) => o.value === v)?.label ?? v);
}

// input is the control of a value that stands alone.
export function input(f, path, id, extra = {}) {
  const v = model.get(path);
  const props = {...described(id), ...extra};
  const all = options(f);
  if (f.kind === "bool") return select(path, props, [{value: "true", label: t("yes")}, {value: "false", label: t("no")}], v === undefined ? "" : String(v), (x) => (x === "" ? undefined : x === "true"), t("left-out"));
  if (all) {
    const was = usual(f, path);
    return select(path, props, all, v ?? "", (x) => (x === "" ? (v === undefined ? undefined : "") : x), was ? t("unset", {value: was}) : t("none"));
  }
  if (f.kind === "window") return span(path, props, v);
  if (f.kind === "day") return h("input", {...props, type: "date", value: v ?? "", oninput: (e) => model.set(path, e.target.value || undefined)});
  if (["int", "float", "money"].includes(f.kind)) {
    return h("input", {...props, inputmode: f.kind === "float" ? "decimal" : "numeric", autocomplete: "off", class: "n", value: v ?? "", placeholder: usual(f, path), oninput: (e) => model.set(path, number(e.target.value))});
  }
  if (f.kind === "raw") return h("input", {...props, autocomplete: "off", spellcheck: "false", value: shown(v ?? ""), oninput: (e) => model.set(path, meant(e.target.value))});
  if (f.key === "body") return h("textarea", {...props, rows: 4, spellcheck: "false", value: v ?? "", oninput: (e) => model.set(path, e.target.value)});
  return h("input", {...props, autocomplete: "off", value: v ?? "", placeholder: usual(f, path), oninput: (e) => model.set(path, e.target.value === "" && v === undefined ? undefined : e.target.value)});
}

// number reads a number as it is typed in either language; what is none stays for the check to name.
function number(text) {
  const s = text.trim().replace(",", ".");
  if (s === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(s) ? Number(s) : text.trim();
}

// A device's text may hold any character: it is shown and typed with \r and \u0005.
const shown = (s) => JSON.stringify(s).slice(1, -1).replaceAll('\\"', '"');
function meant(text) {
  try {
    return JSON.parse(`"${text.replaceAll('"', '\\"')}"`);
  } catch {
    return text;
  }
}

function select(path, props, all, now, read, none) {
  const known = all.some((o) => o.value === now) || now === "";
  return h("select", {...props, onchange: (e) => model.set(path, read(e.target.value))},
    h("option", {value: "", selected: now === ""}, none),
    all.map((o) => h("option", {value: o.value, selected: o.value === now}, o.label)),
    !known && h("option", {value: now, selected: true}, now));
}

// span is a stretch of a day: two times.
function span(path, props, v) {
  const [from = "", to = ""] = (v ?? "").split("-");
  const clock = (text) => {
    const d = text.trim().replace(/^(\d):/, "0$1:");
    return /^\d{3,4}$/.test(d) ? d.padStart(4, "0").replace(/(..)(..)/, "$1:$2") : d;
  };
  const usually = (model.as(path) ?? "").split("-");
  const put = (e) => {
    const [a, b] = e.target.closest(".span").querySelectorAll("input");
    model.set(path, a.value || b.value ? `${clock(a.value)}-${clock(b.value)}` : undefined);
  };
  const one = (value, i) => h("input", {...(i ? {...props, id: props.id + "-to"} : props), "aria-label": `${props["aria-label"] ?? ""} ${i ? t("to") : t("from")}`.trim(), size: 5, inputmode: "numeric", autocomplete: "off", placeholder: usually[i] || "07:30", value, oninput: put});
  return h("span", {class: "span"}, one(from, 0), h("span", {"aria-hidden": "true"}, "–"), one(to, 1));
}

// tick is a thing that is on or off.
function tick(f, path) {
  const id = idOf(path);
  return h("div", {class: "field", "data-path": path.join(".")},
    h("label", {class: "choice"}, h("input", {...described(id), type: "checkbox", checked: model.get(path) ?? model.as(path) ?? false, onchange: (e) => model.set(path, e.target.checked)}), f.label), below(f, id));
}

// words are two texts: Vietnamese and English.
function words(f, path) {
  const id = idOf(path);
  const one = (lang) => h("div", {}, h("label", {for: `${id}-${lang}`}, h("span", {class: "unseen"}, f.label + ", "), t(lang)),
    h("input", {...described(`${id}-${lang}`), "aria-describedby": `${id}-hint ${id}-fault`, lang, autocomplete: "off", value: model.get([...path, lang]) ?? "", placeholder: model.as([...path, lang]) ?? "", "data-path": [...path, lang].join("."),
      oninput: (e) => model.set([...path, lang], e.target.value === "" ? undefined : e.target.value)}));
  return h("fieldset", {class: "field", "data-path": path.join(".")}, h("legend", {}, f.label), h("div", {class: "pair"}, one("vi"), one("en")), below(f, id));
}

// many is a list of values: ticks where they are known, rows else.
function many(f, path) {
  const all = options(f);
  if (!all) return rows(f, path);
  const id = idOf(path);
  const now = () => model.get(path) ?? [];
  const put = (value, on) => model.set(path, on ? [...now(), value] : now().filter((x) => x !== value));
  const strange = now().filter((x) => !all.some((o) => o.value === x)).map((x) => ({value: x, label: x}));
  return h("fieldset", {class: "field", "data-path": path.join(".")}, h("legend", {}, f.label),
    h("div", {class: "ticks"}, [...all, ...strange].map((o) => h("label", {class: "choice"}, h("input", {type: "checkbox", disabled: !form.may, checked: (model.get(path) ?? model.as(path) ?? []).includes(o.value), onchange: (e) => put(o.value, e.target.checked)}), o.label))), below(f, id));
}

// table is a table inside of another: folded away until somebody wants it.
function table(f, path) {
  const said = Object.keys(model.get(path) ?? {}).length > 0;
  return h("details", {class: "more", "data-path": path.join("."), open: said || undefined}, h("summary", {}, f.label), h("p", {class: "hint"}, f.hint), fields(f.fields, path));
}

// fields are the forms of a table's keys, those in rare need last.
export function fields(all, path) {
  const rare = (f) => f.kind === "table";
  const sorted = [...all.filter((f) => !rare(f)), ...all.filter(rare)];
  return h("div", {class: "fields"}, sorted.map((f, i) => field(f.hint === sorted[i - 1]?.hint ? {...f, hint: ""} : f, [...path, f.key])));
}
