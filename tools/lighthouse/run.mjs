// Runs Lighthouse over the pages of a demo that it starts itself, and fails below the bar.
// node run.mjs PROGRAM    (make lighthouse)
import {spawn} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {launch} from "chrome-launcher";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const bar = {accessibility: 100, performance: 95};
const program = process.argv[2];
const data = mkdtempSync(join(tmpdir(), "motcua-lighthouse-"));

const free = () =>
  new Promise((done) => {
    const s = createServer().listen(0, "127.0.0.1", () => {
      const {port} = s.address();
      s.close(() => done(port));
    });
  });

const [web, mqtt] = [await free(), await free()];
const base = `http://127.0.0.1:${web}`;
const demo = spawn(program, ["demo", "--listen", `127.0.0.1:${web}`, "--mqtt", `127.0.0.1:${mqtt}`, "--data", data], {stdio: ["ignore", "ignore", "ignore"]});
let chrome;
let low = false;
try {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const up = async () => (await fetch(base + "/readyz").catch(() => null))?.ok;
  for (let i = 0; !(await up()); i++) {
    if (i > 300) throw new Error("the demo is not ready");
    await pause(200);
  }
  const token = readFileSync(join(data, "demo-token"), "utf8").trim();
  const api = async (path, body, headers = {}) => {
    const a = await fetch(base + "/api/v1" + path, {method: "POST", body: JSON.stringify(body),
      headers: {"Content-Type": "application/json", Authorization: "Bearer " + token, "Idempotency-Key": crypto.randomUUID(), ...headers}});
    if (!a.ok) throw new Error(path + " answers " + a.status + " " + (await a.text()));
    return a;
  };
  const tickets = [];
  for (let i = 0; i < 8; i++) tickets.push((await (await api("/tickets", {service: "HT", purpose: "submit", another: true})).json()).ticket);
  await api("/counters/1/open", {});
  await api("/counters/1/next", {});
  const session = await fetch(base + "/api/v1/session", {method: "POST", body: JSON.stringify({token}), headers: {"Content-Type": "application/json"}});
  const cookies = session.headers.getSetCookie().map((c) => c.split(";")[0].split("=")).map(([name, value]) => ({name, value}));
  const own = new URL(tickets[7].url).pathname;
  const entry = await (await fetch(base + "/api/v1/entry", {headers: {Authorization: "Bearer " + token}})).json();
  await pause(5000); // until the province has the page
  const pages = {phone: own, "phone at the province": "/province" + own, "phone, called": new URL(tickets[0].url).pathname,
    "take a number": "/q/", "take a number at the province": "/province" + new URL(entry.url).pathname, staff: "/staff/1", greeter: "/greeter", manager: "/manager", staffing: "/manager/staffing", technician: "/technician",
    tablet: "/survey/T1", satisfaction: "/satisfaction/" + new Date().toISOString().slice(0, 7), published: "/public/satisfaction", feedback: "/y-kien", cases: "/cases",
    demo: "/demo", start: "/", province: "/province/"};
  chrome = await launch({chromePath: process.env.CHROME_PATH ?? "/usr/bin/chromium", chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]});
  const browser = await puppeteer.connect({browserURL: "http://127.0.0.1:" + chrome.port});
  await browser.setCookie(...cookies.map(({name, value}) => ({name, value, domain: "127.0.0.1", path: "/"})));
  const only = process.argv.slice(3);
  for (const [name, path] of Object.entries(pages)) {
    if (only.length && !only.includes(name)) continue;
    const phone = name.startsWith("phone") || name.startsWith("take a number");
    const desktop = {formFactor: "desktop", screenEmulation: {mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false},
      throttling: {rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0}};
    const look = async () => {
      const {lhr} = await lighthouse(base + path, {port: chrome.port, output: "json", logLevel: "error", onlyCategories: Object.keys(bar),
        disableStorageReset: true, maxWaitForLoad: 15000, ...(phone ? {} : desktop)});
      return {lhr, scores: Object.fromEntries(Object.keys(bar).map((k) => [k, Math.round(100 * lhr.categories[k].score)]))};
    };
    // A machine that does other things besides makes one run unlucky: below the bar, the middle one of three counts.
    const runs = [await look()];
    while (runs.length < 3 && Object.keys(bar).some((k) => !(runs[0].scores[k] >= bar[k]))) runs.push(await look());
    const {lhr, scores} = runs.sort((a, b) => a.scores.performance - b.scores.performance)[Math.floor(runs.length / 2)];
    const landed = new URL(lhr.finalDisplayedUrl).pathname;
    if (landed !== path) throw new Error(`${name}: ${path} led to ${landed}`);
    const bad = Object.keys(bar).some((k) => !(scores[k] >= bar[k]));
    low ||= bad;
    console.log(`${bad ? "LOW " : "ok  "}${name.padEnd(30)} accessibility ${scores.accessibility}  performance ${scores.performance}  ` +
      ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight"].map((k) => lhr.audits[k]?.displayValue).join("  "));
    if (bad && lhr.runtimeError) console.log("     " + lhr.runtimeError.message);
    if (bad) for (const i of lhr.audits["layout-shifts"]?.details?.items ?? []) console.log(`     shifts ${i.score?.toFixed?.(3)} ${i.node?.selector ?? ""}`);
    if (bad) for (const k of Object.keys(bar)) for (const ref of lhr.categories[k].auditRefs) {
      const a = lhr.audits[ref.id];
      if (a.score !== null && a.score < 0.9 && ref.weight > 0) console.log(`     ${a.id}: ${a.title} ${a.displayValue ?? ""} ${(a.details?.items ?? []).slice(0, 3).map((i) => i.node?.selector ?? "").join(" | ")}`);
    }
  }
} finally {
  chrome?.kill(); // and with it whatever is connected
  demo.kill();
  rmSync(data, {recursive: true, force: true, maxRetries: 5});
}
process.exit(low ? 1 : 0);
