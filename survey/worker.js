const version = "VERSION"; // of the content of files, and of the page
const files = [/* files */];

// The service worker: with it the tablet's page opens without a line. It keeps
// one version of the shell whole, and the page as the controller last gave it.
const own = "motcua-survey-";
const cache = own + version;
const patience = 4000; // ms for a controller to give the page; then the one kept is opened

// install takes all files anew, and every page that was kept, in one version; it fails where one is missing.
async function install() {
  const fresh = await caches.open(cache);
  await fresh.addAll(files.map((url) => new Request(url, {cache: "reload"})));
  const open = await clients.matchAll({type: "window", includeUncontrolled: true});
  const pages = new Set(open.map((c) => new URL(c.url).pathname));
  for (const name of await caches.keys()) {
    if (!name.startsWith(own) || name === cache) continue;
    for (const request of await (await caches.open(name)).keys()) pages.add(new URL(request.url).pathname);
  }
  for (const path of pages) if (/^\/survey\/[^/]+$/.test(path)) await keep(fresh, path, await fetch(path, {cache: "reload"}));
  await skipWaiting();
}

// keep keeps a page, and never the log-in that came in its place.
const keep = async (where, path, answer) => answer.ok && !answer.redirected && (await where.put(path, answer.clone()));

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(own) && name !== cache) await caches.delete(name);
  await clients.claim();
}

// page is the page as the controller gives it now, or as it last did.
async function page(request) {
  const where = await caches.open(cache);
  const path = new URL(request.url).pathname;
  const late = new Promise((_, failed) => setTimeout(failed, patience, new Error("late")));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer.status >= 500) throw new Error("status " + answer.status);
    await keep(where, path, answer);
    return answer;
  } catch (e) {
    const kept = await where.match(path);
    if (kept) return kept;
    throw e;
  }
}

const file = async (path, request) => (await (await caches.open(cache)).match(path)) ?? fetch(request);

addEventListener("install", (e) => e.waitUntil(install()));
addEventListener("activate", (e) => e.waitUntil(activate()));
addEventListener("fetch", (e) => {
  const {origin, pathname} = new URL(e.request.url);
  if (e.request.method !== "GET" || origin !== location.origin) return;
  if (e.request.mode === "navigate") e.respondWith(page(e.request));
  else if (files.includes(pathname)) e.respondWith(file(pathname, e.request));
});
