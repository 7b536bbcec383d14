// The versions of the configuration: what each changed, and the way back. Neither a file
// nor an old version acts before it has shown what it does.
import {ask, form, h, model, t} from "/static/settings_model.js";
import {differences, when, whole} from "/static/settings_save.js";

// versions lists them, with export and import of the one file.
export async function versions(pane) {
  const problem = h("p", {class: "problem", role: "alert"});
  pane.replaceChildren(h("header", {}, h("h2", {}, t("versions"))), problem);
  const answer = await ask("GET", "/versions").catch(() => null);
  if (!answer?.ok) {
    problem.textContent = answer?.json.detail ?? t("offline");
    return;
  }
  const wrong = h("ol", {class: "wrong"});
  const failed = (a) => {
    problem.textContent = a.faults ? t("file-wrong") : a.detail;
    wrong.replaceChildren(...(a.faults ?? []).map((f) => h("li", {}, f.line && h("b", {}, t("line", {n: f.line})), " ", f.detail)));
    problem.scrollIntoView({block: "center"});
  };
  const clear = () => (problem.textContent = "", wrong.replaceChildren());
  const restore = (v) => (clear(), whole({
    title: t("restore-title", {n: v.version}), lead: t("restored", {n: v.version}), failed,
    check: (base) => ask("POST", `/versions/${v.version}/check`, {base}),
    act: (base, effective) => ask("POST", `/versions/${v.version}/restore`, {base, effective}),
  }));
  const take = async (e) => {
    const file = e.target.files[0];
    if (!file) return;
    const text = await file.text();
    e.target.value = ""; // the same file once more is a choice again
    clear();
    whole({
      title: t("import-title", {name: file.name}), lead: t("import-what"), failed,
      check: (base) => ask("POST", `/file/check?base=${base}`, text),
      act: (base, effective) => ask("PUT", `/file?base=${base}&effective=${effective}`, text),
    });
  };
  pane.append(wrong, h("div", {class: "file"}, h("p", {}, h("a", {class: "button", href: "/api/v1/settings/file", download: ""}, t("export"))),
    form.may && h("div", {}, h("label", {for: "import"}, t("import")), h("input", {id: "import", type: "file", accept: ".toml", "aria-describedby": "import-hint", onchange: take}), h("p", {class: "hint", id: "import-hint"}, t("import-hint")))),
    h("ol", {class: "versions"}, answer.json.versions.map((v) => one(v, restore))));
}

function one(v, restore) {
  const body = h("div", {class: "body"});
  const fill = async () => {
    if (body.childElementCount) return;
    const a = await ask("GET", `/versions/${v.version}/changes`).catch(() => null);
    body.replaceChildren(a?.ok ? differences(a.json.changes) : h("p", {class: "problem"}, a?.json.detail ?? t("offline")),
      h("p", {class: "tools"}, form.may && v.version !== model.base && h("button", {type: "button", onclick: () => restore(v)}, t("restore")), h("a", {href: `/api/v1/settings/versions/${v.version}`, download: ""}, t("export"))));
  };
  return h("li", {}, h("details", {ontoggle: (e) => e.target.open && fill()}, h("summary", {}, h("b", {}, t("version", {n: v.version})), " ", h("span", {class: v.state === "in-force" ? "tone-good" : "muted"}, t("state-" + v.state)), h("small", {}, t("saved-by", {time: when(v.at), name: v.by === "file" ? t("by-file") : v.name || v.by}))), body));
}
