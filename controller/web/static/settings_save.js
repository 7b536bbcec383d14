// Saving: what changes, whom it concerns at once, from when; and what to do when
// somebody else was quicker.
import {ask, form, h, model, t} from "/static/settings_model.js";

const dialog = document.getElementById("dialog");
const when = (iso) => new Date(iso).toLocaleString(form.lang === "en" ? "en-GB" : "vi-VN", {dateStyle: "short", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh"});

// label is a change's place in words: Services › HT › Longest wait.
export function label(path) {
  let fields = form.fields;
  return path.map((key) => {
    const f = fields?.find((x) => x.key === key);
    if (f) fields = f.fields;
    return f?.label ?? key;
  }).join(" › ");
}

// value is what a person reads of a value.
function value(v, path) {
  if (v === undefined || v === null) return t("unset-plain");
  if (v === true || v === false) return v ? t("yes") : t("no");
  if (Array.isArray(v)) return v.map((x) => value(x)).join(", ") || t("empty-list");
  if (typeof v === "object") return v.vi !== undefined || v.en !== undefined ? [v.vi, v.en].filter(Boolean).join(" / ") : Object.entries(v).map(([k, x]) => `${label([...(path ?? []), k]).split(" › ").pop()}: ${value(x)}`).join("; ");
  return String(v) === "" ? t("unset-plain") : String(v);
}

// differences are changes as a table.
export function differences(changes) {
  if (changes.length === 0) return h("p", {class: "muted"}, t("no-changes"));
  return h("div", {class: "scroll", tabindex: 0}, h("table", {class: "diff"}, h("thead", {}, h("tr", {}, h("th", {scope: "col"}, t("review-what")), h("th", {scope: "col"}, t("was")), h("th", {scope: "col"}, t("becomes")))),
    h("tbody", {}, changes.map((c) => h("tr", {}, h("th", {scope: "row"}, label(c.path)), h("td", {}, c.old === undefined ? t("new") : h("del", {}, value(c.old, c.path))), h("td", {}, c.new === undefined ? t("gone") : h("ins", {}, value(c.new, c.path))))))));
}

const close = () => dialog.close();

function open(...content) {
  dialog.replaceChildren(...content.filter(Boolean));
  if (!dialog.open) dialog.showModal();
}

// review shows what a configuration would do, and asks from when it holds. act(effective)
// saves it and answers as ask does; late(problem) is called where somebody else was quicker.
export function review({title, lead, checked, act, late}) {
  const problem = h("p", {class: "problem", role: "alert"});
  const choose = (name, checked) => h("label", {class: "choice"}, h("input", {type: "radio", name: "effective", value: name, checked}), t("effective-" + name));
  const send = async () => {
    const effective = dialog.querySelector("[name=effective]:checked").value;
    const answer = await act(effective).catch(() => null);
    if (answer?.ok) {
      close();
      dispatchEvent(new CustomEvent("reload", {detail: t("saved-" + effective, {n: answer.json.version})}));
    } else if (answer?.status === 409 && answer.json.newest) late(answer.json);
    else problem.textContent = answer ? [answer.json.detail, ...(answer.json.faults ?? []).slice(1).map((f) => f.detail)].join(" ") : t("offline");
  };
  const list = (items) => items.length > 0 && h("ul", {class: "effects"}, items.map((x) => h("li", {}, x)));
  open(h("h2", {id: "dialog-title"}, title), lead && h("p", {}, lead), problem,
    checked.effects.length > 0 && h("h3", {}, t("review-effects")), list(checked.effects), list(checked.restart), differences(checked.changes),
    h("fieldset", {}, h("legend", {}, t("effective")), choose("now", true), choose("opening", false)),
    h("p", {class: "tools"}, h("button", {type: "button", class: "main", onclick: send}, t("save")), h("button", {type: "button", onclick: close}, t("cancel"))));
}

// save asks once more, then saves what is typed.
export function save(checked) {
  review({
    title: t("review-title"), checked,
    act: (effective) => ask("PUT", "", {base: model.base, values: model.values, effective}),
    late: (problem) => stale(problem, checked.changes),
  });
}

// whole lets a whole configuration, a file or an old version, take the place of version
// base, once its effects have been seen: check(base) asks for them, act(base, effective) saves.
// failed gets what is wrong: {detail} or {faults}.
export async function whole(what, base = model.base) {
  const answer = await what.check(base).catch(() => null);
  const late = (problem) => quicker(problem, [
    h("button", {type: "button", class: "main", onclick: () => (close(), whole(what, problem.newest.version))}, t("stale-look")),
    h("button", {type: "button", onclick: close}, t("cancel"))]);
  if (answer?.status === 409 && answer.json.newest) late(answer.json);
  else if (!answer?.ok) what.failed(answer?.json ?? {detail: t("offline")});
  else if (answer.json.faults.length > 0) what.failed(answer.json);
  else review({title: what.title, lead: [what.lead, model.dirty && t("whole-drops")].filter(Boolean).join(" "), checked: answer.json, act: (effective) => what.act(base, effective), late});
}

// quicker shows what somebody else has saved meanwhile.
function quicker(problem, buttons, notes) {
  const newest = problem.newest;
  open(h("h2", {id: "dialog-title"}, t("stale-title")), h("p", {}, t("stale-what", {name: newest.by === "file" ? t("by-file") : newest.name || newest.by, n: newest.version, time: when(newest.at)})), differences(problem.changes),
    notes?.length > 0 && h("ul", {class: "effects"}, notes.map((x) => h("li", {}, x))), h("p", {class: "tools"}, buttons));
}

// stale lets people choose when somebody else was quicker. Keeping one's own puts every
// change on top of it, but those that both have made: there the saved one stays.
function stale(problem, mine) {
  const theirs = new Set(problem.changes.map((c) => c.path.join("\u0000")));
  const both = mine.filter((c) => theirs.has(c.path.join("\u0000")));
  const keep = async () => {
    const answer = await ask("GET", "").catch(() => null);
    if (!answer?.ok) return;
    model.load(answer.json);
    model.change((v) => mine.filter((c) => !both.includes(c)).forEach((c) => put(v, c)));
    close();
    dispatchEvent(new Event("filled"));
  };
  const drop = () => {
    close();
    dispatchEvent(new CustomEvent("reload", {detail: ""}));
  };
  quicker(problem, [h("button", {type: "button", class: "main", onclick: keep}, t("stale-mine")), h("button", {type: "button", onclick: drop}, t("stale-theirs"))],
    both.map((c) => t("conflict", {what: label(c.path)})));
}

// put makes one change in other values: lists of tables are entered by name.
function put(values, change) {
  let table = values, fields = form.fields, f;
  const path = change.path;
  for (let i = 0; i < path.length - 1; i++) {
    f = fields?.find((x) => x.key === path[i]) ?? f;
    if (Array.isArray(table)) {
      table = find(table, f, path[i]);
      if (!table) return;
      continue;
    }
    fields = f?.fields;
    table = table[path[i]] ??= f?.kind === "tables" ? [] : {};
  }
  const last = path[path.length - 1];
  if (Array.isArray(table)) {
    const i = table.indexOf(find(table, f, last));
    if (change.new === undefined) i >= 0 && table.splice(i, 1);
    else if (i < 0) table.push(change.new);
  } else if (change.new === undefined) delete table[last];
  else if (Array.isArray(table[last]) && typeof change.new === "string") return; // only the order
  else table[last] = change.new;
}

const find = (list, f, name) => (name.startsWith("#") ? list[Number(name.slice(1)) - 1] : list.find((x) => x[f?.name] === name));

export {when};
