package main

import (
	"io"
	"os"
	"slices"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// verifyRecord recomputes what an inspector downloaded, away from the center.
func (c *verifyCommand) verifyRecord(lang i18n.Lang, w io.Writer, sought []byte) error {
	f, err := os.Open(c.Record)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "record-unread", "file", c.Record)
	}
	defer f.Close()
	head, a, err := wire.ReadRecord(f, sought)
	if err != nil {
		return err
	}
	if err := c.report(lang, w, a, &head); err != nil {
		return err
	}
	if !a.Good() {
		return fault.New(fault.Conflict, "record-changed", "seq", i18n.Int(lang, int(a.Findings[0].Seq)))
	}
	return nil
}

// sayRecord says which days the record is of, what its samples are, and which
// hashes of the record must be compared with something outside it.
func sayRecord(lang i18n.Lang, say func(key string, args ...any), head wire.RecordHead, a *wire.Audit) {
	n := func(x int64) string { return i18n.Int(lang, int(x)) }
	say("terminal.record", "point", head.Point, "first", head.FirstDay, "last", head.LastDay, "from", n(head.From), "to", n(head.To),
		"date", i18n.Date(lang, head.Made.In(center.Zone)), "time", i18n.Clock(head.Made.In(center.Zone)))
	say("terminal.record-behind", "seq", n(head.From-1), "head", head.Prev.Grouped())
	for _, s := range head.Samples {
		args := []any{"n", n(int64(len(s.Tickets))), "of", n(int64(s.Of)), "first", s.FirstDay, "last", s.LastDay, "seq", n(s.Opened), "choice", s.Choice}
		if slices.Contains(a.Findings, wire.Finding{Seq: s.Opened, Code: wire.AuditSample}) {
			say("terminal.record-no-sample", args...)
			continue
		}
		say("terminal.record-sample", args...)
		if !head.Seeded(s) {
			say("terminal.record-seed", "seq", n(s.Opened), "head", s.Seed.Grouped())
		}
	}
}
