// Answers that the controller has not acknowledged yet. They survive a reload
// of the page; each keeps its idempotency key, so that it counts once.
const name = "motcua-survey";

function open() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("answers", {keyPath: "key"});
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function run(mode, act) {
  const db = await open();
  try {
    return await new Promise((done, failed) => {
      const tx = db.transaction("answers", mode);
      const request = act(tx.objectStore("answers"));
      tx.oncomplete = () => done(request.result);
      tx.onerror = () => failed(tx.error);
    });
  } finally {
    db.close();
  }
}

// A browser that keeps nothing (private mode) still sends from memory.
const memory = new Map();

export async function put(answer) {
  memory.set(answer.key, answer);
  await run("readwrite", (s) => s.put(answer)).catch(() => {});
}

export async function remove(key) {
  memory.delete(key);
  await run("readwrite", (s) => s.delete(key)).catch(() => {});
}

export async function all() {
  const stored = await run("readonly", (s) => s.getAll()).catch(() => []);
  return [...new Map([...stored, ...memory.values()].map((a) => [a.key, a])).values()];
}
