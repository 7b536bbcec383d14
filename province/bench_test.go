package province

import (
	"context"
	"fmt"
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

// BenchmarkStore measures the collector's transactions alone: batches of 100
// events, 64 batches a commit.
func BenchmarkStore(b *testing.B) {
	p, err := New(Options{Data: b.TempDir(), Broker: link.Broker{URL: "tcp://127.0.0.1:1"}, Points: testPoints()})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	log := linktest.New()
	log.Add(b.N, "x")
	var group []link.Message
	for from := int64(0); from < int64(b.N); from += 100 {
		entries, _ := log.Read(b.Context(), from, 100)
		raw, err := wire.EncodeBatch(linktest.Epoch(1), 1, wire.Source("h19", testPoint), entries)
		if err != nil {
			b.Fatal(err)
		}
		group = append(group, link.Message{Topic: wire.Topic("h19", testPoint, wire.TopicEvt), Payload: raw})
	}
	c := &collector{Province: p, tracks: map[trackKey]*track{}}
	b.ResetTimer()
	for len(group) > 0 {
		n := min(groupSize, len(group))
		if _, err := c.commit(b.Context(), group[:n]); err != nil {
			b.Fatal(err)
		}
		group = group[n:]
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkMassReturn lets 100 centers come back at once, each with 500 events:
// through the embedded broker until the last is confirmed.
func BenchmarkMassReturn(b *testing.B) {
	const centers, backlog = 100, 500
	for b.Loop() {
		b.StopTimer()
		var points []Point
		for i := range centers {
			id := fmt.Sprintf("h19-%d", i+100)
			points = append(points, Point{Prov: "h19", ID: id, Name: i18n.Text{VI: id}, Password: id})
		}
		p, err := New(Options{Data: b.TempDir(), Listen: "127.0.0.1:0", Points: points})
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, centers+1)
		go func() { ended <- p.Run(ctx) }()
		<-p.Ready()
		var links []*link.Link
		for _, pt := range points {
			log := linktest.New()
			log.Add(backlog, pt.ID)
			l, err := link.New(link.Options{Broker: "tcp://" + p.Addr(), Username: pt.ID, Password: pt.ID, Prov: pt.Prov, Point: pt.ID}, log, log, nil)
			if err != nil {
				b.Fatal(err)
			}
			links = append(links, l)
		}
		b.StartTimer()
		for _, l := range links {
			go func() { ended <- l.Run(ctx) }()
		}
		poll := time.NewTicker(5 * time.Millisecond)
		for _, l := range links {
			for l.Status().Backlog > 0 {
				<-poll.C
			}
		}
		b.StopTimer()
		poll.Stop()
		cancel()
		for range centers + 1 {
			<-ended
		}
		p.Close()
		b.StartTimer()
	}
	b.ReportMetric(centers*backlog*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
