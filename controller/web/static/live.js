// Following the log from a page.
//
//   import {follow} from "/static/live.js";
//   const stop = follow(onEvent, onReset, {after, types, page, show, ...});
//
// onEvent({seq, type, at, data}) is called once for each event behind `after`, in
// order; `types` names the event types it is for, all of them without. onReset()
// means: re-read everything and resolve to the sequence it was true at; it is
// retried until it succeeds. Without `after` it is called first.
//   page(), show()           the page's address and the names of the regions it shows
//   onLive({region, html})   a region as it is now
//   onBeat({at, current})    each second; current: everything told is true at this moment
//   onGone(), onOver()       the page is not there any more; the session is over
//   onState(live, since)     whether the stream lives and since when (ms)
//   onScan(answer)           a code scanned while the page is open, at whatever place; the answer says where
// The answer has stop(), and again(): follow what page() and show() say now.

export function follow(onEvent, onReset, {after, types, page = () => undefined, show = () => [], onLive = () => {}, onBeat = () => {},
  onGone = () => {}, onOver = () => {}, onState = () => {}, onScan = () => {}} = {}) {
  let send = () => {};
  let last = after;
  let stopped = false;

  const again = () => send({kind: "follow", after: last ?? 0, types, page: page(), show: show()});

  async function reset(pause = 500) {
    try {
      last = await onReset();
    } catch {
      setTimeout(() => stopped || reset(Math.min(2 * pause, 5000)), pause);
      return;
    }
    again();
  }

  const on = {
    state: (m) => onState(m.live, m.since),
    reset: () => reset(),
    scan: (m) => onScan(m.data),
    beat: onBeat,
    over: onOver,
    live: (m) => m.page === page() && onLive(m),
    gone: (m) => m.page === page() && onGone(),
    event(m) {
      if (m.seq <= last) return;
      last = m.seq;
      onEvent(m);
    },
  };

  connect((message) => stopped || on[message.kind]?.(message)).then((s) => {
    send = s;
    if (stopped) return send({kind: "bye"});
    if (last === undefined) return reset();
    again();
  });
  const stop = () => {
    stopped = true;
    send({kind: "bye"});
  };
  addEventListener("pagehide", () => send({kind: "bye"}));
  addEventListener("pageshow", (e) => e.persisted && location.reload());
  return {stop, again};
}

// connect resolves to the function that sends a message to the hub.
async function connect(receive) {
  if (window.SharedWorker) return viaWorker(receive);
  const {Hub} = await import("/static/hub.js");
  const hub = new Hub();
  hub.add(receive);
  return (message) => hub.receive(receive, message);
}

// A worker whose script did not come, because the controller was just starting, is begun again.
function viaWorker(receive) {
  let port;
  let said = null;
  const begin = () => {
    const worker = new SharedWorker("/static/events.js", {type: "module", name: "motcua-live"});
    port = worker.port;
    port.onmessage = (e) => receive(e.data);
    worker.onerror = () => setTimeout(begin, 1000);
    if (said) port.postMessage(said);
  };
  begin();
  return (message) => {
    said = message;
    port.postMessage(message);
  };
}
