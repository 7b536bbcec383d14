// Package link carries the center's log to the province over MQTT 3.1.1. The
// log itself is what waits to be sent: there is no outbox. The broker is
// transport and its PUBACK proves nothing; an event counts as delivered only
// when the province says that it has committed everything up to that sequence
// (the watermark, topic ack). Whatever is not confirmed is read and sent again,
// and the province drops what it already has: at least once on the wire,
// exactly once in its store.
package link

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"log/slog"
	mrand "math/rand/v2"
	"sync"
	"time"

	"motcua/internal/wire"
)

// Log is the center's log as this reader needs it. It is safe for concurrent use.
type Log interface {
	// Read returns at most limit entries that follow sequence after, in order without a gap.
	Read(ctx context.Context, after int64, limit int) ([]wire.Entry, error)
	// Head returns the last sequence, 0 for an empty log.
	Head() int64
	// Wait returns nil once Head is greater than after, or ctx's error.
	Wait(ctx context.Context, after int64) error
	// Epoch returns the epoch in force and the first sequence told under it.
	Epoch() (epoch string, first int64)
}

// State keeps the link's one cursor beside the log.
type State interface {
	// Acked returns the watermark last saved for epoch, 0 where there is none.
	Acked(epoch string) int64
	// SaveAcked remembers a watermark. It may go down: a province that lost
	// its store asks again for what it had confirmed.
	SaveAcked(epoch string, seq int64) error
	// OpenEpoch goes on under a new epoch, because (epoch, seq) would otherwise
	// mean two events: it appends epoch.opened with first = Acked(epoch in
	// force) + 1, so that Log.Epoch changes before it returns. reason is one of
	// the Fork constants.
	OpenEpoch(ctx context.Context, reason string) error
}

// Reasons to open a new epoch.
const (
	ForkAhead = "ahead" // the province knows sequences that this log does not have
	ForkHash  = "hash"  // the province confirmed another event under the same sequence
	ForkTold  = "told"  // the province says so
)

// Options is what a link needs to know.
type Options struct {
	Broker             string      // tls://host:8883, or tcp:// on one machine
	TLS                *tls.Config // nil: plain TCP, for one machine only
	Username, Password string
	ClientID           string // empty: Point, as certificates name it
	Prov, Point        string // levels of the topics, see center.Slugs
	Version            string // of the program, told in the birth message
	Gzip               bool   // pack batches: a fifth of the bytes, for slow lines
	Phones             Phones // feeds the citizens' pages at the province; nil: they are not there
	Logger             *slog.Logger
	Timing             Timing
	Rand               func() float64 // [0,1) for the back-off's jitter; nil: random
}

// Timing holds the link's patience; each zero value means the default.
type Timing struct {
	BackoffMin time.Duration // first pause between connections, 1 s
	BackoffMax time.Duration // longest pause, 5 min
	RTO        time.Duration // the watermark does not move: go back after 3 s
	RTOMax     time.Duration // doubling up to 60 s
	Puback     time.Duration // the broker does not answer a publish: reconnect after 10 s
	SnapMin    time.Duration // shortest time between snapshots, 2 s
	SnapMax    time.Duration // longest time between snapshots, 30 s
	Rotate     time.Duration // shortest time between new epochs, 1 min
	PhoneMin   time.Duration // shortest time between messages for the citizens' pages, 2 s
	PhoneMax   time.Duration // longest time between them, 15 s
}

func (t Timing) withDefaults() Timing {
	set := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	set(&t.BackoffMin, time.Second)
	set(&t.BackoffMax, 5*time.Minute)
	set(&t.RTO, 3*time.Second)
	set(&t.RTOMax, time.Minute)
	set(&t.Puback, 10*time.Second)
	set(&t.SnapMin, 2*time.Second)
	set(&t.SnapMax, 30*time.Second)
	set(&t.Rotate, time.Minute)
	set(&t.PhoneMin, 2*time.Second)
	set(&t.PhoneMax, 15*time.Second)
	return t
}

// Link sends one log to one province. Run does the work.
type Link struct {
	o        Options
	log      Log
	state    State
	snapshot func() wire.Snap
	rotated  time.Time // when an epoch was last opened

	mu     sync.Mutex
	status Status
}

// New returns a link that reads log and keeps its watermark in state. snapshot
// gives the live state for the topic snap; nil publishes none.
func New(o Options, log Log, state State, snapshot func() wire.Snap) (*Link, error) {
	switch {
	case o.Broker == "":
		return nil, errors.New("link: no broker")
	case !wire.IsSlug(o.Prov) || !wire.IsSlug(o.Point):
		return nil, errors.New("link: province and point must be topic levels")
	}
	if o.ClientID == "" {
		o.ClientID = o.Point
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Rand == nil {
		o.Rand = mrand.Float64
	}
	o.Timing = o.Timing.withDefaults()
	return &Link{o: o, log: log, state: state, snapshot: snapshot}, nil
}

// Run connects, sends and reconnects until ctx ends, and then returns nil. No
// failure of the line, the broker or the province ends it.
func (l *Link) Run(ctx context.Context) error {
	for failures := 0; ; failures++ {
		served, err := l.connectOnce(ctx)
		l.setDown(err)
		if ctx.Err() != nil {
			return nil
		}
		if served {
			failures = 0
		}
		pause := l.backoff(failures)
		l.o.Logger.Warn("province link down", "err", err, "pause", pause)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// backoff returns a random pause up to twice as long after each failure ("full
// jitter"): three hundred centers must not come back in step.
func (l *Link) backoff(failures int) time.Duration {
	limit := l.o.Timing.BackoffMin << min(failures, 20)
	limit = min(limit, l.o.Timing.BackoffMax)
	return l.o.Timing.BackoffMin/10 + time.Duration(l.o.Rand()*float64(limit))
}

func newSession() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func (l *Link) topic(kind string) string { return wire.Topic(l.o.Prov, l.o.Point, kind) }
