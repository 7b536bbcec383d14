package link

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"motcua/internal/wire"
)

// transport is what a session needs of its connection.
type transport interface {
	Publish(qos byte, m Message)
	Check(limit time.Duration) error
	Lost() <-chan error
}

// session is one connection's work. Everything in it belongs to one goroutine.
type session struct {
	*Link
	conn    transport
	id      string
	epoch   string
	first   int64
	w       window
	saved   int64 // watermark last saved, at savedAt
	savedAt time.Time
	snapAt  time.Time // of the last snapshot sent
	snapSeq int64
	birth   time.Time     // when the last birth message went out
	again   time.Duration // and when it is repeated, while nobody answers it
	served  bool          // the province answered
	feed    feed          // of the citizens' pages
	orders  *orders       // the province's commands; nil: it has none
}

// heard is an ack as it came.
type heard struct {
	wire.Ack
	kept bool // the broker had kept it: it says nothing of who is there now
}

// connectOnce connects and sends until the connection or ctx ends. served tells whether the province answered.
func (l *Link) connectOnce(ctx context.Context) (served bool, err error) {
	s := &session{Link: l, id: newSession()}
	s.epoch, s.first = l.log.Epoch()
	acks := make(chan heard, 64)
	ack, commands := l.topic(wire.TopicAck), newOrders()
	conn, err := Dial(ctx, Broker{URL: l.o.Broker, TLS: l.o.TLS, Username: l.o.Username, Password: l.o.Password,
		ClientID: l.o.ClientID, Timeout: l.o.Timing.Puback,
		Will: &Message{Topic: l.topic(wire.TopicOnline), Payload: s.online(false), Retained: true},
	}, func(m Message) {
		if m.Topic == ack {
			offer(acks, m)
			return
		}
		commands.offer(m)
	})
	if err != nil {
		return false, err
	}
	defer conn.Close()
	s.conn = conn
	if err := conn.Subscribe(ctx, ack); err != nil {
		return false, err
	}
	if s.orders, err = l.listen(ctx, conn, commands); err != nil {
		return false, err
	}
	l.setUp(time.Now())
	l.o.Logger.Info("province link up", "epoch", s.epoch)
	s.begin(time.Now())
	err = s.run(ctx, acks)
	s.save()
	if ctx.Err() != nil { // an orderly end: the will is not told, so say it
		s.publish(wire.TopicOnline, s.online(false), true)
	}
	return s.served, err
}

// offer passes an ack on; a full queue drops it, because every batch is answered anew.
func offer(acks chan<- heard, m Message) {
	a := heard{kept: m.Retained}
	if json.Unmarshal(m.Payload, &a.Ack) != nil || a.V != 1 || a.Seq < 0 {
		return
	}
	select {
	case acks <- a:
	default:
	}
}

// begin starts to tell the epoch in force, from its watermark on.
func (s *session) begin(now time.Time) {
	s.epoch, s.first = s.log.Epoch()
	s.saved = s.state.Acked(s.epoch)
	s.w = newWindow(max(s.saved, s.first-1), s.o.Timing, now)
	s.setWatermark(s.epoch, s.w.acked)
	s.again = s.o.Timing.RTO
	s.greet(now)
}

// greet tells that this point is there. The province answers with an ack; until
// it does, beat repeats the message: a broker may lose a retained message that
// comes just while the collector subscribes.
func (s *session) greet(now time.Time) {
	s.birth = now
	s.publish(wire.TopicOnline, s.online(true), true)
}

func (s *session) online(on bool) []byte {
	b, _ := json.Marshal(wire.Online{V: 1, On: on, Session: s.id, Epoch: s.epoch, First: s.first, Last: s.log.Head(),
		Acked: s.w.acked, Version: s.o.Version, At: time.Now().UTC()}) // plain fields: it cannot fail
	return b
}

func (s *session) publish(kind string, payload []byte, retained bool) {
	s.conn.Publish(1, Message{Topic: s.topic(kind), Payload: payload, Retained: retained})
}

// run is the loop of one connection.
func (s *session) run(ctx context.Context, acks <-chan heard) error {
	ctx, cancel := context.WithCancel(ctx)
	grown := make(chan struct{}, 1)
	var watcher sync.WaitGroup
	watcher.Go(func() { s.watch(ctx, grown) })
	if s.orders == nil {
		s.orders = new(orders) // its channels stay silent
	} else {
		watcher.Go(func() { s.obey(ctx) })
	}
	defer watcher.Wait()
	defer cancel()
	tick := time.NewTicker(s.tick())
	defer tick.Stop()
	for {
		if err := s.fill(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-s.conn.Lost():
			return err
		case <-grown:
		case a := <-acks:
			if err := s.take(ctx, a, time.Now()); err != nil {
				return err
			}
		case <-s.orders.sync:
			s.feed = feed{at: s.feed.at}
		case r := <-s.orders.done:
			s.reply(r)
		case now := <-tick.C:
			if err := s.beat(now); err != nil {
				return err
			}
		}
	}
}

// tick is how often time-outs are looked for: a tenth of the shortest of them.
func (s *session) tick() time.Duration {
	return max(min(s.o.Timing.RTO, s.o.Timing.SnapMin, s.o.Timing.Puback)/10, time.Millisecond)
}

// watch tells grown whenever the log has grown.
func (s *session) watch(ctx context.Context, grown chan<- struct{}) {
	for head := s.log.Head(); s.log.Wait(ctx, head) == nil; head = s.log.Head() {
		select {
		case grown <- struct{}{}:
		default:
		}
	}
}

// beat does what is due by the clock.
func (s *session) beat(now time.Time) error {
	if s.w.late(now) {
		s.w.timeout(now)
	}
	if s.again > 0 && now.Sub(s.birth) >= s.again {
		s.again = min(2*s.again, s.o.Timing.RTOMax)
		s.greet(now)
	}
	s.snap(now)
	s.tellPhones(now)
	if now.Sub(s.savedAt) >= time.Second {
		s.save()
		s.savedAt = now
	}
	return s.conn.Check(s.o.Timing.Puback)
}

// fill sends what the window has room for.
func (s *session) fill(ctx context.Context) error {
	if epoch, _ := s.log.Epoch(); epoch != s.epoch {
		s.begin(time.Now())
	}
	for room := s.w.room(); room > 0 && s.w.next <= s.log.Head(); room = s.w.room() {
		entries, err := s.log.Read(ctx, s.w.next-1, min(room, batchEvents))
		if err != nil {
			return fmt.Errorf("read the log after %d: %w", s.w.next-1, err)
		}
		if len(entries) == 0 {
			return nil
		}
		entries = cut(entries)
		raw, err := wire.EncodeBatch(s.epoch, s.first, wire.Source(s.o.Prov, s.o.Point), entries)
		if err != nil {
			return err
		}
		if s.o.Gzip {
			raw = wire.Gzip(raw)
		}
		s.publish(wire.TopicEvt, raw, false)
		s.w.sent(entries[len(entries)-1].Seq+1, time.Now())
	}
	return nil
}

// cut keeps a batch below batchBytes, but never empties it.
func cut(entries []wire.Entry) []wire.Entry {
	size := 0
	for i, e := range entries {
		if size += len(e.Body) + 300; size > batchBytes && i > 0 {
			return entries[:i]
		}
	}
	return entries
}

// snap publishes the live state when it is due.
func (s *session) snap(now time.Time) {
	if s.snapshot == nil || now.Sub(s.snapAt) < s.o.Timing.SnapMin {
		return
	}
	if s.log.Head() == s.snapSeq && now.Sub(s.snapAt) < s.o.Timing.SnapMax {
		return
	}
	s.snapAt, s.snapSeq = now, s.log.Head()
	raw, err := json.Marshal(s.snapshot())
	if err != nil {
		s.o.Logger.Error("snapshot not encodable", "err", err)
		return
	}
	s.publish(wire.TopicSnap, raw, true)
}

// save keeps the watermark; a failure costs a re-send after the next start, nothing else.
func (s *session) save() {
	if s.w.acked == s.saved || s.epoch == "" {
		return
	}
	if err := s.state.SaveAcked(s.epoch, s.w.acked); err != nil {
		s.o.Logger.Warn("watermark not saved", "err", err)
		return
	}
	s.saved = s.w.acked
}
