// The one stream of this browser, shared by every page of the origin: a browser
// opens only six connections to one address. Runs in the SharedWorker events.js,
// or inside the page where SharedWorker is missing.
//
// Messages to a subscriber:   {kind: "event", seq, type, at, data}
//                             {kind: "live", page, region, seq, html}  a region of an open page as it is now
//                             {kind: "beat", at, current}  current: all that was told is true at this moment
//                             {kind: "gone", page}         the page is not there any more, or not for this session
//                             {kind: "over"}               there is no session any more
//                             {kind: "reset"}              re-read everything, then follow again
//                             {kind: "state", live, since} since: ms since the epoch
//                             {kind: "scan", data}         a code was scanned just now; it is in no log and comes once
// Messages from a subscriber: {kind: "follow", after, page, show, types}, {kind: "bye"}
//   page, show: its address and the regions it shows; types: of events, all of them without

const silence = 2500; // ms without a beat: the line is cut, whatever the browser says
const retryAfter = 1000; // ms
const types = [
  "ticket.issued", "ticket.called", "ticket.recalled", "ticket.started", "ticket.finished", "ticket.no-show", "ticket.parked",
  "ticket.resumed", "ticket.transferred", "ticket.returned", "ticket.canceled", "ticket.expired", "counter.opened",
  "counter.closed", "counter.paused", "counter.ready", "counter.incident", "counter.undone", "counter.recovered", "counter.staffed",
  "counter.asked", "counter.attended", "ticket.noted", "note.erased", "counter.alarmed", "alarm.answered", "figures.explained", "log.opened", "epoch.opened",
  "program.started", "config.changed", "day.opened", "day.closed", "log.verified", "clock.jumped", "slip.claimed", "slip.printed",
  "slip.failed", "device.state", "ratings.admitted", "ratings.observed", "ratings.refused", "questionnaire.published", "ticket.planned", "ticket.rejoined", "ticket.reclassed", "ticket.checked-in",
  "policy.set", "appointment.booked", "appointment.due", "appointment.canceled", "forecast.fitted",
  "forecast.scored", "slip.reordered", "slip.ordered", "paper.counted", "paper.changed", "paper.served", "help.asked", "help.answered", "ticket.assisted", "notice.claimed", "notice.sent", "notice.failed", "alert.raised", "alert.acknowledged", "alert.escalated", "alert.told", "alert.cleared", "session.opened", "session.refused", "session.closed", "account.changed", "station.paired", "station.removed",
  "inspection.opened", "inspection.drawn", "inspection.exported", "inspection.closed", "personal.erased", "selftest.began", "selftest.ended",
  "report.exported", "report.sent",
  "case.opened", "case.assigned", "case.answered", "case.reopened", "case.settled", "case.withdrawn", "case.told",
];

export class Hub {
  #subscribers = new Map(); // send -> what it follows; null: not yet
  #source = null;
  #opening = false;
  #live = false;
  #since = Date.now();
  #heard = Date.now(); // when the controller last gave a sign of life

  constructor() {
    setInterval(() => this.#check(), 250);
  }

  add(send) {
    this.#subscribers.set(send, null);
  }

  receive(send, message) {
    if (message.kind === "bye") this.#subscribers.delete(send);
    if (message.kind === "follow") {
      const {page, show, types, after} = message;
      this.#subscribers.set(send, {page, show, types, last: after});
      send({kind: "state", live: this.#live, since: this.#since});
    }
    this.#open();
  }

  // open makes one stream for all that is followed now; several changes at once are one.
  #open() {
    if (this.#opening) return;
    this.#opening = true;
    queueMicrotask(() => {
      this.#opening = false;
      this.#connect();
    });
  }

  #followed() {
    return [...this.#subscribers.values()].filter((f) => f);
  }

  #connect() {
    this.#source?.close();
    this.#source = null;
    const followed = this.#followed();
    if (followed.length === 0) return;
    const query = new URLSearchParams({after: Math.min(...followed.map((f) => f.last))});
    for (const f of followed) {
      if (!f.page) continue;
      query.append("page", f.page);
      query.append("show", f.show.join(","));
    }
    const wanted = followed.some((f) => !f.types) ? ["*"] : [...new Set(followed.flatMap((f) => f.types))];
    query.set("types", wanted.join(","));
    const source = new EventSource("/live?" + query);
    this.#source = source;
    this.#heard = Date.now();
    source.onerror = () => {
      this.#set(false);
      // A refused stream stays closed: the log is another one, or the session is over.
      if (source.readyState === EventSource.CLOSED && source === this.#source) this.#refused();
    };
    for (const type of types) source.addEventListener(type, (e) => this.#event(type, e));
    source.addEventListener("beat", (e) => this.#beat(e));
    source.addEventListener("live", (e) => this.#tell({kind: "live", ...JSON.parse(e.data)}));
    source.addEventListener("gone", (e) => this.#tell({kind: "gone", page: JSON.parse(e.data)}));
    source.addEventListener("scan", (e) => this.#tell({kind: "scan", data: JSON.parse(e.data)}));
  }

  #beat(e) {
    const seq = Number(e.lastEventId);
    for (const f of this.#followed()) f.last = Math.max(f.last, seq);
    this.#set(true);
    this.#tell({kind: "beat", ...JSON.parse(e.data)});
  }

  #event(type, e) {
    const {at, data} = JSON.parse(e.data);
    const seq = Number(e.lastEventId);
    for (const [send, f] of this.#subscribers) {
      if (!f || seq <= f.last) continue;
      f.last = seq;
      if (!f.types || f.types.includes(type)) send({kind: "event", seq, type, at, data});
    }
  }

  // refused asks why: without a session everybody is told so, else the log may be another one.
  async #refused() {
    this.#source = null;
    const status = await fetch("/live", {method: "HEAD", cache: "no-store"}).then((r) => r.status, () => 0);
    if (status === 401) this.#tell({kind: "over"});
    await new Promise((done) => setTimeout(done, retryAfter));
    if (this.#source) return;
    if (status === 401 || status === 0) return this.#open();
    for (const send of this.#subscribers.keys()) this.#subscribers.set(send, null);
    this.#tell({kind: "reset"});
  }

  // check notices a line whose cable was pulled: it reports nothing by itself.
  #check() {
    if (!this.#source || Date.now() - this.#heard < silence) return;
    this.#set(false);
    if (Date.now() - this.#heard > 2 * silence) this.#connect();
  }

  #set(live) {
    if (live) this.#heard = Date.now();
    if (this.#live === live) return;
    this.#live = live;
    this.#since = live ? Date.now() : this.#heard;
    this.#tell({kind: "state", live, since: this.#since});
  }

  #tell(message) {
    for (const send of this.#subscribers.keys()) send(message);
  }
}
