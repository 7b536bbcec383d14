package province

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

// bench is a collector without a broker: messages go in, acks come out.
type bench struct {
	t   *testing.T
	p   *Province
	c   *collector
	now time.Time
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, now: pageNow}
	p, err := New(Options{Data: t.TempDir(), Broker: link.Broker{URL: "tcp://127.0.0.1:1"}, Points: testPoints(), Now: func() time.Time { return b.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	b.p = p
	b.restart()
	return b
}

// restart forgets what is only in memory.
func (b *bench) restart() { b.c = &collector{Province: b.p, tracks: map[trackKey]*track{}} }

func (b *bench) say(kind string, payload []byte) wire.Ack {
	b.t.Helper()
	acks, err := b.c.commit(b.t.Context(), []link.Message{{Topic: wire.Topic("h19", testPoint, kind), Payload: payload}})
	if err != nil {
		b.t.Fatal(err)
	}
	return acks[testPoint]
}

func (b *bench) batch(log *linktest.Log, from, to int64) wire.Ack {
	b.t.Helper()
	entries, _ := log.Read(b.t.Context(), from-1, int(to-from)+1)
	raw, err := wire.EncodeBatch(linktest.Epoch(1), 1, wire.Source("h19", testPoint), entries)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.say(wire.TopicEvt, raw)
}

// TestAnyOrder sends overlapping batches in random order, with restarts of the
// collector, and repeats what is missing as a center would.
func TestAnyOrder(t *testing.T) {
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		b, log := newBench(t), linktest.New()
		log.Add(300, "x")
		for range 60 {
			from := 1 + rnd.Int64N(300)
			b.batch(log, from, min(from+rnd.Int64N(40), 300))
			if rnd.IntN(10) == 0 {
				b.restart()
			}
		}
		ack := b.batch(log, 1, 1)
		for ack.Seq < 300 {
			next := b.batch(log, ack.Seq+1, min(ack.Seq+50, 300))
			if next.Seq <= ack.Seq {
				t.Fatalf("seed %d: watermark %d after %d, though what follows was sent", seed, next.Seq, ack.Seq)
			}
			ack = next
		}
		if ack.Hash != log.Entries(300)[0].Hash || ack.Fork {
			t.Errorf("seed %d: ack = %+v, want the hash of event 300 and no fork", seed, ack)
		}
		wantLog(t, b.p, log)
	}
}

func TestGapIsAskedForAfterTwoSeconds(t *testing.T) {
	b, log := newBench(t), linktest.New()
	log.Add(30, "x")
	if a := b.batch(log, 11, 20); a.Seq != 0 || a.Nack {
		t.Errorf("ack above a gap = %+v, want the watermark 0 and patience", a)
	}
	b.now = b.now.Add(nackAfter + time.Millisecond)
	if a := b.batch(log, 21, 30); a.Seq != 0 || !a.Nack {
		t.Errorf("ack after two seconds = %+v, want nack", a)
	}
	if a := b.batch(log, 1, 10); a.Seq != 30 || a.Nack {
		t.Errorf("ack after the gap is closed = %+v, want 30: what was held counts", a)
	}
}

func TestBirthIsAnswered(t *testing.T) {
	b, log := newBench(t), linktest.New()
	log.Add(30, "x")
	born := func(session string, on bool, acked int64) wire.Ack {
		raw, _ := json.Marshal(wire.Online{V: 1, On: on, Session: session, Epoch: linktest.Epoch(1), First: 1, Last: 30, Acked: acked, At: b.now})
		return b.say(wire.TopicOnline, raw)
	}
	if a := born("one", true, 0); a.Epoch != linktest.Epoch(1) || a.Seq != 0 || a.Nack {
		t.Errorf("answer to a first birth = %+v, want the watermark 0", a)
	}
	b.batch(log, 1, 20)
	if a := born("two", true, 25); a.Seq != 20 || !a.Nack {
		t.Errorf("answer to who believes in 25 = %+v, want 20 and nack", a)
	}
	for _, session := range []string{"one", "two"} { // the will of one comes late
		born(session, false, 20)
		if s, _, err := b.p.Standing(t.Context(), testPoint); err != nil || s.Online != (session == "one") {
			t.Errorf("after the will of session %s: online = %v, %v", session, s.Online, err)
		}
	}
}

// TestSnapshotsAge: what the broker kept is not fresh because it came again.
func TestSnapshotsAge(t *testing.T) {
	b := newBench(t)
	age := func() time.Duration {
		s, _, err := b.p.Standing(t.Context(), testPoint)
		if err != nil || s.SnapAt == nil {
			t.Fatalf("no snapshot, %v", err)
		}
		return b.now.Sub(*s.SnapAt)
	}
	raw, _ := json.Marshal(wire.Snap{V: 1, At: b.now.Add(time.Hour), Seq: 1}) // a clock that runs fast
	b.say(wire.TopicSnap, raw)
	b.now = b.now.Add(20 * time.Minute)
	kept := link.Message{Topic: wire.Topic("h19", testPoint, wire.TopicSnap), Payload: raw, Retained: true}
	if _, err := b.c.commit(t.Context(), []link.Message{kept}); err != nil || age() != 20*time.Minute {
		t.Errorf("age after the broker repeated it = %v, %v, want 20m", age(), err)
	}
	kept.Payload, _ = json.Marshal(wire.Snap{V: 1, At: b.now.Add(-5 * time.Minute), Seq: 2})
	if _, err := b.c.commit(t.Context(), []link.Message{kept}); err != nil || age() != 5*time.Minute {
		t.Errorf("age of one kept while we were away = %v, %v, want 5m", age(), err)
	}
}
