package province

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"motcua/internal/link"
	"motcua/internal/link/linktest"
)

// TestRestoredCenter puts a center back to a backup, lets it grow differently,
// and connects it again: nothing of its new log may pass for something known.
func TestRestoredCenter(t *testing.T) {
	tests := map[string]int{"still behind": 50, "exactly as far": 237, "grown past": 900}
	for name, after := range tests {
		t.Run(name, func(t *testing.T) {
			p := startProvince(t, Options{})
			log := linktest.New()
			log.Add(337, "before")
			l, stop := startLink(t, p.Addr(), log, nil, nil)
			eventually(t, "337 confirmed", func() bool { return l.Status().Backlog == 0 })
			stop()
			lost := log.Entries(101)
			log.Restore(100, 90)
			log.Add(after, "after")
			l, _ = startLink(t, p.Addr(), log, nil, nil)
			eventually(t, "the new epoch confirmed", func() bool { st := l.Status(); return st.Epoch == linktest.Epoch(2) && st.Backlog == 0 })
			if opened := log.Opened(); len(opened) != 1 {
				t.Errorf("epochs opened: %v, want one", opened)
			}
			wantLog(t, p, log)
			old, err := p.events(t.Context(), `where point = ? and epoch = ? and superseded = 1 order by seq`, testPoint, linktest.Epoch(1))
			if err != nil || len(old) != len(lost) {
				t.Fatalf("events known only from before the restore: %d, %v, want %d", len(old), err, len(lost))
			}
			for i, e := range old {
				if e.Hash != lost[i].Hash {
					t.Errorf("lost event %d has another hash", e.Seq)
				}
			}
		})
	}
}

// TestRestoredProvince puts the province back to a backup: it asks for what it had confirmed.
func TestRestoredProvince(t *testing.T) {
	log := linktest.New()
	log.Add(400, "x")
	o := Options{Data: t.TempDir(), Listen: freeAddr(t), Points: testPoints()}
	confirm := func(o Options) {
		p, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		stop := start(t, p.Run)
		l, stopLink := startLink(t, o.Listen, log, nil, nil)
		eventually(t, "everything confirmed", func() bool {
			n, err := p.Count(t.Context(), testPoint)
			return err == nil && n == log.Head() && l.Status().Backlog == 0
		})
		stopLink()
		stop()
		p.Close()
	}
	confirm(o)
	backup, err := os.ReadFile(filepath.Join(o.Data, "province.db"))
	if err != nil {
		t.Fatal(err)
	}
	log.Add(300, "y")
	confirm(o)
	if err := os.WriteFile(filepath.Join(o.Data, "province.db"), backup, 0o600); err != nil {
		t.Fatal(err)
	}
	confirm(o) // nothing new in the log: only the province knows what it lost
	if err := os.RemoveAll(o.Data); err != nil {
		t.Fatal(err)
	}
	confirm(o)
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	wantLog(t, p, log)
	if log.Opened() != nil {
		t.Errorf("epochs opened: %v, want none: the center did nothing wrong", log.Opened())
	}
}

// TestPoison lets a center send events that are not what they claim: they are
// kept apart, and what follows is stored.
func TestPoison(t *testing.T) {
	p := startProvince(t, Options{Reader: "secret"})
	log := linktest.New()
	log.Add(10, "x")
	raw := encodeBatch(t, log, 1)
	raw = bytes.Replace(raw, []byte(`-3","source"`), []byte(`-4","source"`), 1) // event 3: unreadable
	at := bytes.Index(raw, []byte(`"seq":7,"hash"`))
	body := bytes.Replace(raw[at:], []byte(`"boot":"b"`), []byte(`"boot":"B"`), 1) // event 7: changed after it was hashed
	raw = append(raw[:at:at], body...)
	c := dialPoint(t, p)
	c.Publish(1, link.Message{Topic: "motcua/v1/h19/" + testPoint + "/evt", Payload: raw})
	eventually(t, "the other eight stored", func() bool { n, err := p.Count(t.Context(), testPoint); return err == nil && n == 8 })
	kept := quarantined(t, p)
	if len(kept) != 2 || kept[3] != reasonUnreadable || kept[7] != reasonChain {
		t.Errorf("quarantine = %v, want 3 unreadable and 7 chain", kept)
	}
	for _, junk := range []string{"", "{", `{"v":1}`} {
		for _, kind := range []string{"evt", "snap", "online"} {
			c.Publish(1, link.Message{Topic: "motcua/v1/h19/" + testPoint + "/" + kind, Payload: []byte(junk)})
		}
	}
	log.Add(5, "y")
	c.Publish(1, link.Message{Topic: "motcua/v1/h19/" + testPoint + "/evt", Payload: encodeBatch(t, log, 11)})
	eventually(t, "what follows stored", func() bool { n, err := p.Count(t.Context(), testPoint); return err == nil && n == 13 })
}

func quarantined(t *testing.T, p *Province) map[int64]string {
	t.Helper()
	rows, err := p.store.read.Query(`select seq, reason from quarantine where point = ? and seq > 0`, testPoint)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	kept := map[int64]string{}
	for rows.Next() {
		var seq int64
		var reason string
		if err := rows.Scan(&seq, &reason); err != nil {
			t.Fatal(err)
		}
		kept[seq] = reason
	}
	return kept
}
