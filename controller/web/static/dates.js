// A field for a date shows day and month in the order of the browser's language,
// which may be another than the page's: this spells beside it what is chosen.
const spell = (lang) => new Intl.DateTimeFormat([lang === "en" ? "en-GB" : lang, "vi"], {weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC"});

function say(input) {
  const at = input.valueAsDate;
  input.nextElementSibling.textContent = at ? spell(document.documentElement.lang).format(at) : "";
}

for (const input of document.querySelectorAll("input[type=date]")) {
  const beside = document.createElement("small");
  beside.className = "spelled";
  beside.setAttribute("aria-hidden", "true"); // a screen reader spells the field itself
  input.after(beside);
  input.addEventListener("input", () => say(input));
  say(input);
}
