package province

import (
	"context"
	"sync"
	"time"

	"motcua/internal/link"
	"motcua/internal/wire"
)

const (
	queueLength = 512 // messages waiting to be stored
	groupSize   = 64  // most messages in one transaction
)

// collect connects, receives and reconnects until ctx ends.
func (p *Province) collect(ctx context.Context, b link.Broker) {
	b.Ordered = true
	if b.ClientID == "" {
		b.ClientID = collectorUser
	}
	for pause := time.Second; ctx.Err() == nil; pause = min(2*pause, 30*time.Second) {
		began := time.Now()
		err := p.receive(ctx, b)
		p.online.Store(false)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > time.Minute {
			pause = time.Second
		}
		p.o.Logger.Warn("collector down", "err", err, "pause", pause)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// receive works on one connection to the broker.
func (p *Province) receive(ctx context.Context, b link.Broker) error {
	queue, live := make(chan link.Message, queueLength), make(chan link.Message, queueLength)
	conn, err := link.Dial(ctx, b, p.sort(queue, live))
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, kind := range []string{wire.TopicEvt, wire.TopicSnap, wire.TopicOnline, wire.TopicPhone, wire.TopicCmdReply} {
		if err := conn.Subscribe(ctx, wire.Topic("+", "+", kind)); err != nil {
			return err
		}
	}
	c := &collector{Province: p, conn: conn, tracks: map[trackKey]*track{}}
	if err := c.greet(); err != nil {
		return err
	}
	p.online.Store(true)
	p.readyOnce.Do(func() { close(p.ready) })
	ctx, cancel := context.WithCancel(ctx)
	var feeding sync.WaitGroup
	feeding.Go(func() { p.phones.run(ctx, conn, live) })
	defer feeding.Wait()
	defer cancel()
	return c.run(ctx, queue)
}

// sort is the handler of what arrives. It never blocks: when a queue is full it
// drops, and the watermark, or a missing number, makes the points send again.
func (p *Province) sort(queue, live chan<- link.Message) func(link.Message) {
	return func(m link.Message) {
		into := queue
		if _, _, kind, ok := wire.ParseTopic(m.Topic); ok && (kind == wire.TopicPhone || kind == wire.TopicCmdReply) {
			into = live
		}
		select {
		case into <- m:
		default:
			p.dropped.Add(1)
		}
	}
}

// run stores what arrives until the connection or ctx ends.
func (c *collector) run(ctx context.Context, queue <-chan link.Message) error {
	tick := time.NewTicker(nackAfter / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-c.conn.Lost():
			return err
		case m := <-queue:
			c.group(ctx, m, queue)
		case <-tick.C:
			c.nack(c.o.Now())
			if err := c.conn.Check(20 * time.Second); err != nil {
				return err
			}
		}
	}
}

type trackKey struct{ point, epoch string }

// collector turns the messages of one connection into transactions and acks. It belongs to one goroutine.
type collector struct {
	*Province
	conn   *link.Conn
	tracks map[trackKey]*track // what the database says, plus what is held above gaps
	asked  time.Time           // when gaps were last asked for
}

// greet repeats every point's watermark, so that centers which had given up waiting begin again at once.
func (c *collector) greet() error {
	rows, err := c.store.read.Query(`select e.point, e.epoch, e.seq, e.hash, e.forked from epoch e join point p on p.id = e.point and p.epoch = e.epoch`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		t, hash := &track{}, []byte(nil)
		if err := rows.Scan(&t.point, &t.epoch, &t.seq, &hash, &t.forked); err != nil {
			return err
		}
		if len(hash) == len(wire.Hash{}) {
			t.hash = (*wire.Hash)(hash)
		}
		c.send(t.point, t.ack(c.o.Now()))
	}
	return rows.Err()
}

// group stores the message and those that wait behind it in one transaction,
// and answers after the commit. When the transaction fails nobody is told
// anything, memory is filled from the database anew, and each message is tried
// by itself, so that none blocks the others; the points send again what is lost.
func (c *collector) group(ctx context.Context, m link.Message, queue <-chan link.Message) {
	batch := []link.Message{m}
	for len(batch) < groupSize {
		select {
		case m := <-queue:
			batch = append(batch, m)
			continue
		default:
		}
		break
	}
	if c.answer(ctx, batch) == nil || len(batch) == 1 {
		return
	}
	for i := range batch {
		if ctx.Err() == nil {
			c.answer(ctx, batch[i:i+1])
		}
	}
}

// answer commits and then tells the points.
func (c *collector) answer(ctx context.Context, batch []link.Message) error {
	acks, err := c.commit(ctx, batch)
	c.failing.Store(err != nil && ctx.Err() == nil)
	if err != nil {
		clear(c.tracks)
		c.o.Logger.Error("messages not stored", "n", len(batch), "err", err)
		return err
	}
	for point, a := range acks {
		c.send(point, a)
	}
	return nil
}

// commit returns the ack of every point that said something.
func (c *collector) commit(ctx context.Context, batch []link.Message) (map[string]wire.Ack, error) {
	tx, err := c.store.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	r := &receiver{collector: c, in: ingest{tx: tx, now: c.o.Now()}, acks: map[string]wire.Ack{}}
	for _, m := range batch {
		if err := r.message(m); err != nil {
			return nil, err
		}
	}
	return r.acks, tx.Commit()
}

// nack asks every two seconds for what is missing below events that are held.
func (c *collector) nack(now time.Time) {
	if now.Sub(c.asked) < nackAfter {
		return
	}
	c.asked = now
	for _, t := range c.tracks {
		if t.missing(now) {
			c.send(t.point, t.ack(now))
		}
	}
}

// send publishes an ack, retained: a center that connects later gets it at once.
func (c *collector) send(point string, a wire.Ack) {
	pt, ok := c.points[point]
	if !ok {
		return // once a point, no longer one
	}
	c.conn.Publish(1, link.Message{Topic: wire.Topic(pt.Prov, point, wire.TopicAck), Payload: encode(a), Retained: true})
}
