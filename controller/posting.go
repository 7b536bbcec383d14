package controller

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"motcua/internal/health"
	"motcua/internal/notice"
)

const (
	postLook  = time.Second / 4  // between looks for what is owed
	postQuiet = 10 * time.Second // the same while nothing happens: waits grow shorter by themselves
	postLong  = 2 * time.Minute  // for one notice, with every attempt
	mostPosts = 8                // on their way at once
)

// posting sends the notices that are claimed.
type posting struct {
	e       *Engine
	senders map[string]notice.Sender // by channel
	health  *health.Register
	log     *slog.Logger
}

// run looks for what is owed and sends it, until ctx ends.
func (p *posting) run(ctx context.Context) {
	if len(p.senders) == 0 {
		return
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	free := make(chan struct{}, mostPosts)
	tick := time.NewTicker(postLook)
	defer tick.Stop()
	seen, looked := int64(-1), time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		head := p.e.hub.last()
		if head == seen && time.Since(looked) < postQuiet {
			continue
		}
		seen, looked = head, time.Now()
		if !p.e.owes() {
			continue
		}
		for _, x := range p.e.claimNotices(ctx) {
			wg.Go(func() {
				select {
				case free <- struct{}{}:
					defer func() { <-free }()
					p.send(ctx, x)
				case <-ctx.Done():
				}
			})
		}
	}
}

// send sends one notice and tells what became of it. What is not told, because
// the program ends, is known at the next start to be unsure.
func (p *posting) send(ctx context.Context, x post) {
	cause := p.deliver(ctx, x)
	if ctx.Err() != nil && cause != "" {
		return
	}
	if err := p.e.noticeEnds(ctx, x.NoticeData, cause); err != nil {
		p.log.Warn("outcome of a notice not stored", "channel", x.Channel, "kind", x.Kind)
	}
}

// deliver returns why a notice was not sent, "" where it was. What has waited
// behind others may be true no more, or its citizen may have taken the address back.
func (p *posting) deliver(ctx context.Context, x post) (cause string) {
	s, still := p.senders[x.Channel], func() bool { return p.e.stillTrue(x.NoticeData) }
	switch {
	case s == nil:
		return notice.Setup
	case !still():
		return notice.Late
	}
	ctx, cancel := context.WithTimeout(ctx, postLong)
	defer cancel()
	if err := notice.Deliver(ctx, s, x.message, func(err error) { p.tell(x.Channel, err) }, still); err != nil {
		return notice.CauseOf(err)
	}
	return ""
}

// troubled tells that something is wrong with a channel.
func (p *posting) troubled(channel string) bool {
	name := notice.ChannelName(channel)
	return slices.ContainsFunc(p.health.List(), func(c health.Condition) bool { return slices.Contains(c.Args, any(name)) })
}

// tell notes how a channel is.
func (p *posting) tell(channel string, err error) {
	switch {
	case err == nil || !notice.TellsOfServer(err):
		for _, cause := range notice.Causes {
			p.health.Clear(channel, "notice-"+cause)
		}
	case notice.CauseOf(err) == notice.Unsure: // one silence says little
	default:
		cause := notice.CauseOf(err)
		p.log.Warn("notice not sent", "channel", channel, "cause", cause)
		p.health.Raise(channel, "notice-"+cause, health.Warning, "channel", notice.ChannelName(channel))
	}
}
