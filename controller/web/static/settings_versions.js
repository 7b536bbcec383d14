// The versions of the configuration: what each changed, and the way back.
import {ask, form, h, model, t} from "/static/settings_model.js";
import {differences, when} from "/static/settings_save.js";

// versions lists them, with export and import of the one file.
export async function versions(pane) {
  const problem = h("p", {class: "problem", role: "alert"});
  pane.replaceChildren(h("header", {}, h("h2", {}, t("versions"))), problem);
  const answer = await ask("GET", "/versions").catch(() => null);
  if (!answer?.ok) {
    problem.textContent = answer?.json.detail ?? t("offline");
    return;
  }
  const say = (a) => (problem.textContent = a ? [a.json.detail, ...(a.json.faults ?? []).slice(1).map((f) => f.detail)].join(" ") : t("offline"));
  const done = (a) => dispatchEvent(new CustomEvent("reload", {detail: t("saved-now", {n: a.json.version})}));
  const restore = async (v) => {
    const a = await ask("POST", `/versions/${v.version}/restore`, {base: model.base, effective: "now"}).catch(() => null);
    a?.ok ? done(a) : say(a);
  };
  const take = async (e) => {
    const file = e.target.files[0];
    if (!file) return;
    const a = await ask("PUT", `/file?base=${model.base}&effective=now`, await file.text()).catch(() => null);
    e.target.value = "";
    a?.ok ? done(a) : say(a);
  };
  pane.append(h("div", {class: "file"}, h("p", {}, h("a", {class: "button", href: "/api/v1/settings/file", download: ""}, t("export"))),
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
