// The texts of the page in every language that the center offers. They came
// with the page, so that the language can be changed without a line.
const data = JSON.parse(document.getElementById("data").textContent);

export const home = data.languages[0].lang;
let lang = home;

// say is a text of the catalog.
export function say(key, args = {}) {
  const words = data.texts[lang][key] ?? data.texts[home][key];
  return Object.entries(args).reduce((s, [k, v]) => s.replaceAll(`{${k}}`, v), words);
}

// text is what the configuration says; packs have the Vietnamese.
export const text = (t) => (lang === "en" && t.en) || t.vi || t.en;

export const spoken = () => lang;

// speak puts the page into a language.
export function speak(to) {
  lang = to;
  document.documentElement.lang = lang;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = say(e.dataset.t, e.dataset);
  for (const e of document.querySelectorAll("[data-vi]")) e.textContent = text({vi: e.dataset.vi, en: e.dataset.en});
  for (const b of document.querySelectorAll(".lang")) b.setAttribute("aria-pressed", String(b.lang === lang));
  document.getElementById("pending").hidden = !data.languages.find((l) => l.lang === lang)?.pending;
}
