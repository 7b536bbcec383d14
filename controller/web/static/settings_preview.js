// What a part of the configuration looks like: the next days, the slip, a layout.
import {dated, form, h, model, t} from "/static/settings_model.js";

// preview is the picture of a part, empty where it has none.
export function preview(name, checked) {
  const box = (title, ...content) => h("section", {class: "preview", "data-of": name}, h("h3", {}, title), ...content);
  if (name === "hours" && checked.days?.length) return box(t("preview-days"), days(checked.days));
  if (name === "slip" || name === "service") return box(t("preview-slip"), slip());
  if (name === "layout") return box(t("preview-layout"), ...layouts());
  return h("section", {class: "preview", "data-of": name, hidden: true});
}

function days(all) {
  const say = (d) => (d.windows.length ? d.windows.join(", ").replaceAll("-", "–") : d.why === "holiday" ? t("day-holiday") : t("day-closed")) + (d.why === "extra" ? " · " + t("day-extra") : "");
  return h("table", {class: "days"}, h("tbody", {}, all.map((d) => h("tr", {class: d.windows.length ? "" : "shut"}, h("th", {scope: "row"}, dated(d.day)), h("td", {}, say(d))))));
}

// slip draws the picture that the controller's simulated printer makes of it.
function slip() {
  const canvas = h("canvas", {class: "slip", hidden: true, width: 1, height: 1, role: "img", "aria-label": t("preview-slip")});
  const services = model.values.service ?? [];
  const choose = h("select", {"aria-label": t("preview-slip"), onchange: () => draw(choose.value)}, services.map((s) => h("option", {value: s.code ?? ""}, `${s.code ?? ""} · ${s.name?.[form.lang] ?? s.name?.vi ?? ""}`)));
  const draw = async (service) => {
    const answer = await fetch("/api/v1/settings/slip?service=" + encodeURIComponent(service), {method: "POST", headers: {"Content-Type": "application/json", "Accept-Language": form.lang}, body: JSON.stringify({values: model.values})}).catch(() => null);
    if (!answer?.ok) return; // what is wrong stands at its field
    const picture = await createImageBitmap(await answer.blob());
    canvas.hidden = false;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
  };
  draw(choose.value);
  return h("div", {}, choose, canvas);
}

// layouts draws each own layout on its grid.
function layouts() {
  const svg = (tag, props, ...children) => {
    const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [k, v] of Object.entries(props)) el.setAttribute(k, v);
    el.append(...children);
    return el;
  };
  const words = Object.fromEntries(form.fields.find((f) => f.key === "layout").fields.find((f) => f.key === "pane").fields.find((f) => f.key === "shows").choices.map((c) => [c.value, c.label]));
  return (model.values.layout ?? []).map((l) => h("figure", {}, svg("svg", {viewBox: "0 0 240 135", role: "img", "aria-label": l.id ?? ""}, svg("rect", {x: 0, y: 0, width: 240, height: 135, class: "screen"}), ...(l.pane ?? []).filter((p) => p.at?.length === 4).flatMap((p) => {
    const [x, y, w, height] = p.at.map(Number);
    return [svg("rect", {x: x * 10 + 1, y: y * 5.625 + 1, width: Math.max(w * 10 - 2, 1), height: Math.max(height * 5.625 - 2, 1)}), svg("text", {x: x * 10 + 5, y: y * 5.625 + 14}, words[p.shows] ?? p.shows ?? "")];
  })), h("figcaption", {}, l.id ?? "")));
}
