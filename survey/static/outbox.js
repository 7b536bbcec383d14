// What the tablet keeps in the browser's own database: answers that the
// controller has not acknowledged yet, each under the idempotency key by which
// it counts once, and the questionnaires it has asked by. Both survive a reload,
// a killed browser and a power cut: a transaction is over once it is on the disk.
const name = "motcua-survey";
const stores = {answers: "key", known: "version"};

let opened = null; // promise of the database

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
      const has = request.result.objectStoreNames;
      for (const [store, keyPath] of Object.entries(stores)) if (!has.contains(store)) request.result.createObjectStore(store, {keyPath});
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close(); // another tab has a newer page
      db.onclose = db.onversionchange;
      done(db);
    };
    request.onerror = () => failed(request.error);
  }).catch((e) => {
    opened = null;
    throw e;
  });
  return opened;
}

async function run(store, mode, act) {
  const db = await open();
  try {
    return await new Promise((done, failed) => {
      const tx = db.transaction(store, mode, {durability: "strict"});
      const request = act(tx.objectStore(store));
      tx.oncomplete = () => done(request.result);
      tx.onabort = tx.onerror = () => failed(tx.error);
    });
  } catch (e) {
    opened = null; // it was closed, or has no room: the next call opens it anew
    throw e;
  }
}

// A browser that keeps nothing (private mode, a full disk) still sends from memory.
const memory = new Map();
let held = 0;

// put keeps an answer and resolves once it is on the disk.
export async function put(answer) {
  memory.set(answer.key, answer);
  held++;
  await run("answers", "readwrite", (s) => s.put(answer)).then(() => memory.delete(answer.key), () => {});
}

export async function remove(key) {
  memory.delete(key);
  await run("answers", "readwrite", (s) => s.delete(key)).catch(() => {});
}

// all lists the answers, the newest first: only it can be about the question that is open now.
export async function all() {
  const stored = await run("answers", "readonly", (s) => s.getAll()).catch(() => []);
  const answers = [...new Map([...stored, ...memory.values()].map((a) => [a.key, a])).values()];
  held = answers.length;
  return answers.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

// waiting is how many answers there were when somebody last looked, and those put since.
export const waiting = () => held;

// learn keeps a questionnaire, recall returns it: a version never changes.
export const learn = (version, questionnaire) => run("known", "readwrite", (s) => s.put({version, questionnaire})).catch(() => {});
export const recall = (version) => run("known", "readonly", (s) => s.get(version)).then((x) => x?.questionnaire, () => undefined);
