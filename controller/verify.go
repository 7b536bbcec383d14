package controller

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	verifiedKey = "verified"           // where the store remembers the newest verification
	shownHeads  = 31                   // closed days whose heads are told
	verifyRest  = 4 * time.Millisecond // between pages: whoever works is not held up
	verifyLook  = time.Minute          // between looks for a day that closed
)

// verifying recomputes the whole log in the background, when somebody asks and
// by itself each time a day has closed.
type verifying struct {
	e      *Engine
	health *health.Register
	log    *slog.Logger
	wanted chan string // who wants it
	tried  center.Day  // the newest day after which the controller has looked by itself; run alone uses it

	mu   sync.Mutex
	last wire.Verification
}

func newVerifying(ctx context.Context, e *Engine, now func() time.Time, log *slog.Logger) (*verifying, error) {
	v := &verifying{e: e, health: health.NewRegister(now), log: log, wanted: make(chan string, 1), last: neverVerified()}
	known, err := e.store.Meta(ctx, verifiedKey)
	if err != nil || known == "" {
		return v, err
	}
	if json.Unmarshal([]byte(known), &v.last) != nil || v.last.State == wire.VerifyRunning {
		v.last = neverVerified()
	}
	v.tell(v.last)
	return v, nil
}

func neverVerified() wire.Verification {
	return wire.Verification{State: wire.VerifyNever, Heads: []wire.DayHead{}, Findings: []wire.FindingText{}}
}

// run verifies whenever it is wanted, until ctx ends.
func (v *verifying) run(ctx context.Context) {
	tick := time.NewTicker(verifyLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case by := <-v.wanted:
			v.verify(ctx, by)
		case <-tick.C:
			if v.due() {
				v.tried = view(v.e, func(s *state, _ queue.Moment) center.Day { return s.last })
				v.verify(ctx, "")
			}
		}
	}
}

// due tells that a day has closed since the log was last looked at.
func (v *verifying) due() bool {
	closed := view(v.e, func(s *state, _ queue.Moment) center.Day {
		if s.open {
			return ""
		}
		return s.last
	})
	x := v.now()
	return closed != "" && closed > v.tried && (len(x.Heads) == 0 || x.Heads[0].Day < closed)
}

// want asks for a verification; one that runs already is the one that is wanted.
func (v *verifying) want(by string) wire.Verification {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.last.State != wire.VerifyRunning {
		select {
		case v.wanted <- by:
			began := v.e.opts.Clock().Wall
			v.last = wire.Verification{State: wire.VerifyRunning, By: by, Began: &began, Total: v.e.hub.last(), Findings: []wire.FindingText{}, Heads: []wire.DayHead{}}
		default: // just asked for
		}
	}
	return v.last
}

func (v *verifying) now() wire.Verification {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.last
}

func (v *verifying) set(x wire.Verification) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last = x
}

// verify looks at the whole log and remembers what came of it.
func (v *verifying) verify(ctx context.Context, by string) {
	began := v.e.opts.Clock()
	x := wire.Verification{State: wire.VerifyRunning, By: by, Began: &began.Wall, Total: v.e.hub.last(), Heads: []wire.DayHead{}, Findings: []wire.FindingText{}}
	v.set(x)
	a := wire.NewAudit(wire.LogHead{})
	v.e.mu.RLock()
	s := v.e.store
	v.e.mu.RUnlock()
	err := s.Audit(ctx, a, func(done, total int64) error {
		x.Done, x.Total = done, total
		v.set(x)
		return rest(ctx, verifyRest)
	})
	if ctx.Err() != nil {
		return
	}
	v.end(ctx, &x, a, began, err)
}

// end writes the outcome of a verification into the log, behind what was looked
// at, then tells and remembers it. A log that is broken goes on from the hash
// that it keeps, so that the break stays where it is and is found again.
func (v *verifying) end(ctx context.Context, x *wire.Verification, a *wire.Audit, began queue.Moment, err error) {
	ended := v.e.opts.Clock()
	x.State, x.Ended, x.Done, x.Head = wire.VerifyGood, &ended.Wall, a.Head.Seq, a.Head
	x.Days, x.Jumps, x.Findings, x.More = len(a.Days), a.Jumps, wire.Texts(a.Findings), a.More
	x.Heads = slices.Clone(a.Days[max(0, len(a.Days)-shownHeads):])
	slices.Reverse(x.Heads)
	switch {
	case err != nil:
		x.State, x.Cause = wire.VerifyFailed, fault.CodeOf(err)
	case !a.Good():
		x.State = wire.VerifyBad
	}
	v.log.Info("log verified", "state", x.State, "entries", a.Entries, "days", x.Days, "findings", len(a.Findings)+a.More)
	raw, err := json.Marshal(x)
	if err == nil {
		err = v.e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
			t.remember(verifiedKey, string(raw))
			t.emit(wire.LogVerified, verified(x, (ended.Up-began.Up).Milliseconds()))
			return http.StatusNoContent, nil, nil
		}).err
	}
	if err != nil && ctx.Err() == nil {
		v.log.Warn("verification not remembered", "error", err)
	}
	v.set(*x)
	v.tell(*x)
}

// verified is what the log keeps of a verification.
func verified(x *wire.Verification, ms int64) *wire.LogVerifiedData {
	d := &wire.LogVerifiedData{
		By: cmp.Or(x.By, wire.BySchedule), From: 1, To: x.Head.Seq, Head: x.Head.Hash.String(),
		OK: x.State == wire.VerifyGood, Findings: len(x.Findings) + x.More, Cause: x.Cause, MS: ms,
	}
	if len(x.Findings) > 0 {
		d.Bad = x.Findings[0].Seq
	}
	return d
}

// tell raises what people must know of a verification.
func (v *verifying) tell(x wire.Verification) {
	v.health.Clear("", "log-changed")
	v.health.Clear("", "log-unverified")
	switch x.State {
	case wire.VerifyBad:
		v.health.Raise("", "log-changed", health.Fault, "seq", x.Findings[0].Seq)
	case wire.VerifyFailed:
		v.health.Raise("", "log-unverified", health.Warning)
	}
}

// rest waits for d, or until ctx ends.
func rest(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func getVerify(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, c.verify.now())
}

func postVerify(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	if _, err := read(w, r, who, &struct{}{}); err != nil {
		return err
	}
	return answer(w, c.engine.ask(r.Context(), memo{}, func(*tx) (int, any, error) {
		return http.StatusAccepted, c.verify.want(who.id), nil
	}))
}
