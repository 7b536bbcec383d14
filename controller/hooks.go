package controller

import (
	"cmp"
	"context"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/wire"
)

const (
	hookFirst = time.Second      // pause after a delivery that failed
	hookMost  = 10 * time.Minute // it grows up to this
	hookWeary = 72 * time.Hour   // after so long it is tried once in hookRare
	hookRare  = time.Hour
	hookTold  = 5 * time.Minute // people are told of what fails for so long
	hookLook  = time.Second     // between looks for another configuration
	hookSaved = 1000            // entries that nobody wanted until the cursor is stored all the same
	mostGroup = 100             // entries in one delivery
	mostBytes = 256 << 10       // of entries in one delivery
)

// hooks tells the log to programs elsewhere. Each has a cursor of its own in
// the store and a goroutine of its own: one that is away holds nobody up.
type hooks struct {
	e      *Engine
	meters *meters
	health *health.Register
	log    *slog.Logger
	agent  string
	lookup lookupFunc // of names; nil: the machine's
	pace   float64    // of pauses: 1, but in tests

	mu   sync.Mutex
	each map[string]*hook
}

func newHooks(e *Engine, now func() time.Time, o Options, log *slog.Logger) *hooks {
	return &hooks{e: e, meters: e.meters, health: health.NewRegister(now), log: log, agent: "motcua/" + o.Version, pace: cmp.Or(o.HookPace, 1), each: map[string]*hook{}}
}

// hook is one web hook with what is known of it.
type hook struct {
	center.Hook
	*hooks
	post  *poster
	again chan struct{} // somebody wants it tried now

	mu    sync.Mutex
	known wire.Hook
	saved int64 // the cursor as the store has it
}

// run keeps a goroutine for each hook of the configuration in force, until ctx ends.
func (k *hooks) run(ctx context.Context) {
	tick := time.NewTicker(hookLook)
	defer tick.Stop()
	for ctx.Err() == nil {
		now := k.e.site().Hooks
		k.live(ctx, now, func(ctx context.Context) {
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
					if !reflect.DeepEqual(now, k.e.site().Hooks) {
						return
					}
				}
			}
		})
	}
}

// live runs the hooks until until returns.
func (k *hooks) live(ctx context.Context, now []center.Hook, until func(context.Context)) {
	ctx, stop := context.WithCancel(ctx)
	each := map[string]*hook{}
	for _, c := range now {
		each[c.ID] = newHook(k, c)
	}
	k.mu.Lock()
	for id := range k.each {
		k.calm(id)
	}
	k.each = each
	k.mu.Unlock()
	for _, h := range each {
		h.wonder()
	}
	var wg sync.WaitGroup
	for _, h := range each {
		wg.Go(func() { h.run(ctx) })
	}
	until(ctx)
	stop()
	wg.Wait()
	for _, h := range each {
		h.post.close()
	}
}

func newHook(k *hooks, c center.Hook) *hook {
	h := &hook{Hook: c, hooks: k, again: make(chan struct{}, 1), post: newPoster(c, k.lookup, k.agent)}
	h.known = wire.Hook{ID: c.ID, Host: h.post.host(), Events: append([]string{}, c.Events...), OK: true}
	return h
}

// run tells the log from the hook's cursor on until ctx ends.
func (h *hook) run(ctx context.Context) {
	after, ok := h.begin(ctx)
	for ok {
		entries, wake, err := h.e.behind(ctx, after)
		switch {
		case err != nil: // the store is being opened again
			ok = rest(ctx, retryAfter) == nil
			continue
		case len(entries) == 0:
			select {
			case <-ctx.Done():
				return
			case <-wake:
			}
			continue
		}
		d := h.group(entries, after)
		if len(d.Events) > 0 && !h.deliver(ctx, d) {
			return
		}
		after = d.To
		h.moved(ctx, after, len(d.Events) > 0)
	}
}

// begin finds the cursor. A hook that never was begins with what happens from
// now on; one whose log was restored from a backup, with the log's end.
func (h *hook) begin(ctx context.Context) (after int64, ok bool) {
	for {
		h.e.mu.RLock()
		s := h.e.store
		h.e.mu.RUnlock()
		seq, known, err := s.HookCursor(ctx, h.ID)
		if err == nil {
			if head := h.e.hub.last(); !known || seq > head {
				seq = head
			}
			h.saved = -1
			h.moved(ctx, seq, true)
			return seq, true
		}
		if rest(ctx, retryAfter) != nil {
			return 0, false
		}
	}
}

// group is the next delivery: as many entries as one may hold, in their order.
func (h *hook) group(entries []wire.Entry, after int64) wire.Delivery {
	d := wire.Delivery{V: 1, Point: h.e.site().Agency, Epoch: h.e.epochNow(), From: after + 1}
	for n := 0; len(entries) > 0 && len(d.Events) < mostGroup && n < mostBytes; entries = entries[1:] {
		e := entries[0]
		if h.wants(e.Type) {
			d.Events = append(d.Events, e.Body)
			n += len(e.Body)
		}
		d.To, d.Hash = e.Seq, e.Hash
	}
	d.ID = deliveryID(d)
	return d
}

// onlyNamed are families that leave the center only where a hook names them:
// who logged in and what was done to whose data, cases, and answers and who tried to give them.
var onlyNamed = []string{"session.*", "account.*", "station.*", "inspection.*", "personal.*", "case.*", "ratings.*"}

// wants tells whether the hook is to be told of a type.
func (h *hook) wants(kind string) bool {
	if len(h.Events) == 0 {
		return !slices.ContainsFunc(onlyNamed, func(family string) bool { return covers(family, kind) })
	}
	return slices.ContainsFunc(h.Events, func(want string) bool { return covers(want, kind) })
}

func covers(want, kind string) bool {
	if family, all := strings.CutSuffix(want, "*"); all {
		return strings.HasPrefix(kind, family)
	}
	return want == kind
}

// deliver tries until the receiver has taken it, or ctx ends.
func (h *hook) deliver(ctx context.Context, d wire.Delivery) bool {
	for pause := hookFirst; ; pause = min(2*pause, hookMost) {
		began := h.e.opts.Clock().Wall
		r := h.post.send(ctx, d)
		if ctx.Err() != nil {
			return false
		}
		h.meters.posted.WithLabelValues(h.ID, hookResult(r)).Inc()
		if r.cause == "" {
			h.worked(began)
			return true
		}
		wait := max(h.jitter(pause), r.later)
		if since := h.failed(began, r, wait); began.Sub(since) > hookWeary {
			wait = hookRare
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Duration(float64(wait) * h.pace)):
		case <-h.again:
			pause = hookFirst
		}
	}
}

// jitter spreads those that wait for the same receiver.
func (h *hook) jitter(d time.Duration) time.Duration { return d/2 + mathrand.N(d/2) }

func hookResult(r result) string {
	switch r.cause {
	case "":
		return wire.HookOK
	case wire.HookRefused:
		return wire.HookRefused
	}
	return wire.HookUnreachable
}

func (h *hook) worked(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known.OK, h.known.Cause, h.known.Status, h.known.LastOK, h.known.Failing, h.known.Next = true, "", 0, &at, nil, nil
	for _, cause := range wire.HookCauses {
		h.health.Clear(h.ID, "hook-"+cause)
	}
}

// calm takes back whatever was told of a hook's deliveries.
func (k *hooks) calm(id string) {
	k.health.Clear(id, "hook-nothing")
	for _, cause := range wire.HookCauses {
		k.health.Clear(id, "hook-"+cause)
	}
}

// wonder tells of a type that there is not: whoever waits for it waits in vain.
func (h *hook) wonder() {
	for _, want := range h.Events {
		if !slices.ContainsFunc(wire.Types(), func(kind string) bool { return covers(want, kind) }) {
			h.health.Raise(h.ID, "hook-nothing", health.Notice, "hook", h.ID, "value", want)
		}
	}
}

// failed notes an attempt that failed, and returns since when they do.
func (h *hook) failed(at time.Time, r result, wait time.Duration) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	next := at.Add(wait)
	h.known.OK, h.known.Cause, h.known.Status, h.known.Next = false, r.cause, r.status, &next
	if h.known.Failing == nil {
		h.known.Failing = &at
		h.log.Warn("web hook failed", "hook", h.ID, "cause", r.cause, "status", r.status)
	}
	since := *h.known.Failing
	switch failing := at.Sub(since); {
	case failing > hookWeary:
		h.trouble(health.Fault, since)
	case failing > hookTold:
		h.trouble(health.Warning, since)
	}
	return since
}

func (h *hook) trouble(s health.Severity, since time.Time) {
	for _, cause := range wire.HookCauses {
		h.health.Clear(h.ID, "hook-"+cause)
	}
	h.health.Raise(h.ID, "hook-"+h.known.Cause, s, "hook", h.ID, "since", since.Format("15:04 02/01/2006"))
}

// moved notes how far the receiver is, and stores it where it was told something.
func (h *hook) moved(ctx context.Context, after int64, told bool) {
	h.mu.Lock()
	h.known.Seq = after
	save := after != h.saved && (told || after-h.saved >= hookSaved)
	h.mu.Unlock()
	if !save {
		return
	}
	err := h.e.saveHook(ctx, h.ID, after)
	if err == nil {
		h.saved = after
	} else if ctx.Err() == nil { // it is told again after a restart: better than not at all
		h.log.Warn("cursor of a web hook not stored", "hook", h.ID, "error", err)
	}
}

// view is how the hook stands against the head of the log.
func (h *hook) view(head int64) wire.Hook {
	h.mu.Lock()
	defer h.mu.Unlock()
	v := h.known
	v.Behind = max(0, head-v.Seq)
	return v
}

// list is every hook, by id.
func (k *hooks) list() wire.Hooks {
	k.mu.Lock()
	defer k.mu.Unlock()
	v := wire.Hooks{Head: k.e.hub.last(), Hooks: []wire.Hook{}}
	for _, h := range k.each {
		v.Hooks = append(v.Hooks, h.view(v.Head))
	}
	slices.SortFunc(v.Hooks, func(a, b wire.Hook) int { return cmp.Compare(a.ID, b.ID) })
	return v
}

func (k *hooks) find(id string) (*hook, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	h, ok := k.each[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "hook-unknown", "hook", id)
	}
	return h, nil
}

func getHooks(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, c.hooks.list())
}
