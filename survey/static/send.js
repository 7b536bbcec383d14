// Sending the answers that the outbox holds: each until the controller has
// decided about it. Silence, and "later", are the only reasons to try again.
import {key as newKey, post} from "/static/api.js";
import * as outbox from "./outbox.js";

const oldest = 8 * 24 * 3600_000; // ms: the controller keeps a question no longer

// How far the controller's clock is ahead of this one, in ms, as last heard.
// It is kept, so that an answer given after a restart without a line has it too.
const skewName = "motcua-survey-skew";
let skew = Number(localStorage.getItem(skewName)) || 0;

// hear takes the controller's time from any answer of it.
export function hear(response) {
  const date = Date.parse(response.headers.get("Date"));
  if (!Number.isFinite(date) || Math.abs(date - Date.now() - skew) < 2000) return; // it has whole seconds
  skew = date - Date.now();
  localStorage.setItem(skewName, skew);
}

// now is the controller's time, in ms, as well as this tablet knows it.
export const now = () => Date.now() + skew;

// answer is what is kept of an answer: with the time of this clock, and how wrong that was.
export const answer = (body) => ({...body, key: newKey(), at: Date.now(), skew});

// The answers that the controller has refused since the page was loaded: they
// stay, and are tried again by the next page, which may be a mended one.
const refused = new Set();
export const refusals = () => refused.size;

let flushing = null;

// flush sends everything that waits, the newest first, and resolves when it has tried.
export function flush() {
  flushing ??= sendAll().finally(() => (flushing = null));
  return flushing;
}

async function sendAll() {
  for (const a of await outbox.all()) {
    if (refused.has(a.key)) continue;
    const status = await send(a);
    if (status === 0 || status === 429) return; // the others would fare no better
  }
  await outbox.all(); // count what is left
}

// send sends one answer and returns what the controller said, 0 for nothing.
async function send({key, skew: then, ...body}) {
  if (body.at !== undefined) {
    // The clock may have been set since: what counts is how long ago it was.
    const sent = Date.now();
    const at = body.at + (then ?? skew) - skew;
    body.at = new Date(at).toISOString();
    body.sent = new Date(sent).toISOString();
    if (sent - at > oldest) return outbox.remove(key);
  }
  let said = 201;
  try {
    await post("/api/v1/ratings", body, key, 1);
  } catch ({status}) {
    said = status || 0;
  }
  if (said === 404 && body.token && document.body.dataset.counter) return unknown({key, skew: then, ...body});
  if ((said >= 200 && said < 300) || said === 404 || said === 409 || said === 410) await outbox.remove(key);
  else if (said >= 400 && said < 500 && ![401, 403, 408, 429].includes(said)) refused.add(key);
  return said;
}

// unknown sends an answer to a question that the controller does not know, as
// one that came too early for its backup, as an answer of the counter.
async function unknown({token, key, sent, ...body}) {
  const counter = document.body.dataset.counter;
  const again = {...body, counter, key: newKey(), at: Date.parse(body.at)};
  again.skew = skew;
  await outbox.put(again);
  await outbox.remove(key);
  return send(again);
}
