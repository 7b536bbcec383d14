// The configuration that is being changed: values by their path, what is usual
// where nothing is said, and the way back.

export const form = JSON.parse(document.getElementById("form").textContent);

// t is a text of the page, with its places filled.
export const t = (key, places = {}) => (form.words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => places[name] ?? all);

// h makes an element. Properties that begin with "on" listen; a child that is text is text.
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "open") el[name] = value;
    else if (value === true) el.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) el.setAttribute(name, value);
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

// dated is a day the way people say it; anything else stays as it is.
export function dated(day) {
  const at = new Date(day + "T00:00:00"), vi = form.lang !== "en";
  if (isNaN(at)) return day;
  return at.toLocaleDateString(vi ? "vi-VN" : "en-GB", {weekday: "long", day: vi ? "2-digit" : "numeric", month: vi ? "2-digit" : "long", year: "numeric"}).replace("Nhật", "nhật");
}

// at walks along a path; undefined where there is nothing.
export const at = (root, path) => path.reduce((v, key) => v?.[key], root);

class Model extends EventTarget {
  values = {};
  usual = {};
  base = 0;
  saved = "{}";
  #past = []; // what was before each change, the newest last
  #typing = ""; // the path of the last change, where it was typing

  load(answer) {
    this.values = answer.values;
    this.usual = answer.usual;
    this.base = answer.version;
    this.saved = JSON.stringify(answer.values);
    this.#past = [];
    this.#typing = "";
  }

  get(path) {
    return at(this.values, path);
  }

  // as is what is in force where nothing is said. Lists stand in it as they were saved.
  as(path) {
    return at(this.usual, path);
  }

  // set changes a value; undefined leaves it out. typing says that the form shows it already.
  set(path, value, typing = true) {
    const where = path.join(".");
    if (!typing || where !== this.#typing) this.#past.push(JSON.stringify(this.values));
    if (this.#past.length > 200) this.#past.shift();
    this.#typing = typing ? where : "";
    let table = this.values;
    path.slice(0, -1).forEach((key, i) => (table = table[key] ??= typeof path[i + 1] === "number" ? [] : {}));
    const last = path[path.length - 1];
    if (value === undefined && !Array.isArray(table)) delete table[last];
    else table[last] = value;
    this.#tell(!typing);
  }

  // change does several things as one.
  change(doIt) {
    this.#past.push(JSON.stringify(this.values));
    this.#typing = "";
    doIt(this.values);
    this.#tell(true);
  }

  undo() {
    const before = this.#past.pop();
    if (before === undefined) return;
    this.values = JSON.parse(before);
    this.#typing = "";
    this.#tell(true);
  }

  discard() {
    this.change((v) => {
      for (const key of Object.keys(v)) delete v[key];
      Object.assign(v, JSON.parse(this.saved));
    });
  }

  get dirty() {
    return JSON.stringify(this.values) !== this.saved;
  }

  get way() {
    return this.#past.length > 0;
  }

  #tell(anew) {
    this.dispatchEvent(new CustomEvent("changed", {detail: {anew}}));
  }
}

export const model = new Model();

// nameOf is how a table of a list is called.
export function nameOf(item, field, i) {
  const id = field.name ? item[field.name] : undefined;
  const words = [item.name, item.title, item.text].map((x) => x?.[form.lang] || x?.vi).find(Boolean) || item.shows || item.service || item.kind || item.window || item.figure;
  if (id && words && id !== words) return `${id} · ${choice(field, words)}`;
  return String(id || (words && choice(field, words)) || `#${i + 1}`);
}

// choice is the word of a value that some key of the table has a word for.
function choice(field, value) {
  for (const f of field.fields ?? []) {
    const c = f.choices?.find((x) => x.value === value);
    if (c) return c.label;
  }
  return value;
}

// options are the values that a key may have, with words: its choices, or the ids of another list.
export function options(field) {
  if (field.choices) return field.choices;
  if (!field.ref) return null;
  const list = form.fields.find((f) => f.key === field.ref);
  const all = (model.values[field.ref] ?? []).map((item, i) => ({value: item[list?.name] ?? "", label: nameOf(item, list, i)}));
  if (field.ref === "layout") form.layouts.forEach((l) => all.push({value: l.id, label: l.id}));
  return all.filter((o) => o.value);
}

// ask sends a question about the configuration and answers {ok, status, json}.
export async function ask(method, path, body) {
  const headers = {"Accept-Language": form.lang};
  if (typeof body !== "string" && body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch("/api/v1/settings" + path, {method, headers, body: typeof body === "string" ? body : body && JSON.stringify(body), cache: "no-store", signal: AbortSignal.timeout(20000)});
  if (answer.status === 401) location.assign("/login?next=/settings");
  return {ok: answer.ok, status: answer.status, json: await answer.json().catch(() => ({}))};
}
