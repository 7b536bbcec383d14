package link

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

// air is a transport that loses, doubles, delays and so reorders, with a
// province behind it that keeps the rules of the watermark.
type air struct {
	t       *testing.T
	mu      sync.Mutex // over rnd
	rnd     *rand.Rand
	loss    float64 // share of messages lost, each way
	delay   time.Duration
	dark    func() bool // swallows everything while true
	in      chan Message
	acks    chan heard
	lost    chan error
	stored  map[string][]wire.Hash // epoch → hashes from first on
	first   map[string]int64
	fork    map[string]bool
	sent    int    // events that left the center
	onBirth func() // told of a birth message
}

func newAir(t *testing.T, seed uint64) *air {
	return &air{t: t, rnd: rand.New(rand.NewPCG(seed, 1)), delay: 200 * time.Millisecond, dark: func() bool { return false },
		in: make(chan Message, 4096), acks: make(chan heard, 4096), lost: make(chan error, 1),
		stored: map[string][]wire.Hash{}, first: map[string]int64{}, fork: map[string]bool{}}
}

func (a *air) random() float64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.rnd.Float64()
}

// later runs f after a random delay, over a good line at once, so that order stays.
func (a *air) later(f func()) {
	if a.loss == 0 {
		f()
		return
	}
	time.AfterFunc(time.Duration(a.random()*float64(a.delay)), f)
}

func (a *air) Publish(_ byte, m Message) {
	copies := 1
	if a.loss > 0 && a.random() < 0.05 {
		copies = 2
	}
	for range copies {
		if a.dark() || a.random() < a.loss {
			continue
		}
		a.later(func() { a.in <- m })
	}
}

func (a *air) Check(time.Duration) error { return nil }
func (a *air) Lost() <-chan error        { return a.lost }

// province receives until ctx ends.
func (a *air) province(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-a.in:
			if _, _, kind, _ := wire.ParseTopic(m.Topic); kind == wire.TopicEvt {
				time.Sleep(a.delay / 10) // to store it
				a.receive(m.Payload)
			} else if kind == wire.TopicOnline && a.onBirth != nil {
				a.onBirth()
			}
		}
	}
}

func (a *air) receive(raw []byte) {
	b, err := wire.DecodeBatch(raw)
	if err != nil {
		a.t.Errorf("the link sent a bad batch: %v", err)
		return
	}
	if _, ok := a.first[b.Epoch]; !ok {
		a.first[b.Epoch] = b.First
	}
	for i, r := range b.Events {
		seq := b.From + int64(i)
		e, _, err := wire.CheckEvent(r, b.Epoch, "motcua/h19/h19-26-1", seq)
		if err != nil {
			a.t.Errorf("the link sent a bad event: %v", err)
		}
		a.sent++
		at, have := seq-a.first[b.Epoch], int64(len(a.stored[b.Epoch]))
		if at == have {
			a.stored[b.Epoch] = append(a.stored[b.Epoch], e.Hash)
		} else if at < have && a.stored[b.Epoch][at] != e.Hash {
			a.fork[b.Epoch] = true
		}
	}
	a.answer(b.Epoch, a.fork[b.Epoch])
}

func (a *air) answer(epoch string, fork bool) {
	h := a.stored[epoch]
	ack := wire.Ack{V: 1, Epoch: epoch, Seq: a.first[epoch] - 1 + int64(len(h)), Fork: fork}
	if len(h) > 0 {
		ack.Hash = h[len(h)-1]
	}
	if a.dark() || a.random() < a.loss {
		return
	}
	a.later(func() { a.acks <- heard{Ack: ack} })
}

// live runs a session over the air until the test's bubble stops it.
func (a *air) live(ctx context.Context, m *linktest.Log) *Link {
	l, err := New(Options{Broker: "sim", Prov: "h19", Point: "h19-26-1", Logger: slog.New(slog.DiscardHandler)}, m, m, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	s := &session{Link: l, conn: a}
	go a.province(ctx)
	go func() {
		s.begin(time.Now())
		if err := s.run(ctx, a.acks); ctx.Err() == nil {
			a.t.Errorf("session ended: %v", err)
		}
	}()
	return l
}

func wantStored(t *testing.T, a *air, m *linktest.Log, epoch string) {
	t.Helper()
	first, got := a.first[epoch], a.stored[epoch]
	if n := m.Head() - first + 1; int64(len(got)) != n {
		t.Fatalf("stored under %s from %d: %d events, want %d", epoch, first, len(got), n)
	}
	want := m.Entries(first)
	for i, h := range got {
		if h != want[i].Hash {
			t.Fatalf("event %d under %s has another hash", first+int64(i), epoch)
		}
	}
}

func TestSimulatedDayOverABadLine(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				m, a := linktest.New(), newAir(t, seed)
				a.loss = []float64{0, 0.02, 0.1, 0.3}[seed%4]
				began := time.Now()
				a.dark = func() bool { h := time.Since(began) / time.Minute; return h >= 100 && h < 160 }
				m.Add(1500, "backlog")
				l := a.live(ctx, m)
				for range 400 { // ten hours
					m.Add(1+int(15*a.random()), "day")
					time.Sleep(90 * time.Second)
				}
				time.Sleep(10 * time.Minute)
				if st := l.Status(); st.Backlog != 0 {
					t.Errorf("Status().Backlog = %d at the end of the day", st.Backlog)
				}
				cancel()
				synctest.Wait()
				wantStored(t, a, m, linktest.Epoch(1))
				if resent := a.sent - int(m.Head()); a.loss == 0 && resent > 2*batchEvents*maxWindow {
					t.Errorf("%d events sent again over a line that only paused once", resent)
				}
				time.Sleep(time.Second) // what is still in the air lands
			})
		})
	}
}

func TestNothingIsSentTwiceOverAGoodLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		m, a := linktest.New(), newAir(t, 7)
		m.Add(20000, "x")
		a.live(ctx, m)
		time.Sleep(time.Minute)
		cancel()
		synctest.Wait()
		wantStored(t, a, m, linktest.Epoch(1))
		if a.sent != 20000 {
			t.Errorf("sent %d events, want 20000", a.sent)
		}
	})
}

// TestBirthIsRepeatedUntilSomebodyAnswers covers a province that missed it: one
// that lost its store can only ask when it knows that the center is there.
func TestBirthIsRepeatedUntilSomebodyAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, a := linktest.New(), newAir(t, 11)
		m.Add(50, "x")
		m.SaveAcked(linktest.Epoch(1), 50)
		a.first[linktest.Epoch(1)] = 1
		births := 0
		a.onBirth = func() {
			if births++; births == 3 {
				a.acks <- heard{Ack: wire.Ack{V: 1, Epoch: linktest.Epoch(1), Seq: 0, Nack: true}}
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		a.acks <- heard{Ack: wire.Ack{V: 1, Epoch: linktest.Epoch(1), Seq: 50}, kept: true}
		a.live(ctx, m)
		time.Sleep(10 * time.Minute)
		cancel()
		synctest.Wait()
		if births != 3 {
			t.Errorf("%d birth messages, want 3: repeated until the answer, then no more", births)
		}
		wantStored(t, a, m, linktest.Epoch(1))
	})
}

// TestForkOpensAnEpoch restores the center from a backup of event 100, of which
// the province had confirmed 90, while it holds 337.
func TestForkOpensAnEpoch(t *testing.T) {
	tests := map[string]struct {
		after  int    // events made between the restore and the link's return
		reason string // why the link opens an epoch
	}{
		"still behind the province": {after: 50, reason: ForkAhead},
		"exactly as far":            {after: 237, reason: ForkHash},
		"grown past it":             {after: 900, reason: ForkHash},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, a := linktest.New(), newAir(t, 3)
				m.Add(337, "before")
				ctx1, stop := context.WithCancel(t.Context())
				a.live(ctx1, m)
				time.Sleep(time.Minute)
				stop()
				synctest.Wait()
				m.Restore(100, 90)
				m.Add(tt.after, "after")
				ctx2, cancel := context.WithCancel(t.Context())
				a.answer(linktest.Epoch(1), false) // the retained ack
				a.live(ctx2, m)
				time.Sleep(10 * time.Minute)
				cancel()
				synctest.Wait()
				if len(m.Opened()) != 1 || m.Opened()[0] != tt.reason {
					t.Fatalf("epochs opened: %v, want one, %s", m.Opened(), tt.reason)
				}
				if n := len(a.stored[linktest.Epoch(1)]); n != 337 {
					t.Errorf("the old epoch holds %d events, want 337", n)
				}
				if a.first[linktest.Epoch(2)] != 91 {
					t.Errorf("the new epoch begins at %d, want 91", a.first[linktest.Epoch(2)])
				}
				wantStored(t, a, m, linktest.Epoch(2))
			})
		})
	}
}

func TestNackFromAProvinceThatLostItsStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, a := linktest.New(), newAir(t, 5)
		m.Add(500, "x")
		m.SaveAcked(linktest.Epoch(1), 400)
		a.first[linktest.Epoch(1)] = 1
		ctx, cancel := context.WithCancel(t.Context())
		l := a.live(ctx, m)
		a.acks <- heard{Ack: wire.Ack{V: 1, Epoch: linktest.Epoch(1), Seq: 0, Nack: true}}
		time.Sleep(time.Minute)
		if st := l.Status(); st.Acked != 500 {
			t.Errorf("Status().Acked = %d, want 500", st.Acked)
		}
		cancel()
		synctest.Wait()
		wantStored(t, a, m, linktest.Epoch(1))
	})
}

func TestAConfusedProvinceOpensOneEpochAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, a := linktest.New(), newAir(t, 9)
		m.Add(10, "x")
		ctx, cancel := context.WithCancel(t.Context())
		a.live(ctx, m)
		for range 100 {
			epoch, _ := m.Epoch()
			a.acks <- heard{Ack: wire.Ack{V: 1, Epoch: epoch, Seq: 1 << 40}}
			time.Sleep(3 * time.Second)
		}
		cancel()
		synctest.Wait()
		if n := len(m.Opened()); n > 6 {
			t.Errorf("%d epochs in five minutes, want at most 6", n)
		}
	})
}

func TestOfferIgnoresWhatIsNoAck(t *testing.T) {
	acks := make(chan heard, 1)
	for _, raw := range []string{"", "{", `{"v":2,"epoch":"x","seq":1}`, `{"v":1,"seq":-1}`, `[]`} {
		offer(acks, Message{Payload: []byte(raw)})
	}
	if len(acks) != 0 {
		t.Error("offer took something that is no ack")
	}
	good, _ := json.Marshal(wire.Ack{V: 1, Epoch: linktest.Epoch(1), Seq: 3})
	offer(acks, Message{Payload: good})
	offer(acks, Message{Payload: good}) // full: dropped, not blocked
	if a := <-acks; a.Seq != 3 {
		t.Errorf("offer passed seq %d, want 3", a.Seq)
	}
}
