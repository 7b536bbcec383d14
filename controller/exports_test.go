package controller

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/wire"
)

// served is a hall in which one citizen was served on 23 November 2026, the
// clock now standing on the next day.
func served(t *testing.T, change func(*Options)) *tour {
	o := openTour(t, change)
	o.want(200, "", "staff", "POST /counters/1/open", "")
	o.ticket("greeter", aTicket)
	o.serve()
	o.h.now.pass(16 * time.Hour)                   // Tuesday, 00:00
	if err := o.h.Alive(t.Context()); err != nil { // the day is closed with it
		t.Fatal(err)
	}
	return o
}

// TestSamePeriodSameBytes takes a report twice, with entries between that are
// no figure's, and once more after a restart.
func TestSamePeriodSameBytes(t *testing.T) {
	var again Options
	o := served(t, func(x *Options) {
		x.Center.Services[0].Name.VI = "=cmd|' /C calc'!A0<script>\u202e"
		again = *x
	})
	first := map[string][]byte{}
	formats := []string{"csv", "xlsx", "pdf"}
	take := func(o *tour) {
		for _, f := range formats {
			for _, period := range []string{"2026-11-23", "2026-11-16..2026-11-23", "2026-W48"} {
				a := o.want(200, "", "manager", "GET /reports/export?period="+period+"&format="+f, "")
				if period == "2026-W48" { // it goes on
					continue
				}
				if was, ok := first[f+period]; ok && !bytes.Equal(was, a.body) {
					o.Errorf("%s of %s is not the same as before", f, period)
				}
				first[f+period] = a.body
			}
		}
	}
	take(o)
	take(o) // the exports before are in the log now
	o.h.stop()
	again.Engine.Clock = o.h.now.read
	take(&tour{T: t, h: openHall(t, func(x *Options) { *x = again }), seen: map[string]bool{}, doc: o.doc})
}

// TestExportsAreInTheLog says who took what, and its hash.
func TestExportsAreInTheLog(t *testing.T) {
	o := served(t, nil)
	a := o.want(200, "", "manager", "GET /reports/export?period=2026-11-23&format=csv&by=counter", "")
	if got := a.header.Get("Content-Disposition"); got != `attachment; filename="motcua-h19-26-1-2026-11-23-counter.csv"` {
		t.Errorf("Content-Disposition = %s", got)
	}
	sum := sha256.Sum256(a.body)
	got := reportEvents(t, o.h, wire.ReportExported)
	want := wire.ReportData{From: "2026-11-23", To: "2026-11-23", Cut: "counter", Format: "csv", SHA256: hex.EncodeToString(sum[:]), By: "all"}
	if len(got) != 1 || got[0].By == "" {
		t.Fatalf("the log has %+v", got)
	}
	want.By = got[0].By
	if got[0] != want {
		t.Errorf("the log has %+v, want %+v", got[0], want)
	}
}

func reportEvents(t *testing.T, h *hall, kind string) (all []wire.ReportData) {
	t.Helper()
	entries, err := h.engine.Read(t.Context(), 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range entries {
		if x.Type != kind {
			continue
		}
		b, err := x.Decode()
		var d wire.ReportData
		if err == nil {
			err = json.Unmarshal(b.Data, &d)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

func scheduled(folder string, to ...string) center.Report {
	return center.Report{ID: "daily", Every: center.OneDay, By: "service", Formats: []string{"csv", "pdf"}, Language: i18n.VI, Folder: folder, To: to}
}

// look lets the schedule of a hall look once, as it stands after a restart.
func look(t *testing.T, h *hall) *scheduler {
	s := newScheduler(h.Controller)
	s.look(t.Context())
	return s
}

// TestSchedulesMakeEachReportOnce lays a day's report into its folder and sends
// it, also when a server refuses at first and the program starts again.
func TestSchedulesMakeEachReportOnce(t *testing.T) {
	folder, post := filepath.Join(t.TempDir(), "reports"), &notice.Fake{}
	post.Fail(notice.Failure(notice.Busy), nil)
	o := served(t, func(x *Options) {
		x.Senders = map[string]notice.Sender{center.ByEmail: post}
		x.Center.Reports = []center.Report{scheduled(folder, "a@example.gov.vn", "b@example.gov.vn")}
	})
	o.until(func() bool { look(t, o.h); return len(reportEvents(t, o.h, wire.ReportSent)) == 4 })
	look(t, o.h) // nothing is left
	if n := len(reportEvents(t, o.h, wire.ReportExported)); n != 2 {
		t.Errorf("%d files laid, want 2", n)
	}
	var to []string
	for _, m := range post.Taken() {
		to = append(to, m.To)
		if len(m.Files) != 2 || !strings.Contains(m.Text, "SHA-256") || !strings.Contains(m.Subject, "23/11/2026") {
			t.Errorf("the letter to %s has %d files and says %q: %q", m.To, len(m.Files), m.Subject, m.Text)
		}
	}
	slices.Sort(to)
	if !slices.Equal(to, []string{"a@example.gov.vn", "b@example.gov.vn"}) {
		t.Errorf("letters went to %q", to)
	}
	for _, e := range reportEvents(t, o.h, wire.ReportExported) {
		raw, err := os.ReadFile(filepath.Join(folder, "motcua-h19-26-1-2026-11-23-service-daily."+e.Format))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != e.SHA256 || e.Report != "daily" || e.By != "" {
			t.Errorf("the log has %+v of a file with the hash %x", e, sum)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 2 {
		t.Errorf("the folder has %d files, %v", len(files), err)
	}
}

// TestAScheduleThatFailsIsTriedAgain shows a folder that cannot be written, and later can.
func TestAScheduleThatFailsIsTriedAgain(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "reports")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o := served(t, func(x *Options) { x.Center.Reports = []center.Report{scheduled(folder)} })
	s := look(t, o.h)
	if n := len(s.health.List()); n != 1 {
		t.Fatalf("%d conditions, want 1", n)
	}
	if s.forget(o.h.site().Reports); len(s.health.List()) != 1 {
		t.Error("a schedule that goes on is forgotten")
	}
	gone := look(t, o.h)
	if gone.forget(nil); len(gone.health.List()) != 0 || len(gone.tries) != 0 {
		t.Error("a schedule that was taken away is told of for ever")
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	s.look(t.Context()) // too early
	if n := len(reportEvents(t, o.h, wire.ReportExported)); n != 0 {
		t.Errorf("%d files before the pause is over", n)
	}
	o.h.now.pass(2 * time.Minute)
	s.look(t.Context())
	if n := len(reportEvents(t, o.h, wire.ReportExported)); n != 2 || len(s.health.List()) != 0 {
		t.Errorf("%d files and %v, want 2 and no condition", n, s.health.List())
	}
}

func TestDue(t *testing.T) {
	for _, c := range []struct {
		every center.PeriodKind
		done  string
		want  string
	}{
		{center.Month, "", "2026-10"}, {center.Month, "2026-10", ""}, {center.Month, "2026-08", "2026-09 2026-10"}, {center.Month, "2025", "2026-10"},
		{center.OneDay, "2026-11-20", "2026-11-21 2026-11-22"}, {center.Week, "2026-W46", "2026-W47"}, {center.Quarter, "", "2026-Q3"},
		{center.HalfYear, "2025-H2", "2026-H1"}, {center.Year, "2024", "2025"}, {center.Month, "2027-01", ""},
	} {
		var got []string
		for _, p := range due(c.every, progress{Done: c.done}, "2026-11-23") {
			got = append(got, p.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("due(%s, %s) = %q, want %s", c.every, c.done, got, c.want)
		}
	}
	if n := len(due(center.OneDay, progress{Done: "2020-01-01"}, "2026-11-23")); n != mostCaughtUp {
		t.Errorf("%d days are made up for, want %d", n, mostCaughtUp)
	}
}

// exports goes through reports as files.
func (o *tour) exports() {
	const ask = "GET /reports/export?"
	for _, query := range []string{"period=2026-11", "period=2026-11-23&format=csv&by=official&service=HT", "from=2026-11-01&to=2026-11-23&format=pdf&lang=en&sort=wait_mean", "from=2026-11-23"} {
		o.want(200, "", "manager", ask+query, "")
	}
	o.want(401, "token-missing", "", ask+"period=2026", "")
	o.want(403, "role", "staff", ask+"period=2026", "")
	for query, code := range map[string]string{"period=2026-13": "report-when", "": "report-when", "from=2026-11-23&to=2026-11-01": "report-when",
		"period=2026&by=name": "report-query", "period=2026&sort=%0a": "report-query", "period=2026&format=doc": "report-format"} {
		o.want(422, code, "manager", ask+query, "")
	}
}
