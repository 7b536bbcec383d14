// What this tablet tells of itself: that it is there, and how long it can go on.
import {key, post} from "/static/api.js";
import * as outbox from "./outbox.js";
import {refusals} from "./send.js";

const low = 0.2; // of the battery, while nothing charges it

// report tells the controller how the tablet is; nobody waits for it.
export async function report() {
  const {tablet, version} = document.body.dataset;
  if (!tablet) return; // the page of somebody who helps is no device
  const counts = {waiting: outbox.waiting(), refused: refusals(), offline_ok: Number(Boolean(navigator.serviceWorker?.controller))};
  counts.stored_ok = Number(await (navigator.storage?.persisted?.() ?? false));
  let cause = isSecureContext ? "" : "reduced";
  const battery = await navigator.getBattery?.().catch(() => null);
  if (battery) {
    counts.charge_pct = Math.round(100 * battery.level);
    counts.power_ok = Number(battery.charging);
    if (battery.level <= low && !battery.charging) cause = "charge-low";
  }
  const state = {state: "present", counts, version, ...(cause && {cause})};
  await post(`/api/v1/devices/${encodeURIComponent(tablet)}/state`, state, key(), 1).catch(() => {});
}

const renewEvery = 600000; // ms between looks for a newer page

// settle asks the browser to keep what the page stores and to open it without a
// line, and calls renew() once a newer version of it is there.
export async function settle(renew) {
  const workers = navigator.serviceWorker;
  if (workers?.controller) workers.addEventListener("controllerchange", renew);
  await navigator.storage?.persist?.().catch(() => {});
  const registered = await workers?.register("/survey/sw.js", {scope: "/survey/"}).catch(() => null);
  if (registered) setInterval(() => registered.update().catch(() => {}), renewEvery);
}
