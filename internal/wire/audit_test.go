package wire_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// told is a log of entries that only an audit reads.
type told struct {
	seq    int64
	body   string
	hash   wire.Hash
	hidden bool // of the audit
}

// aLog has three entries a day: opened, a clock that jumped, closed.
func aLog(days int) []told {
	var all []told
	prev, seq := wire.Hash{}, int64(0)
	add := func(kind, day, data string) {
		seq++
		body := fmt.Sprintf(`{"seq":%d,"type":%q,"at":"%sT17:00:00+07:00","up_ms":%d,"boot":"b","day":%q,"data":%s}`, seq, kind, day, seq, day, data)
		prev = wire.Chain(prev, []byte(body))
		all = append(all, told{seq: seq, body: body, hash: prev})
	}
	for n := range days {
		day := time.Date(2026, 11, 23+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		add(wire.DayOpened, day, `{}`)
		add(wire.ClockJumped, day, `{"by_ms":5000}`)
		add(wire.DayClosed, day, fmt.Sprintf(`{"expired":0,"head":%q}`, prev))
	}
	return all
}

func auditOf(log []told, hashes bool) *wire.Audit {
	a := wire.NewAudit(wire.LogHead{})
	for _, e := range log {
		switch {
		case e.hidden:
		case hashes:
			a.Next(e.seq, []byte(e.body), &e.hash)
		default:
			a.Next(e.seq, []byte(e.body), nil)
		}
	}
	return a
}

func TestAuditFindsNothingInAWholeLog(t *testing.T) {
	log := aLog(3)
	for _, hashes := range []bool{true, false} {
		a := auditOf(log, hashes)
		if !a.Good() || a.Entries != 9 || a.Jumps != 3 || a.Head.Hash != log[8].hash || len(a.Days) != 3 {
			t.Errorf("audit with hashes %v = %+v", hashes, a)
		}
		for i, d := range a.Days {
			if want := (wire.DayHead{Day: d.Day, Seq: int64(3*i + 2), Hash: log[3*i+1].hash, Closed: d.Closed, Good: true}); d != want {
				t.Errorf("day %d = %+v, want %+v", i, d, want)
			}
		}
	}
}

// TestAuditSaysWhatIsWrongWhere damages a log in every way that an audit knows.
func TestAuditSaysWhatIsWrongWhere(t *testing.T) {
	again := func(log []told, from int) { // computes what follows anew, as a forger would
		prev := log[from-1].hash
		for i := from; i < len(log); i++ {
			log[i].hash = wire.Chain(prev, []byte(log[i].body))
			prev = log[i].hash
		}
	}
	for name, c := range map[string]struct {
		change func([]told)
		hashed []wire.Finding // with the stored hashes
		plain  []wire.Finding // told without
	}{
		"changed":        {func(l []told) { l[4].body = l[4].body[:len(l[4].body)-3] + "1}}" }, []wire.Finding{{5, "chain"}}, []wire.Finding{{6, "head"}, {9, "head"}}},
		"changed forged": {func(l []told) { l[4].body = l[4].body[:len(l[4].body)-3] + "1}}"; again(l, 4) }, []wire.Finding{{6, "head"}, {9, "head"}}, []wire.Finding{{6, "head"}, {9, "head"}}},
		"removed":        {func(l []told) { l[4].hidden = true }, []wire.Finding{{6, "gap"}, {6, "chain"}, {6, "head"}}, []wire.Finding{{6, "gap"}, {6, "head"}, {9, "head"}}},
		"another hash":   {func(l []told) { l[4].hash[0]++ }, []wire.Finding{{5, "chain"}, {6, "chain"}, {6, "head"}}, nil},
		"no entry":       {func(l []told) { l[7].body = "nonsense"; again(l, 7) }, []wire.Finding{{8, "unreadable"}, {9, "head"}}, []wire.Finding{{8, "unreadable"}, {9, "head"}}},
		"moved":          {func(l []told) { l[7].body = l[4].body; again(l, 7) }, []wire.Finding{{8, "number"}, {8, "uptime"}, {9, "head"}}, []wire.Finding{{8, "number"}, {8, "uptime"}, {9, "head"}}},
		"back-dated a day": {func(l []told) {
			l[6].body = `{"seq":7,"type":"day.opened","up_ms":7,"boot":"b","day":"2026-11-01"}`
			again(l, 6)
		}, []wire.Finding{{7, "day"}, {9, "head"}}, []wire.Finding{{7, "day"}, {9, "head"}}},
	} {
		t.Run(name, func(t *testing.T) {
			log := aLog(3)
			c.change(log)
			if a := auditOf(log, true); !slices.Equal(a.Findings, c.hashed) {
				t.Errorf("with hashes: %v, want %v", a.Findings, c.hashed)
			}
			if a := auditOf(log, false); !slices.Equal(a.Findings, c.plain) {
				t.Errorf("without: %v, want %v", a.Findings, c.plain)
			}
		})
	}
}

func TestAuditSeeksAPrintedHead(t *testing.T) {
	log := aLog(3)
	for _, c := range []struct {
		sought []byte
		found  int64
	}{{log[4].hash[:8], 5}, {log[8].hash[:], 9}, {[]byte("12345678"), 0}} {
		a := wire.NewAudit(wire.LogHead{})
		a.Sought = c.sought
		for _, e := range log {
			a.Next(e.seq, []byte(e.body), &e.hash)
		}
		a.End()
		if c.found == 0 && !slices.Equal(a.Findings, []wire.Finding{{9, "unknown"}}) || c.found > 0 && (!a.Good() || a.Found.Seq != c.found) {
			t.Errorf("sought %x: found %v, findings %v", c.sought, a.Found, a.Findings)
		}
	}
}

func TestAuditCountsWhatIsTooMuch(t *testing.T) {
	a := wire.NewAudit(wire.LogHead{})
	for range 250 {
		a.Next(7, nil, nil)
	}
	if len(a.Findings) != 100 || a.More != 2*250-100 {
		t.Errorf("%d findings and %d more", len(a.Findings), a.More)
	}
}

func TestEveryFindingHasASentence(t *testing.T) {
	for _, code := range []string{wire.AuditGap, wire.AuditUnreadable, wire.AuditNumber, wire.AuditChain, wire.AuditHead, wire.AuditUptime, wire.AuditDay, wire.AuditShort, wire.AuditUnknown} {
		if !i18n.Has("verify." + code) {
			t.Errorf("verify.%s has no sentence", code)
		}
	}
}

func FuzzAudit(f *testing.F) {
	f.Add(int64(1), []byte(`{"seq":1,"type":"day.closed","data":{"head":"00"}}`))
	f.Add(int64(-1), []byte(`{`))
	f.Fuzz(func(t *testing.T, seq int64, body []byte) {
		a := wire.NewAudit(wire.LogHead{})
		a.Next(seq, body, nil)
		if a.Entries != 1 || a.Head.Hash != wire.Chain(wire.Hash{}, body) {
			t.Errorf("Next(%d, %q) = %+v", seq, body, a)
		}
	})
}
