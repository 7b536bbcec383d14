package controller

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/figures"
	"motcua/internal/health"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const (
	reportLook    = time.Minute
	longestReport = 5 * time.Minute // one schedule, with every file and letter
	mostCaughtUp  = 12              // periods that are made up for after a long pause
)

// reportPauses are those after attempts that failed; the last one stays.
var reportPauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// scheduler makes the reports of the configuration once their period is over:
// in the night after its last day, or when the controller next runs.
type scheduler struct {
	c      *Controller
	health *health.Register
	log    *slog.Logger
	tries  map[string]attempt // by schedule
}

// attempt is when a schedule that failed is tried again.
type attempt struct {
	n    int
	next time.Time
}

// progress is how far a schedule has come, as it stands beside the log.
type progress struct {
	Done    string   `json:"done"`              // the last period that is done
	Current string   `json:"current,omitempty"` // the one under way
	Steps   []string `json:"steps,omitempty"`   // of it, done
}

func newScheduler(c *Controller) *scheduler {
	return &scheduler{c: c, health: health.NewRegister(c.Now), log: c.log, tries: map[string]attempt{}}
}

// run makes what is due until ctx ends.
func (s *scheduler) run(ctx context.Context) {
	tick := time.NewTicker(reportLook)
	defer tick.Stop()
	for {
		s.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look makes what is due now. A report that fails does not hold up the others.
func (s *scheduler) look(ctx context.Context) {
	now := s.c.Now()
	if !view(s.c.engine, func(*state, queue.Moment) bool { return s.c.engine.plausible(s.c.clock()) == nil }) {
		return // periods end by a clock that can be believed
	}
	all := s.c.site().Reports
	s.forget(all)
	for i := range all {
		r := &all[i]
		if now.Before(s.tries[r.ID].next) || ctx.Err() != nil {
			continue
		}
		err := s.one(ctx, r, center.DayOf(now))
		switch {
		case ctx.Err() != nil:
		case err == nil:
			delete(s.tries, r.ID)
			s.health.Clear("report."+r.ID, "report-not-delivered")
		default:
			n := s.tries[r.ID].n
			s.tries[r.ID] = attempt{n + 1, now.Add(reportPauses[min(n, len(reportPauses)-1)])}
			s.log.Warn("report not delivered", "report", r.ID, "error", err)
			s.health.Raise("report."+r.ID, "report-not-delivered", health.Warning, "report", r.ID)
		}
	}
}

// forget takes back what was told of schedules that there are not any more.
func (s *scheduler) forget(all []center.Report) {
	for id := range s.tries {
		if !slices.ContainsFunc(all, func(r center.Report) bool { return r.ID == id }) {
			delete(s.tries, id)
			s.health.Clear("report."+id, "report-not-delivered")
		}
	}
}

// one brings a schedule up to date.
func (s *scheduler) one(ctx context.Context, r *center.Report, today center.Day) error {
	ctx, cancel := context.WithTimeout(ctx, longestReport)
	defer cancel()
	p, err := s.recall(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, period := range due(r.Every, p, today) {
		if p.Current != period.String() {
			p.Current, p.Steps = period.String(), nil
		}
		if err := s.deliver(ctx, r, period, &p); err != nil {
			return err
		}
		p = progress{Done: period.String()}
		if err := s.commit(ctx, r.ID, p, ""); err != nil {
			return err
		}
	}
	return nil
}

// due are the periods that are over and not done, the oldest first. Of a new
// schedule that is the newest one alone.
func due(every center.PeriodKind, p progress, today center.Day) (all []center.Period) {
	last := center.PeriodOf(every, today).Before()
	done, err := center.ReadPeriod(p.Done)
	if err != nil || done.Kind != every {
		return []center.Period{last}
	}
	for next := last; next.From > done.From && len(all) < mostCaughtUp; next = next.Before() {
		all = append([]center.Period{next}, all...)
	}
	return all
}

// deliver makes a report and brings it everywhere it has not been yet. A
// period without any service day makes none.
func (s *scheduler) deliver(ctx context.Context, r *center.Report, period center.Period, p *progress) error {
	o := order{period: period, query: figures.Query{From: period.From, To: period.To, By: figures.Dim(r.By), Filter: map[figures.Dim]string{}}, lang: r.Language}
	report, err := s.c.make(ctx, o)
	if err != nil || report.Days == 0 {
		return err
	}
	var files []notice.File
	var events []wire.ReportData
	for _, format := range r.Formats {
		var b bytes.Buffer
		if err := export.Write(&b, format, report); err != nil {
			return err
		}
		files = append(files, notice.File{Name: strings.TrimSuffix(report.File(format), "."+format) + "-" + r.ID + "." + format, Type: export.Formats[format], Body: b.Bytes()})
		e := o.event(format, b.Bytes())
		e.Report = r.ID
		events = append(events, e)
	}
	if r.Folder != "" && !p.has("folder") {
		if err := lay(r.Folder, files); err != nil {
			return err
		}
		if err := s.step(ctx, r.ID, p, "folder", wire.ReportExported, events); err != nil {
			return err
		}
	}
	return s.send(ctx, r, report, files, events, p)
}

// send writes to each address that has not got the report. One that cannot be
// reached does not keep it from the others. A letter of which nobody knows
// whether it went is sent again: a report twice is better than none.
func (s *scheduler) send(ctx context.Context, r *center.Report, report *export.Report, files []notice.File, events []wire.ReportData, p *progress) (failed error) {
	sender := s.c.opts.Senders[center.ByEmail]
	for i, to := range r.To {
		step := "to:" + to
		if p.has(step) {
			continue
		}
		if sender == nil {
			return notice.Failure(notice.Setup)
		}
		for k := range events {
			events[k].Recipient = i + 1
		}
		err := sender.Send(ctx, letter(r, report, files, events, i))
		if err == nil {
			err = s.step(ctx, r.ID, p, step, wire.ReportSent, events)
		}
		if err != nil {
			failed = err
		}
	}
	return failed
}

// letter is what a report goes with.
func letter(r *center.Report, report *export.Report, files []notice.File, events []wire.ReportData, to int) notice.Message {
	args := []any{"title", report.Title, "period", report.Period, "office", strings.Join(report.Office, " · ")}
	text := i18n.T(r.Language, "reports.letter", args...) + "\n"
	for k, f := range files {
		text += "\n" + f.Name + "\nSHA-256 " + events[k].SHA256 + "\n"
	}
	return notice.Message{
		ID: "report-" + r.ID + "-" + events[0].SHA256[:16], Kind: "report", To: r.To[to],
		Subject: i18n.T(r.Language, "reports.subject", args...), Text: text, Files: files,
	}
}

// lay writes files into a folder, each whole or not at all.
func lay(folder string, files []notice.File) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for _, f := range files {
		if err := replaceFile(filepath.Join(folder, f.Name), f.Body); err != nil {
			return err
		}
	}
	return nil
}

// replaceFile writes a file beside its place, makes it durable and moves it there.
func replaceFile(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".motcua-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where all went well
	_, err = f.Write(raw)
	for _, do := range []func() error{func() error { return f.Chmod(0o640) }, f.Sync, f.Close} {
		if e := do(); err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func (p *progress) has(step string) bool {
	for _, s := range p.Steps {
		if s == stepKey(step) {
			return true
		}
	}
	return false
}

// stepKey stands for a step without naming an address.
func stepKey(step string) string {
	sum := sha256.Sum256([]byte(step))
	return hex.EncodeToString(sum[:8])
}

// step remembers what is done together with the events that tell of it.
func (s *scheduler) step(ctx context.Context, id string, p *progress, step, kind string, events []wire.ReportData) error {
	p.Steps = append(p.Steps, stepKey(step))
	return s.commit(ctx, id, *p, kind, events...)
}

func (s *scheduler) commit(ctx context.Context, id string, p progress, kind string, events ...wire.ReportData) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.c.engine.ask(ctx, memo{}, func(t *tx) (int, any, error) {
		t.remember(progressKey+id, string(raw))
		for i := range events {
			t.emit(kind, &events[i])
		}
		return http.StatusNoContent, nil, nil
	}).err
}

const progressKey = "report." // of a schedule's progress beside the log

func (s *scheduler) recall(ctx context.Context, id string) (p progress, err error) {
	e := s.c.engine
	e.mu.RLock()
	log := e.store
	e.mu.RUnlock()
	raw, err := log.Meta(ctx, progressKey+id)
	if err != nil || raw == "" {
		return p, err
	}
	if json.Unmarshal([]byte(raw), &p) != nil {
		p = progress{} // as if it were new
	}
	return p, nil
}
