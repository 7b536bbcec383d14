// Questionnaires: ready ones to begin with, how the tablet asks the draft, and
// every version that was ever asked.
import {form, h, model, nameOf, t} from "/static/settings_model.js";
import {list, show} from "/static/settings_lists.js";
import {when} from "/static/settings_save.js";

const field = form.fields.find((f) => f.key === "questionnaire");
const own = () => model.values.questionnaire ?? [];
const inForce = () => (own().length ? own() : (model.usual.questionnaire ?? []));
const everywhere = (q) => !q.services?.length && !q.purposes?.length;
let chosen = 0; // of those in force: the one in the frame
let upright = false;
let frame;

// survey is the part of the page.
export function survey() {
  const all = list({...field, fixed: true}, ["questionnaire"]);
  all.addEventListener("focusin", (e) => follow(e.target));
  return [
    own().length === 0 && h("p", {class: "note"}, t("survey-usual")),
    tablet(), all, ready(), h("section", {id: "asked-versions"}, h("h3", {}, t("survey-versions")))].filter(Boolean);
}

// ready are questionnaires to begin with.
function ready() {
  const one = (q) => h("li", {}, h("div", {}, h("b", {}, words(q.title)), h("small", {}, about(q))),
    h("button", {type: "button", disabled: !form.may, "aria-label": `${t(everywhere(q) ? "survey-take" : "survey-add")}: ${words(q.title)}`, onclick: () => take(q)}, t(everywhere(q) ? "survey-take" : "survey-add")));
  return h("section", {class: "ready"}, h("h3", {}, t("survey-ready")), h("p", {class: "hint"}, t("survey-ready-hint")), h("ul", {}, form.ready.map(one)));
}

const words = (text) => text?.[form.lang] || text?.vi || "";
const about = (q) => [t("survey-about-levels", {n: q.levels.length}), q.item?.length && t("survey-about-items", {n: q.item.length})].filter(Boolean).join(" · ");

// take begins with a ready questionnaire: one for everybody takes the place of
// the one there is, which is the last; another comes before all.
function take(q) {
  const fresh = structuredClone(q);
  model.change((v) => {
    const all = (v.questionnaire = own().length ? v.questionnaire : [structuredClone(form.ready[0])]);
    const others = everywhere(q) ? all.slice(0, -1) : all;
    for (let n = 2; others.some((x) => x.id === fresh.id); n++) fresh.id = `${q.id}-${n}`;
    everywhere(q) ? all.splice(-1, 1, fresh) : all.unshift(fresh);
    chosen = all.indexOf(fresh);
    show(["questionnaire", chosen]);
  });
  document.querySelector(`[data-path="questionnaire.${chosen}"] input`)?.focus();
}

// tablet is the frame in which the tablet asks the draft.
function tablet() {
  const all = inForce();
  chosen = Math.min(chosen, Math.max(all.length - 1, 0));
  frame = h("iframe", {src: "/survey/preview", title: t("survey-preview"), tabindex: 0});
  const glass = h("div", {class: "glass"}, frame), room = h("div", {}, glass);
  const fit = () => {
    const [w, tall] = upright ? [800, 1280] : [1280, 800];
    const scale = Math.min(1, (room.clientWidth - 2) / w, upright ? 0.6 : 1);
    Object.assign(frame.style, {width: w + "px", height: tall + "px", transform: `scale(${scale})`});
    Object.assign(glass.style, {width: w * scale + "px", height: tall * scale + "px"});
  };
  new ResizeObserver(fit).observe(room);
  const which = h("select", {id: "previewed", onchange: (e) => (chosen = Number(e.target.value), tell(true))}, all.map((q, i) => h("option", {value: i, selected: i === chosen}, nameOf(q, field, i))));
  const turn = h("label", {class: "choice"}, h("input", {type: "checkbox", checked: upright, onchange: (e) => (upright = e.target.checked, fit())}), t("survey-upright"));
  return h("section", {class: "shown"}, h("h3", {}, t("survey-preview")), h("p", {class: "hint"}, t("survey-preview-hint")),
    h("div", {class: "tools"}, h("label", {for: "previewed", class: "unseen"}, t("survey-which")), which, turn, h("button", {type: "button", onclick: () => tell(true)}, t("survey-again"))), room);
}

// follow shows the questionnaire that is being edited.
function follow(at) {
  const i = Number(at.closest("[data-path^='questionnaire.']")?.dataset.path.split(".")[1]);
  if (!(i >= 0) || i === chosen) return;
  document.getElementById("previewed").value = chosen = i;
  tell(true);
}

// tell shows the draft in the frame, as far as a tablet could show it.
function tell(anew = false) {
  const q = inForce()[chosen];
  const n = q?.levels?.length ?? 0, satisfied = q?.satisfied ?? n - 1;
  if (n < 3 || n > 5 || !(satisfied >= 2 && satisfied <= n)) return;
  const text = (x) => ({vi: x?.vi ?? "", en: x?.en ?? ""});
  const both = (all) => (all ?? []).map((x) => ({...x, text: text(x.text)}));
  const reasons = both(q.reason);
  frame?.contentWindow?.postMessage({anew, questionnaire: {
    question: text(q.question), levels: q.levels.map(text), satisfied, reasons, comment: Boolean(q.comment),
    why: text(q.why?.vi ? q.why : form.ready[0].why), why_up_to: q.why_up_to ?? (reasons.length ? satisfied - 1 : 0),
    items: both(q.item).map((x) => ({...x, options: both(x.option)})),
  }}, location.origin);
}

// versions lists what was ever asked: it can be read and never changed.
export async function versions() {
  const place = document.getElementById("asked-versions");
  const answer = place && (await fetch("/api/v1/questionnaires", {cache: "no-store"}).then((a) => (a.ok ? a.json() : null)).catch(() => null));
  if (!place?.isConnected) return;
  place.replaceChildren(h("h3", {}, t("survey-versions")), h("p", {class: "hint"}, t("survey-versions-hint")),
    answer ? h("ol", {class: "versions"}, answer.questionnaires.map(version)) : h("p", {class: "problem"}, t("offline")));
}

function version(v) {
  const q = v.content;
  const asked = (label, ...rest) => h("div", {}, h("dt", {}, label), h("dd", {}, ...rest));
  const pair = (x, more) => h("span", {}, x.vi, more, " ", h("small", {lang: "en"}, x.en));
  const answers = (all) => h("ol", {}, all.map((x) => h("li", {}, pair(x.text ?? x, x.points !== undefined && " · " + t("survey-points", {n: x.points})))));
  return h("li", {}, h("details", {}, h("summary", {}, h("b", {}, words(q.title)), " ", h("span", {class: v.in_force ? "tone-good" : "muted"}, t(v.in_force ? "survey-asked" : "survey-past")),
    h("small", {}, h("code", {}, v.version), " · ", t("survey-since", {time: when(v.since)}))),
  h("dl", {class: "body"}, asked(t("survey-question"), pair(q.question)), asked(t("survey-levels", {n: q.satisfied}), answers(q.levels)),
    q.reasons?.length && asked(`${q.why.vi}`, answers(q.reasons)), ...(q.items ?? []).map((x) => asked(x.text.vi, h("small", {lang: "en"}, x.text.en), x.options?.length ? answers(x.options.map((o) => ({points: x.measures?.startsWith("tt01") ? o.points ?? 0 : undefined, text: o.text}))) : h("p", {}, t("survey-same-levels")))))));
}

model.addEventListener("changed", () => frame?.isConnected && tell());
addEventListener("message", (e) => e.origin === location.origin && e.data === "ready" && tell());
