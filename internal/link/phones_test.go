package link

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"motcua/internal/link/linktest"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// sent is a connection that keeps what is published on it.
type sent struct{ feeds []wire.PhoneFeed }

func (s *sent) Publish(_ byte, m Message) {
	if f, ok := wire.DecodePhoneFeed(m.Payload); ok && !m.Retained {
		s.feeds = append(s.feeds, f)
	}
}
func (s *sent) Check(time.Duration) error { return nil }
func (s *sent) Lost() <-chan error        { return nil }

// pages is a center with numbers.
type pages struct {
	until  time.Time
	states []queue.State
}

func (p *pages) Pages() PhoneSet {
	set := PhoneSet{At: p.until.Add(-time.Hour), Until: p.until}
	for i, s := range p.states {
		set.Pages = append(set.Pages, PhonePage{Secret: fmt.Sprintf("secret-%d", i), PhonePage: wire.PhonePage{V: 1, At: time.Now(), Ticket: wire.Ticket{Number: fmt.Sprint(i), State: s}}})
	}
	return set
}

func (p *pages) Obey(context.Context, wire.Cmd) wire.CmdReply { return wire.CmdReply{} }

// TestTheFeedTellsTheWholeOnceAndThenWhatChanged walks through a morning, a request to tell all again, and midnight.
func TestTheFeedTellsTheWholeOnceAndThenWhatChanged(t *testing.T) {
	log, out := linktest.New(), &sent{}
	p := &pages{until: time.Unix(100_000, 0).UTC(), states: make([]queue.State, 230)}
	for i := range p.states {
		p.states[i] = queue.Waiting
	}
	l, err := New(Options{Broker: "sim", Prov: "h19", Point: "h19-26-1", Logger: slog.New(slog.DiscardHandler), Phones: p}, log, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, now := &session{Link: l, conn: out}, time.Unix(1000, 0)
	tell := func(after time.Duration, want ...string) {
		t.Helper()
		now, out.feeds = now.Add(after), nil
		s.tellPhones(now)
		var got []string
		for _, f := range out.feeds {
			got = append(got, fmt.Sprintf("n%d pages%d more:%v center:%v", f.N, len(f.Pages), f.More, f.Center != nil))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	whole := []string{"n1 pages100 more:true center:true", "n2 pages100 more:true center:false", "n3 pages30 more:false center:false"}
	tell(0, whole...)
	first := out.feeds[0].Session
	tell(14 * time.Second)                                   // nothing happened
	tell(time.Second, "n4 pages0 more:false center:false")   // a sign of life
	log.Add(1, "x")                                          // something happened,
	tell(time.Second)                                        // but it is too soon
	p.states[7], p.states[9] = queue.Called, queue.Finished  //
	tell(time.Second, "n5 pages2 more:false center:false")   // what changed
	log.Add(1, "x")                                          //
	tell(3*time.Second, "n6 pages0 more:false center:false") // an entry that changes no page
	s.feed = feed{at: s.feed.at}                             // as the command phone-sync does
	tell(time.Second)                                        // not in a storm either
	tell(time.Second, whole...)                              //
	if again := out.feeds[0].Session; again == first || len(again) != 16 {
		t.Errorf("told again in the session %q", again)
	}
	p.until, p.states = p.until.Add(24*time.Hour), p.states[:1]
	log.Add(1, "x")
	tell(3*time.Second, "n1 pages1 more:false center:true") // another day
	var page wire.PhonePage
	if x := out.feeds[0].Pages[0]; x.Key != wire.PhoneKey("secret-0") || wire.Unseal("secret-0", wire.SealPage, "motcua/h19/h19-26-1", x.Body, &page) != nil || page.Ticket.Number != "0" {
		t.Errorf("the page told is %+v", page)
	}
}

// TestOnlyCommandsAreObeyed looks at what may come on the topic of commands.
func TestOnlyCommandsAreObeyed(t *testing.T) {
	o := newOrders()
	good, err := json.Marshal(wire.Cmd{V: 1, ID: "one", Kind: wire.CmdPhone, Key: wire.PhoneKey("secret")})
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{"", "{", "[]", `{"v":2,"id":"a","kind":"phone-sync"}`, `{"v":1,"id":"../a","kind":"phone-sync"}`, `{"v":1,"id":"a","kind":"phone","k":"short"}`} {
		o.offer(Message{Payload: []byte(raw)})
	}
	o.offer(Message{Payload: good, Retained: true}) // somebody left it at the broker
	if len(o.come)+len(o.sync) != 0 {
		t.Error("what is no command is obeyed")
	}
	for range 3 * waitingCmds {
		o.offer(Message{Payload: good})
		o.offer(Message{Payload: []byte(`{"v":1,"id":"a","kind":"phone-sync"}`)})
	}
	if len(o.come) != waitingCmds || len(o.sync) != 1 {
		t.Errorf("of a flood %d commands and %d requests wait, want %d and 1", len(o.come), len(o.sync), waitingCmds)
	}
}
