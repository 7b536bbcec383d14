// Commands: POST with an idempotency key, and the sentence of what went wrong.

// key makes a name for one press. crypto.randomUUID is missing on plain http in a LAN.
export function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// post sends a command and tries again, with the same key, while the network
// fails: the controller does it once. It resolves to the answer's JSON (null for
// 204) and throws {status, message} with a sentence for the person. Nothing is sent
// any more once within ms have passed.
export async function post(url, body, idempotencyKey = key(), tries = 3, within = 15000) {
  const until = Date.now() + within;
  const headers = {"Content-Type": "application/json", "Accept-Language": document.documentElement.lang, "Idempotency-Key": idempotencyKey};
  let answer;
  for (let pause = 300; ; pause *= 2) {
    try {
      answer = await fetch(url, {method: "POST", headers, body: JSON.stringify(body ?? {}), signal: AbortSignal.timeout(Math.max(1, Math.min(5000, until - Date.now())))});
      break;
    } catch {
      if (--tries <= 0 || Date.now() + pause >= until) throw {status: 0, message: document.body.dataset.offline};
      await new Promise((done) => setTimeout(done, pause));
    }
  }
  if (answer.status === 204) return null;
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return json;
  throw {status: answer.status, message: json.detail || json.title || document.body.dataset.offline};
}
