package link

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"motcua/internal/wire"
)

// Phones is what the province's copies of the citizens' pages need. It is safe
// for concurrent use.
type Phones interface {
	// Pages is every page of the service day as it is now, from memory.
	Pages() PhoneSet
	// Obey does what a command asks and returns once it is stored, or refused.
	// The same id is done once.
	Obey(ctx context.Context, c wire.Cmd) wire.CmdReply
}

// PhoneSet is all pages of one service day.
type PhoneSet struct {
	Center wire.PhoneCenter
	At     time.Time
	Until  time.Time // end of the day
	Pages  []PhonePage
}

// PhonePage is a page and the secret that opens it. The secret never leaves the center.
type PhonePage struct {
	Secret string
	wire.PhonePage
}

const (
	pagesAtOnce = 100             // in one message
	obeyWithin  = 8 * time.Second // a command that takes longer has no answer
	waitingCmds = 64              // more are dropped: the province asks again
)

// feed is what one session has told of the pages.
type feed struct {
	center  string // as it was told
	session string
	n       int64
	at      time.Time // of the last message
	head    int64     // of the log, then
	until   time.Time
	told    map[string][sha256.Size]byte // by key
}

// orders are commands on their way to who does them, and back.
type orders struct {
	come chan wire.Cmd
	sync chan struct{}
	done chan wire.CmdReply
}

func newOrders() *orders {
	return &orders{come: make(chan wire.Cmd, waitingCmds), sync: make(chan struct{}, 1), done: make(chan wire.CmdReply, waitingCmds)}
}

// offer passes a command on. It never blocks.
func (o *orders) offer(m Message) {
	c, ok := wire.DecodeCmd(m.Payload)
	switch {
	case !ok || m.Retained: // nobody keeps a command for later
	case c.Kind == wire.CmdPhoneSync:
		select {
		case o.sync <- struct{}{}:
		default:
		}
	default:
		select {
		case o.come <- c:
		default:
		}
	}
}

// listen asks for the province's commands, nil where nobody obeys. A broker that
// forbids them must not keep the log from the province.
func (l *Link) listen(ctx context.Context, conn *Conn, o *orders) (*orders, error) {
	if l.o.Phones == nil {
		return nil, nil
	}
	err := conn.Subscribe(ctx, wire.CmdTopic(l.o.Prov, l.o.Point, "+"))
	if errors.Is(err, errRefused) {
		l.o.Logger.Warn("broker forbids commands: pages at the province only show", "err", err)
		return nil, nil
	}
	return o, err
}

// obey does commands, one after another, until ctx ends.
func (s *session) obey(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-s.orders.come:
			within, cancel := context.WithTimeout(ctx, obeyWithin)
			reply := s.o.Phones.Obey(within, c)
			cancel()
			select {
			case s.orders.done <- reply:
			case <-ctx.Done():
				return
			}
		}
	}
}

// reply publishes the answer of a command and tells the pages that it changed.
func (s *session) reply(r wire.CmdReply) {
	r.V = 1
	raw, err := json.Marshal(r)
	if err != nil {
		s.o.Logger.Error("answer not encodable", "err", err)
		return
	}
	s.publish(wire.TopicCmdReply, raw, false)
}

// tellPhones publishes what has changed on the pages when it is due.
func (s *session) tellPhones(now time.Time) {
	if s.o.Phones == nil || now.Sub(s.feed.at) < s.o.Timing.PhoneMin {
		return
	}
	head := s.log.Head()
	if head == s.feed.head && now.Sub(s.feed.at) < s.o.Timing.PhoneMax {
		return
	}
	set := s.o.Phones.Pages()
	known, _ := json.Marshal(set.Center) // plain fields: it cannot fail
	if s.feed.n == 0 || !set.Until.Equal(s.feed.until) || string(known) != s.feed.center {
		s.feed = feed{session: newSession(), told: map[string][sha256.Size]byte{}, until: set.Until, center: string(known)}
	}
	s.feed.at, s.feed.head = now, head
	pages, err := s.feed.changed(set.Pages, wire.Source(s.o.Prov, s.o.Point))
	if err != nil {
		s.o.Logger.Error("page not encodable", "err", err)
	}
	whole := s.feed.n == 0
	for first := true; first || len(pages) > 0; first = false {
		n := min(len(pages), pagesAtOnce)
		s.feed.n++
		m := wire.PhoneFeed{V: 1, Session: s.feed.session, N: s.feed.n, At: set.At, Until: set.Until, Pages: pages[:n]}
		if whole {
			m.More = n < len(pages)
			if first {
				m.Center = &set.Center
			}
		}
		pages = pages[n:]
		raw, err := json.Marshal(m)
		if err != nil {
			s.o.Logger.Error("pages not encodable", "err", err)
			return
		}
		s.publish(wire.TopicPhone, raw, false)
	}
}

// changed seals the pages that differ from what was told.
func (f *feed) changed(all []PhonePage, source string) ([]wire.SealedPage, error) {
	var out []wire.SealedPage
	for _, p := range all {
		same := p.PhonePage
		same.At = time.Time{}
		raw, err := json.Marshal(same)
		if err != nil {
			return out, err
		}
		key, sum := wire.PhoneKey(p.Secret), sha256.Sum256(raw)
		if f.told[key] == sum {
			continue
		}
		body, err := wire.Seal(p.Secret, wire.SealPage, source, p.PhonePage)
		if err != nil {
			return out, err
		}
		f.told[key] = sum
		out = append(out, wire.SealedPage{Key: key, Body: body})
	}
	return out, nil
}
