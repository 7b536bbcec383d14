// Following the log from a page.
//
//   import {follow} from "/static/live.js";
//   follow(onEvent, onReset, {after, onState, onScan});
//
// onEvent({seq, type, at, data}) is called once for each event behind `after`, in
// order. onReset() means: re-read everything and resolve to the sequence it was
// true at; it is retried until it succeeds. Without `after` it is called first.
// onState(live, since) tells whether the stream lives and since when (ms).
// onScan(answer) is called for each code scanned while the page is open, at whatever
// place; the answer says where. The answer of follow is a function that stops following.

export function follow(onEvent, onReset, {after, onState = () => {}, onScan = () => {}} = {}) {
  let send = () => {};
  let last = after;
  let stopped = false;

  async function reset(pause = 500) {
    try {
      last = await onReset();
    } catch {
      setTimeout(() => stopped || reset(Math.min(2 * pause, 5000)), pause);
      return;
    }
    send({kind: "follow", after: last ?? 0});
  }

  function receive(message) {
    if (stopped) return;
    if (message.kind === "state") onState(message.live, message.since);
    if (message.kind === "reset") reset();
    if (message.kind === "scan") onScan(message.data);
    if (message.kind === "event" && message.seq > last) {
      last = message.seq;
      onEvent(message);
    }
  }

  connect(receive).then((s) => {
    send = s;
    if (stopped) return send({kind: "bye"});
    if (last === undefined) return reset();
    send({kind: "follow", after: last});
  });
  const stop = () => {
    stopped = true;
    send({kind: "bye"});
  };
  addEventListener("pagehide", () => send({kind: "bye"}));
  addEventListener("pageshow", (e) => e.persisted && location.reload());
  return stop;
}

// connect resolves to the function that sends a message to the hub.
async function connect(receive) {
  if (window.SharedWorker) {
    const port = new SharedWorker("/static/events.js", {type: "module", name: "motcua"}).port;
    port.onmessage = (e) => receive(e.data);
    return (message) => port.postMessage(message);
  }
  const {Hub} = await import("/static/hub.js");
  const hub = new Hub();
  hub.add(receive);
  return (message) => hub.receive(receive, message);
}
