package controller

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// record gives an inspector whole service days of the log, with what verifies
// them: one JSON object a line (docs/verify.md). That it was given out is in
// the log before its first byte is.
func (c *Controller) record(w http.ResponseWriter, r *http.Request, x store.Inspection, first, last center.Day, by string) error {
	ctx, e := r.Context(), c.engine
	s, err := e.spanOf(ctx, first, last)
	if err != nil {
		return err
	}
	if s.to == 0 {
		return fault.New(fault.NotFound, "inspection-empty")
	}
	head, err := c.recordHead(ctx, x, s, first, last)
	if err != nil {
		return err
	}
	err = e.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.emit(wire.InspectionExported, &wire.InspectionData{Inspection: x.ID, From: first, To: last, Head: head.Head.String(), By: by})
		return http.StatusNoContent, nil, nil
	}).err
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="motcua-record-`+string(first)+`-`+string(last)+`.jsonl"`)
	out := bufio.NewWriter(w)
	defer out.Flush() //nolint:errcheck // the asker has gone
	lines := json.NewEncoder(out)
	if err := lines.Encode(head); err != nil {
		return nil // the head of the answer is out
	}
	for after := head.From - 1; after < head.To; {
		entries, err := e.Read(ctx, after, page)
		if err != nil || len(entries) == 0 {
			return nil // a reader sees that the record ends before its head
		}
		for _, x := range entries[:min(len(entries), int(head.To-after))] {
			after = x.Seq
			if lines.Encode(wire.RecordEntry{Seq: x.Seq, Hash: x.Hash, Body: string(x.Body)}) != nil {
				return nil
			}
		}
	}
	return nil
}

func (c *Controller) recordHead(ctx context.Context, x store.Inspection, s span, first, last center.Day) (wire.RecordHead, error) {
	e := c.engine
	head := wire.RecordHead{Format: wire.RecordFormat, Point: c.site().Agency, Made: c.clock().Wall, Inspection: x.ID,
		FirstDay: first, LastDay: last, From: s.from, To: s.to, Samples: []wire.RecordSample{}}
	var err error
	if head.Prev, err = e.hashOf(ctx, s.from-1); err != nil {
		return head, err
	}
	if head.Head, err = e.hashOf(ctx, s.to); err != nil {
		return head, err
	}
	seed, err := e.hashOf(ctx, x.Entry)
	if err != nil {
		return head, err
	}
	samples, err := c.samplesOf(ctx, x.ID)
	for _, y := range samples {
		if y.First >= first && y.Last <= last {
			head.Samples = append(head.Samples, wire.RecordSample{Opened: x.Entry, Seed: seed, Choice: y.Choice, FirstDay: y.First, LastDay: y.Last, Of: y.Visits, UpTo: y.UpTo, Tickets: y.Tickets})
		}
	}
	return head, err
}

func (c *Controller) samplesOf(ctx context.Context, inspection string) ([]store.Sample, error) {
	c.engine.mu.RLock()
	log := c.engine.store
	c.engine.mu.RUnlock()
	return log.Samples(ctx, inspection)
}
