// Package province is the provincial side of the link: it receives what the
// reception points send over MQTT, checks it against the hash chain, stores
// every event exactly once and in order, and shows how the centers stand. It is
// also the reference for an operation center (IOC) that writes its own: the
// contract is docs/mqtt.md and docs/asyncapi.yaml, and any MQTT 3.1.1 broker may
// stand in for the embedded one.
package province

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/wire"
)

// Options is what a province needs to know.
type Options struct {
	Data   string      // directory of the store and the broker
	Listen string      // MQTT address of the embedded broker, such as 127.0.0.1:1883; port 0: any
	TLS    *tls.Config // of the embedded broker: its certificate and, as ClientCAs, the authority of the points; nil: no TLS, one machine only
	Broker link.Broker // the broker to use instead, where Listen is empty

	Points []Point // those that may speak; others are refused
	Reader string  // password of the broker's read-only user "reader"; empty: there is none
	Token  string  // opens the pages and the JSON interface; empty: whoever mounts Handler decides
	Demo   bool    // pages say that the data are for illustration

	Proxies []netip.Prefix // before the citizens' pages: whose word on a visitor's address counts

	Logger *slog.Logger
	Now    func() time.Time // nil: time.Now
}

// Point is one reception point of the province.
type Point struct {
	Prov, ID string    // levels of its topics, see center.Slugs; ID is also its user name, client id and certificate's CN
	Name     i18n.Text // of the center, for the pages
	Password string    // of its broker user, where there is no TLS
}

// Province receives, checks, stores and shows.
type Province struct {
	o       Options
	store   *store
	broker  *broker // nil with a broker of somebody else's
	points  map[string]Point
	phones  *phones
	dropped atomic.Int64 // messages the queue had no room for
	online  atomic.Bool  // the collector is connected
	failing atomic.Bool  // the last transaction failed: disk full or broken

	ready     chan struct{}
	readyOnce sync.Once
	addr      string // of the embedded broker, set before ready closes
}

// New opens the store and prepares the broker; Run starts both. Close the
// province when Run has returned, or when it is never called.
func New(o Options) (*Province, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Province{o: o, points: map[string]Point{}, ready: make(chan struct{})}
	for _, pt := range o.Points {
		if !wire.IsSlug(pt.Prov) || !wire.IsSlug(pt.ID) || pt.ID == collectorUser || pt.ID == readerUser {
			return nil, fmt.Errorf("province: %q/%q are not topic levels of a point", pt.Prov, pt.ID)
		}
		if _, twice := p.points[pt.ID]; twice {
			return nil, fmt.Errorf("province: point %q is listed twice", pt.ID)
		}
		p.points[pt.ID] = pt
	}
	p.phones = newPhones(p.points, o.Now)
	var err error
	if o.Listen != "" {
		if p.broker, err = newBroker(&p.o); err != nil {
			return nil, err
		}
	} else if o.Broker.URL == "" {
		return nil, errors.New("province: neither an address to listen on nor a broker")
	}
	p.store, err = openStore(context.Background(), o.Data)
	return p, err
}

// Close closes the store.
func (p *Province) Close() error { return p.store.close() }

// Ready is closed once messages are received for the first time.
func (p *Province) Ready() <-chan struct{} { return p.ready }

// Addr returns the embedded broker's address; it is known once Ready is closed.
func (p *Province) Addr() string { return p.addr }

// Status is what a health check and the metrics tell of the province.
type Status struct {
	Receiving bool  // connected to the broker and subscribed
	Failing   bool  // the last transaction failed: disk full or broken
	Dropped   int64 // messages dropped because the queue was full; the points send them again
}

// Status returns the province's state now.
func (p *Province) Status() Status {
	return Status{Receiving: p.online.Load(), Failing: p.failing.Load(), Dropped: p.dropped.Load()}
}

// Run serves the broker and collects until ctx ends, and then returns nil. It
// fails only when the embedded broker cannot start.
func (p *Province) Run(ctx context.Context) error {
	if p.broker == nil {
		p.collect(ctx, p.o.Broker)
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	serving := make(chan struct{})
	var wg sync.WaitGroup
	var failed error
	wg.Go(func() {
		defer cancel()
		failed = p.broker.run(ctx, func(addr string) { p.addr = addr; close(serving) })
	})
	select {
	case <-serving:
		// The broker stops after the collector has said good-bye.
		p.collect(ctx, p.broker.local)
	case <-ctx.Done():
	}
	cancel()
	wg.Wait()
	return failed
}
