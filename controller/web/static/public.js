// The page of what is published stays open on a screen for months: it fetches
// itself anew every ten minutes and changes only where something else is told.
// While the center does not answer, what is shown stays.
const main = document.getElementById("main");

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    if (!page) return;
    main.dataset.every = page.dataset.every;
    if (answer.ok && page.innerHTML !== main.innerHTML) main.replaceChildren(...page.childNodes);
  } catch { /* the center is away: the next look finds it */ }
}

(function again() {
  setTimeout(() => refresh().finally(again), 1000 * Number(main.dataset.every));
})();
