package controller

import (
	"context"
	"sync/atomic"

	"motcua/internal/center"
	"motcua/internal/notice"
	"motcua/internal/onestop"
)

// Outside is what speaks to others as a center's configuration says.
type Outside struct {
	Senders map[string]notice.Sender // of notices, by channel
	OneStop *onestop.Client          // nil: no one-stop system is asked about dossiers
}

// outside holds what is in force. It is replaced with the configuration.
type outside = atomic.Pointer[Outside]

// channel sends through what the configuration in force has for it.
type channel struct {
	name string
	in   *outside
}

// Send is that of notice.Sender; without a server it fails for good.
func (x channel) Send(ctx context.Context, m notice.Message) error {
	if s := x.in.Load().Senders[x.name]; s != nil {
		return s.Send(ctx, m)
	}
	return notice.Failure(notice.Setup)
}

// oneStop is the one-stop system in force.
func (c *Controller) oneStop() *onestop.Client {
	if c.opts.Settings.Outside == nil {
		return c.opts.OneStop
	}
	return c.outside.Load().OneStop
}

// channels are all there may be, where the configuration can change.
func (c *Controller) channels(o *Options) {
	c.outside.Store(&Outside{o.Senders, o.OneStop})
	if o.Settings.Outside == nil {
		return
	}
	o.Senders = map[string]notice.Sender{}
	for _, name := range []string{center.ByZNS, center.BySMS, center.ByEmail} {
		o.Senders[name] = channel{name, &c.outside}
	}
	c.opts.Senders = o.Senders
}
