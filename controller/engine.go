package controller

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"log/slog"
	mathrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/waits"
	"motcua/internal/wire"
)

const (
	mostJobs    = 256             // commands in one transaction
	recentChain = 5000            // entries whose chain is verified at the start
	retryAfter  = time.Second     // between attempts to open a store that failed
	housekeep   = 1 * time.Second // between looks at the clock while nothing happens
)

// Engine decides. One goroutine, that of Run, takes the waiting commands, runs
// each through the rules, makes the events of all of them durable in one
// transaction, and only then answers and publishes. Reading is safe from any
// goroutine and never sees what is not stored.
type Engine struct {
	opts        EngineOptions
	jobs        chan *job
	reforms     chan *reform
	stopped     chan struct{} // closed when Run has ended
	sites       sites
	long        chan struct{} // held by the one report over a long period
	hub         *hub
	meters      *meters
	center      atomic.Pointer[center.Center] // the configuration in force
	mu          sync.RWMutex                  // guards what follows
	state       *state
	store       *store.Store
	replies     map[replyKey]store.Reply
	tokens      map[[sha256.Size]byte]store.RatingToken
	pending     map[store.AnswerID]store.Pending
	gaming      *rating.Watch            // sees how answers come about
	sealed      string                   // hour up to which answers were let into the log
	refused     map[string]int           // answers that people who work here tried to give, by who
	people      map[string]store.Account // by name
	stations    []store.Station          // paired computers; replaced, never changed
	inspections []store.Inspection       // the newest first; likewise
	booked      []*queue.Appointment     // of today and later
	phones      map[phoneKey]int         // numbers that phones have taken today
	epoch       wire.EpochOpenedData
	trouble     error         // why nothing can be stored, nil when all is well
	failed      time.Duration // uptime at which the store last failed
	broken      bool          // the store must be opened again first
	full        bool          // the disk was full: no new tickets until there is room
	checked     time.Duration // uptime at which room was last looked for
	retained    time.Duration // uptime at which what is too old was last looked for
	awaits      bool          // a configuration waits for the service day to end: none opens before it is in force
	postponed   bool          // it could not be put in force: the day opens under the one before
	learned     waits.Learned // what earlier days have taught of waits
	review      review        // what they say of staffing
	lapsed      time.Duration // uptime at which numbers away were last looked for
	watched     time.Duration // uptime at which alerts were last looked for
	allowed     center.Day    // a day in doubt that a person confirmed
	doubted     center.Day    // a day that the clock jumped to in the middle of another

	born    time.Duration                       // uptime at the start of the program
	results []wire.SelfTestCheck                // that a running self-test has had
	linked  func() (connected, configured bool) // how the link to the province stands
	staffed func(id string) bool                // whether a credential was given to staff; nil: nobody knows

	connected, uplinked bool // what linked said last: Run alone uses them

	cases      caseBook
	contacts   map[queue.TicketID]store.Contact // addresses left for tickets
	unscrubbed bool                             // something was deleted that is still in the files
}

// EngineOptions make an engine.
type EngineOptions struct {
	Center  *center.Center
	Config  string // SHA-256 of the configuration's files, hex
	Text    []byte // the configuration file, of which versions are kept; nil: none are
	Store   store.Options
	Clock   func() queue.Moment
	Random  mathrand.Source // shuffles answers; nil: seeded by the system
	Version string
	Built   time.Time                   // a wall clock before this is not plausible
	Synced  func() (synced, known bool) // whether the machine's clock follows a better one; nil: nobody knows
	Log     *slog.Logger
}

type replyKey struct{ scope, key string }

// job is one command on its way to the writer.
type job struct {
	reply replyKey // key empty: not remembered
	body  [sha256.Size]byte
	run   func(*tx) (status int, answer any, err error)
	done  chan outcome
}

type outcome struct {
	status int
	answer []byte
	err    error
}

// decode reads the answer of a command that worked.
func (o outcome) decode(v any) error {
	if o.err != nil {
		return o.err
	}
	return json.Unmarshal(o.answer, v)
}

// OpenEngine opens the log, folds the current day and verifies the recent chain.
func OpenEngine(ctx context.Context, o EngineOptions) (*Engine, error) {
	e := &Engine{opts: o, jobs: make(chan *job, 4*mostJobs), reforms: make(chan *reform), stopped: make(chan struct{}), long: make(chan struct{}, 1), meters: newMeters(), born: o.Clock().Up}
	e.center.Store(o.Center)
	e.linked = func() (bool, bool) { return false, false }
	if e.opts.Log == nil {
		e.opts.Log = slog.New(slog.DiscardHandler)
	}
	if e.opts.Random == nil {
		var seed [32]byte
		rand.Read(seed[:])
		e.opts.Random = mathrand.NewChaCha8(seed)
	}
	if err := e.load(ctx); err != nil {
		return nil, err
	}
	return e, e.started(ctx)
}

// site is the configuration in force. It is never changed, only replaced.
func (e *Engine) site() *center.Center { return e.center.Load() }

// Close closes the log. Run must have ended.
func (e *Engine) Close() error { return e.store.Close() }

// load opens the store and folds it: everything the engine remembers comes from here.
func (e *Engine) load(ctx context.Context) (err error) {
	s, err := store.Open(ctx, e.opts.Store)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	head := s.Head()
	if _, err := s.Verify(ctx, max(0, head.Seq-recentChain)); err != nil {
		return err
	}
	key, err := s.Key(ctx, "secrets", func(b []byte) { rand.Read(b) })
	if err != nil {
		return err
	}
	if e.hub == nil {
		e.hub = newHub(head.Seq)
	}
	return e.adopt(ctx, s, key)
}

// adopt makes what s holds all that the engine knows.
func (e *Engine) adopt(ctx context.Context, s *store.Store, key []byte) error {
	if err := cmp.Or(e.recallModel(ctx, s), e.recallReview(ctx, s)); err != nil {
		return err
	}
	st := newState(e.site(), key, e.opts.Clock, e.learned)
	var err error
	if st.questionnaires, err = recallPublished(ctx, s); err != nil {
		return err
	}
	_, first, err := s.LastDay(ctx)
	if err != nil {
		return err
	}
	if err := foldFrom(ctx, s, st, max(first, 1)-1); err != nil {
		return err
	}
	e.store, e.state = s, st
	return e.recall(ctx)
}

func foldFrom(ctx context.Context, s *store.Store, st *state, after int64) error {
	for {
		entries, err := s.Read(ctx, after, 1000)
		if err != nil || len(entries) == 0 {
			return err
		}
		for _, x := range entries {
			if err := st.fold(x); err != nil {
				return fault.Wrap(err, fault.Unavailable, "log-broken")
			}
			after = x.Seq
		}
	}
}

// recall reads what stands beside the log.
func (e *Engine) recall(ctx context.Context) error {
	replies, err := e.store.Replies(ctx)
	if err != nil {
		return err
	}
	e.replies = map[replyKey]store.Reply{}
	for _, r := range replies {
		e.replies[replyKey{r.Scope, r.Key}] = r
	}
	if err := e.recallRatings(ctx); err != nil {
		return err
	}
	if err := e.recallPeople(ctx); err != nil {
		return err
	}
	if err := cmp.Or(e.recallVisits(ctx), e.recallTest(ctx), e.recallContacts(ctx), e.recallCases(ctx)); err != nil {
		return err
	}
	raw, err := e.store.Meta(ctx, "epoch")
	if err != nil || raw == "" {
		return err
	}
	return json.Unmarshal([]byte(raw), &e.epoch)
}

// started logs this start; the very first opens the log.
func (e *Engine) started(ctx context.Context) error {
	t := e.begin()
	if e.store.Head().Seq == 0 {
		t.setEpoch(1)
		t.emit(wire.LogOpened, &wire.LogOpenedData{Epoch: e.epoch.Epoch, Point: e.site().Agency})
	}
	t.emit(wire.ProgramStarted, &wire.ProgramStartedData{Version: e.opts.Version})
	known, err := e.store.Meta(ctx, "config")
	if err != nil {
		return err
	}
	version, err := e.fromFile(ctx, t)
	if err != nil {
		return err
	}
	if known != e.opts.Config || version != nil {
		t.configured(e.opts.Config, version)
	}
	t.settle(true)
	return e.commit(ctx, t)
}

// Run decides until ctx ends. It may be called once.
func (e *Engine) Run(ctx context.Context) error {
	defer close(e.stopped)
	tick := time.NewTicker(housekeep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			e.connected, e.uplinked = e.linked() // not under the lock: the link asks the engine
			e.process(ctx, nil)
			e.scrub(ctx)
		case first := <-e.jobs:
			e.process(ctx, e.gather(first))
		case x := <-e.reforms:
			e.swap(ctx, x)
		}
	}
}

// gather takes what else is waiting.
func (e *Engine) gather(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < mostJobs {
		select {
		case j := <-e.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// do hands a job to the writer and waits for its outcome.
func (e *Engine) do(ctx context.Context, j *job) outcome {
	j.done = make(chan outcome, 1)
	select {
	case e.jobs <- j:
	case <-e.stopped:
		return outcome{err: fault.New(fault.Unavailable, "stopping")}
	case <-ctx.Done():
		return outcome{err: fault.Wrap(ctx.Err(), fault.Unavailable, "stopping")}
	}
	select {
	case o := <-j.done:
		return o
	case <-ctx.Done():
		return outcome{err: fault.Wrap(ctx.Err(), fault.Unavailable, "stopping")}
	case <-e.stopped:
	}
	select {
	case o := <-j.done:
		return o
	default: // never looked at: nothing of it is in the log
		return outcome{err: fault.New(fault.Unavailable, "stopping")}
	}
}

// process runs one batch: decide, store, then tell.
func (e *Engine) process(ctx context.Context, jobs []*job) {
	e.mu.Lock()
	outcomes, entries := e.decide(context.WithoutCancel(ctx), jobs)
	e.hub.publish(entries) // under the lock: no board is ahead of the stream
	e.mu.Unlock()
	for i, j := range jobs {
		j.done <- outcomes[i]
	}
}

func (e *Engine) decide(ctx context.Context, jobs []*job) ([]outcome, []wire.Entry) {
	outcomes := make([]outcome, len(jobs))
	if err := e.healthy(ctx); err != nil {
		for i := range outcomes {
			outcomes[i].err = err
		}
		return outcomes, nil
	}
	t := e.begin()
	t.roll()
	for i, j := range jobs {
		outcomes[i] = e.one(t, j)
	}
	if t.batch.Empty() {
		return outcomes, nil
	}
	entries, err := e.durable(ctx, t.batch)
	if err != nil {
		e.opts.Log.Error("log not written", "error", err)
		e.failure(ctx, err)
		for i := range outcomes {
			outcomes[i] = outcome{err: err}
		}
		return outcomes, nil
	}
	return outcomes, entries
}

// one runs one job inside the batch, or finds the answer it had before.
func (e *Engine) one(t *tx, j *job) outcome {
	if j.reply.key != "" {
		if r, ok := e.replies[j.reply]; ok {
			if r.Body != j.body {
				return outcome{err: fault.New(fault.Invalid, "key-reused")}
			}
			return outcome{status: r.Status, answer: r.Answer}
		}
	}
	before := t.batch.Cases.Size() + len(t.batch.Drafts)
	status, answer, err := j.run(t)
	if err != nil {
		return outcome{err: err}
	}
	raw := []byte{}
	if answer != nil {
		if raw, err = json.Marshal(answer); err != nil {
			return outcome{err: err}
		}
	}
	if j.reply.key != "" && t.batch.Cases.Size()+len(t.batch.Drafts) > before {
		r := store.Reply{Scope: j.reply.scope, Key: j.reply.key, Body: j.body, Status: status, Answer: raw}
		e.replies[j.reply] = r
		t.batch.Replies = append(t.batch.Replies, r)
	}
	return outcome{status: status, answer: raw}
}

func (e *Engine) begin() *tx {
	now := e.opts.Clock()
	now.Wall = now.Wall.Truncate(time.Millisecond) // what the log keeps
	now.Up = now.Up.Truncate(time.Millisecond)
	return &tx{state: e.state, e: e, now: now, batch: &store.Batch{}}
}

// commit stores what t emitted outside of a batch of jobs.
func (e *Engine) commit(ctx context.Context, t *tx) error {
	if t.batch.Empty() {
		return nil
	}
	entries, err := e.store.Commit(ctx, t.batch)
	if err != nil {
		return err
	}
	e.hub.publish(entries)
	return nil
}
