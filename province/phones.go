package province

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"motcua/internal/fault"
	"motcua/internal/link"
	"motcua/internal/phone"
	"motcua/internal/wire"
)

var (
	_ phone.Backend = (*phones)(nil)
	_ phone.Taker   = (*phones)(nil)
)

const (
	mostPages   = 5000             // of one point, in memory
	mostAsked   = 256              // wishes under way at once
	askAgain    = 3 * time.Second  // a wish without an answer is sent again
	answerIn    = 10 * time.Second // and given up after so long
	syncPause   = 3 * time.Second  // between requests to tell everything again
	oldCommands = 64               // commands waiting for the connection
)

// phones keeps, in memory, the sealed pages that points feed, until the end of
// their day. Only the secret in a citizen's address opens one.
type phones struct {
	points map[string]Point
	now    func() time.Time
	out    chan link.Message // to the points
	again  time.Duration     // askAgain
	within time.Duration     // answerIn

	mu     sync.Mutex
	fed    map[string]*fed // by point
	asked  map[string]chan wire.CmdReply
	synced map[string]time.Time // when a point was last asked to tell everything
}

// fed is what one point has told.
type fed struct {
	session string
	n       int64
	heard   time.Time // of the last message that came in its order
	until   time.Time
	whole   bool // everything was told once
	center  *wire.PhoneCenter
	pages   map[string][]byte
	next    map[string][]byte // a new whole, while it comes
}

func newPhones(points map[string]Point, now func() time.Time) *phones {
	return &phones{points: points, now: now, out: make(chan link.Message, oldCommands), again: askAgain, within: answerIn,
		fed: map[string]*fed{}, asked: map[string]chan wire.CmdReply{}, synced: map[string]time.Time{}}
}

// run reads what the points tell, and sends them commands, until ctx ends. It
// works apart from the store: a page must not wait for a disk. Commands go out
// at QoS 0, because whoever waits for an answer sends them again.
func (s *phones) run(ctx context.Context, conn *link.Conn, live <-chan link.Message) {
	s.syncAll()
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-live:
			s.take(m)
		case m := <-s.out:
			conn.Publish(0, m)
		}
	}
}

// take reads one message of a point. What is not as documented is dropped: the
// page then says since when nothing was heard.
func (s *phones) take(m link.Message) {
	prov, id, kind, ok := wire.ParseTopic(m.Topic)
	if pt, known := s.points[id]; !ok || !known || pt.Prov != prov || m.Retained {
		return
	}
	switch kind {
	case wire.TopicPhone:
		if f, ok := wire.DecodePhoneFeed(m.Payload); ok && !s.feed(id, f) {
			s.sync(id)
		}
	case wire.TopicCmdReply:
		if r, ok := wire.DecodeCmdReply(m.Payload); ok {
			s.answered(id, r)
		}
	}
}

// feed takes what a point told, false where something before it is missing.
func (s *phones) feed(id string, m wire.PhoneFeed) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.fed[id]
	switch {
	case f == nil && m.N != 1:
		return false
	case f == nil:
		f = &fed{pages: map[string][]byte{}}
		s.fed[id] = f
	case m.Session == f.session && m.N <= f.n:
		return true // told before
	case m.Session == f.session && m.N != f.n+1, m.Session != f.session && m.N != 1:
		return false
	}
	if m.N == 1 {
		f.center, f.next = m.Center, map[string][]byte{}
	}
	f.session, f.n, f.until = m.Session, m.N, m.Until
	into := f.pages
	if f.next != nil {
		into = f.next
	}
	for _, p := range m.Pages {
		if _, known := into[p.Key]; known || len(into) < mostPages {
			into[p.Key] = p.Body
		}
	}
	if f.next != nil && !m.More {
		f.pages, f.next, f.whole = f.next, nil, true
	}
	f.heard = s.now()
	return true
}

// sync asks a point to tell everything again, once in a while.
func (s *phones) sync(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); now.Sub(s.synced[id]) >= syncPause {
		s.synced[id] = now
		s.send(id, wire.Cmd{V: 1, ID: "sync", Kind: wire.CmdPhoneSync})
	}
}

// syncAll asks every point: whoever has just come knows nothing.
func (s *phones) syncAll() {
	for id := range s.points {
		s.sync(id)
	}
}

// send leaves a command to the connection; it never blocks.
func (s *phones) send(id string, c wire.Cmd) {
	select {
	case s.out <- link.Message{Topic: wire.CmdTopic(s.points[id].Prov, id, c.ID), Payload: encode(c)}:
	default:
	}
}

// Page opens a page with the secret of its address.
func (s *phones) Page(secret string) (phone.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, f, sealed := s.find(wire.PhoneKey(secret))
	var v phone.Page
	if f == nil || wire.Unseal(secret, wire.SealPage, s.source(id), sealed, &v.PhonePage) != nil || v.V != 1 {
		return phone.Page{}, fault.New(fault.NotFound, "slip-unknown")
	}
	v.Center, v.Heard, v.Fed = f.center, f.heard, true
	return v, nil
}

func (s *phones) source(id string) string { return wire.Source(s.points[id].Prov, id) }

// find looks for a sealed page under the lock, and forgets days that are over.
func (s *phones) find(key string) (id string, f *fed, sealed []byte) {
	now := s.now()
	for id, f := range s.fed {
		if now.After(f.until) {
			f.pages = map[string][]byte{}
			continue
		}
		if sealed, ok := f.pages[key]; ok {
			return id, f, sealed
		}
	}
	return "", nil, nil
}

// Do carries a wish to the center and waits for its answer. The same key is the
// same command: the center does it once, however often it is sent or repeated.
func (s *phones) Do(ctx context.Context, secret, key string, a wire.PhoneAction) error {
	_, err := s.carry(ctx, secret, key, a)
	return err
}

// Take asks the center for a number.
func (s *phones) Take(ctx context.Context, secret, key string, a wire.PhoneAction) (string, error) {
	said, err := s.carry(ctx, secret, key, a)
	return said.Secret, err
}

// Entry is the secret behind a code in an address: a point's own name is open to all.
func (s *phones) Entry(code string) string {
	if _, ok := s.points[code]; ok {
		return wire.AwaySecret(s.source(code))
	}
	return code
}

func (s *phones) carry(ctx context.Context, secret, key string, a wire.PhoneAction) (said wire.PhoneAnswer, err error) {
	s.mu.Lock()
	id, f, _ := s.find(wire.PhoneKey(secret))
	lost := f != nil && s.now().Sub(f.heard) > phone.Silence
	s.mu.Unlock()
	switch {
	case f == nil:
		return said, fault.New(fault.NotFound, "slip-unknown")
	case lost:
		return said, fault.New(fault.Unavailable, "phone-unreached")
	}
	sum := sha256.Sum256([]byte(secret + " " + a.Phone + " " + key))
	c := wire.Cmd{V: 1, ID: hex.EncodeToString(sum[:16]), Kind: wire.CmdPhone, Key: wire.PhoneKey(secret)}
	if c.Body, err = wire.Seal(secret, wire.SealAction, c.ID, a); err != nil {
		return said, err
	}
	r, err := s.ask(ctx, id, c)
	if err != nil {
		return said, err
	}
	err = s.told(id, secret, c, r, &said)
	return said, err
}

// told reads what the answer was, and keeps the page that came with it.
func (s *phones) told(id, secret string, c wire.Cmd, r wire.CmdReply, said *wire.PhoneAnswer) error {
	switch {
	case r.Status == http.StatusNotFound:
		return fault.New(fault.NotFound, "slip-unknown")
	case wire.Unseal(secret, wire.SealAnswer, c.ID, r.Body, said) != nil: // not from the center
		return fault.New(fault.Unavailable, "phone-unanswered")
	}
	shown, p := cmp.Or(said.Secret, secret), wire.PhonePage{}
	if wire.Unseal(shown, wire.SealPage, s.source(id), r.Page, &p) == nil {
		s.keep(id, shown, r.Page, p.At)
	}
	if r.Status >= http.StatusMultipleChoices {
		return &phone.Said{Status: r.Status, Code: said.Code, Text: said.Sentence}
	}
	return nil
}

// keep shows the page that came with an answer, unless the center has fed a
// newer one while the answer was on its way.
func (s *phones) keep(id, secret string, sealed []byte, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, key, fed := s.fed[id], wire.PhoneKey(secret), wire.PhonePage{}
	if f == nil {
		return
	}
	old, known := f.pages[key]
	newer := known && wire.Unseal(secret, wire.SealPage, s.source(id), old, &fed) == nil && fed.At.After(at)
	if !newer && (known || len(f.pages) < mostPages) {
		f.pages[key] = sealed
	}
}

// ask sends a command until it is answered, or its time is over.
func (s *phones) ask(ctx context.Context, id string, c wire.Cmd) (wire.CmdReply, error) {
	answer := make(chan wire.CmdReply, 1)
	name := id + "/" + c.ID
	s.mu.Lock()
	_, twice := s.asked[name]
	busy := twice || len(s.asked) >= mostAsked
	if !busy {
		s.asked[name] = answer
	}
	s.mu.Unlock()
	if busy {
		return wire.CmdReply{}, fault.New(fault.TooMany, "phone-unanswered")
	}
	defer func() {
		s.mu.Lock()
		delete(s.asked, name)
		s.mu.Unlock()
	}()
	ctx, cancel := context.WithTimeout(ctx, s.within)
	defer cancel()
	again := time.NewTicker(s.again)
	defer again.Stop()
	for {
		s.send(id, c)
		select {
		case r := <-answer:
			return r, nil
		case <-again.C:
		case <-ctx.Done():
			return wire.CmdReply{}, fault.New(fault.Unavailable, "phone-unanswered")
		}
	}
}

// answered hands an answer to who waits for it.
func (s *phones) answered(id string, r wire.CmdReply) {
	s.mu.Lock()
	waiting := s.asked[id+"/"+r.ID]
	s.mu.Unlock()
	select {
	case waiting <- r: // nobody waits on nil
	default:
	}
}

// Phones serves the citizens' pages to everybody, a number's below base + "t/"
// and where phones take one below base + "q/". A page opens only with its
// secret; none asks for a token.
func (p *Province) Phones(base string) http.Handler {
	return phone.New(phone.Options{Base: base + "t/", Take: base + "q/", Backend: p.phones, Taker: p.phones, Entry: phone.EntryOf,
		Now: p.o.Now, Proxies: p.o.Proxies, Log: p.o.Logger}).Handler()
}
