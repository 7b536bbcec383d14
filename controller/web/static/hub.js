// The one event stream of this browser, shared by every page of the origin: a
// browser opens only six connections to one address. Runs in the SharedWorker
// events.js, or inside the page where SharedWorker is missing.
//
// Messages to a subscriber:   {kind: "event", seq, type, at, data}
//                             {kind: "reset"}              re-read everything, then follow again
//                             {kind: "state", live, since} since: ms since the epoch
//                             {kind: "scan", data}         a code was scanned just now; it is in no log and comes once
// Messages from a subscriber: {kind: "follow", after}, {kind: "bye"}

const kept = 500; // events a late subscriber can still get
const checkEvery = 1000; // ms: a stream whose cable was pulled reports nothing by itself
const checkFor = 1500; // ms
const retryAfter = 1000; // ms
const types = [
  "ticket.issued", "ticket.called", "ticket.recalled", "ticket.started", "ticket.finished", "ticket.no-show", "ticket.parked",
  "ticket.resumed", "ticket.transferred", "ticket.returned", "ticket.canceled", "ticket.expired", "counter.opened",
  "counter.closed", "counter.paused", "counter.ready", "counter.incident", "counter.undone", "counter.recovered", "counter.staffed",
  "counter.asked", "counter.attended", "ticket.noted", "note.erased", "counter.alarmed", "alarm.answered", "figures.explained", "log.opened", "epoch.opened",
  "program.started", "config.changed", "day.opened", "day.closed", "clock.jumped", "slip.claimed", "slip.printed",
  "slip.failed", "device.state", "ratings.admitted", "ticket.planned", "ticket.rejoined", "ticket.reclassed", "ticket.checked-in",
  "policy.set", "appointment.booked", "appointment.due", "appointment.canceled", "forecast.fitted",
  "forecast.scored", "slip.reordered", "paper.counted", "paper.changed", "paper.served", "help.asked", "help.answered", "ticket.assisted", "notice.claimed", "notice.sent", "notice.failed", "alert.raised", "alert.acknowledged", "alert.escalated", "alert.told", "alert.cleared", "selftest.began", "selftest.ended",
];

export class Hub {
  #subscribers = new Set();
  #ring = [];
  #base = 0; // the ring holds every event behind this sequence that this session may see
  #source = null;
  #open = false;
  #answers = true;
  #live = false;
  #since = Date.now();
  #heard = Date.now(); // when the controller last gave a sign of life

  constructor() {
    setInterval(() => this.#check(), checkEvery);
  }

  add(send) {
    this.#subscribers.add(send);
  }

  receive(send, message) {
    if (message.kind === "bye") this.#subscribers.delete(send);
    if (message.kind === "follow") this.#follow(send, message.after);
  }

  #follow(send, after) {
    send({kind: "state", live: this.#live, since: this.#since});
    if (!this.#source) {
      this.#connect(after);
    } else if (after < this.#base) {
      send({kind: "reset"}); // older than what is kept
    } else {
      this.#ring.filter((e) => e.seq > after).forEach(send);
    }
  }

  #connect(after) {
    this.#base = after;
    this.#ring = [];
    this.#source = new EventSource("/api/v1/events?after=" + after);
    this.#source.onopen = () => this.#set(true, this.#answers);
    this.#source.onerror = () => {
      this.#set(false, this.#answers);
      // A refused stream stays closed: the log is another one, or the session is over.
      if (this.#source.readyState === EventSource.CLOSED) setTimeout(() => this.#restart(), retryAfter);
    };
    for (const type of types) this.#source.addEventListener(type, (e) => this.#event(type, e));
    this.#source.addEventListener("scan", (e) => this.#tell({kind: "scan", data: JSON.parse(e.data)}));
  }

  #event(type, e) {
    const {at, data} = JSON.parse(e.data);
    const message = {kind: "event", seq: Number(e.lastEventId), type, at, data};
    this.#ring.push(message);
    if (this.#ring.length > kept) this.#base = this.#ring.shift().seq;
    this.#tell(message);
  }

  #restart() {
    this.#source?.close();
    this.#source = null;
    this.#tell({kind: "reset"});
  }

  async #check() {
    if (!this.#source) return;
    const answers = await fetch("/healthz", {cache: "no-store", signal: AbortSignal.timeout(checkFor)}).then((r) => r.ok, () => false);
    this.#set(this.#open, answers);
  }

  #set(open, answers) {
    this.#open = open;
    this.#answers = answers;
    if (answers) this.#heard = Date.now();
    if (this.#live === (open && answers)) return;
    this.#live = !this.#live;
    this.#since = this.#live ? Date.now() : this.#heard;
    this.#tell({kind: "state", live: this.#live, since: this.#since});
  }

  #tell(message) {
    for (const send of this.#subscribers) send(message);
  }
}
