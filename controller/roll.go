package controller

import (
	"cmp"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// lastSlips is over how many slips their mean length goes.
const lastSlips = 50

// roll is the paper in a printer, folded from the slips it printed and from
// what it said of its paper. A day begins with what paper.counted says of it.
type roll struct {
	wire.PaperData
	slips   []printed       // the last ones of the day, oldest first
	printed int             // today
	old     *wire.PaperData // the roll before, taken out while little of it was left
}

// printed is one slip on paper.
type printed struct {
	mm int
	at time.Duration // on the day's timeline
}

// paperOf is the paper of a printer. Only the writer may ask: it makes what there is not.
func (s *state) paperOf(printer center.DeviceID) *roll {
	r := s.rolls[printer]
	if r == nil {
		r = &roll{PaperData: wire.PaperData{Printer: printer}}
		s.rolls[printer] = r
	}
	return r
}

// print counts paper that went out.
func (r *roll) print(mm int) { r.MM += mm }

// done counts a slip that is on paper, of mm millimeters where its driver knows.
func (r *roll) done(mm int, at time.Duration) {
	r.printed++
	r.slips = append(r.slips[max(0, len(r.slips)+1-lastSlips):], printed{mm, at})
}

// mean is the mean length of the last slips in millimeters; what the morning
// knew stands for those that the day has not printed yet. 0: nobody knows.
func (r *roll) mean() int {
	sum, n := 0, 0
	for _, x := range r.slips {
		if x.mm > 0 {
			sum, n = sum+x.mm, n+1
		}
	}
	if r.SlipMM > 0 {
		sum, n = sum+r.SlipMM*(lastSlips-n), lastSlips
	}
	if n == 0 {
		return 0
	}
	return (sum + n/2) / n
}

// said notes what the printer says of its paper, of which a new roll holds so
// much. That it has enough again, only a new roll can mean: see renewed. But a
// sensor may waver at the edge of the roll: where hardly anything was printed
// since, the old roll is still in.
func (r *roll) said(d *wire.DeviceData, whole int) {
	switch {
	case d.Cause == wire.PaperOut:
		r.Cause = wire.PaperOut
	case d.Cause == wire.PaperLow && r.Cause == "" && r.old != nil && r.MM < whole/10:
		since := r.MM
		r.PaperData = *r.old
		r.MM += since
	case d.Cause == wire.PaperLow && r.Cause == "":
		r.Cause, r.LowMM = wire.PaperLow, r.MM
	}
}

// change begins a new roll. last is what a roll gives, as far as is known.
func (r *roll) change(last int) {
	old := r.PaperData
	r.PaperData, r.old = wire.PaperData{Printer: r.Printer, LastMM: last, SlipMM: r.SlipMM}, nil
	if old.Cause == wire.PaperLow {
		r.old = &old
	}
}

// whole is what the roll that is taken out tells of how much one gives: all
// that was printed where it ran out. What cannot be a roll of this printer, as
// the first after an installation, tells nothing.
func (r *roll) whole(configured int) int {
	if r.Cause == wire.PaperOut && r.MM > configured*2/5 && r.MM < configured*2 {
		return r.MM
	}
	return r.LastMM
}

// renewed notices a new roll: a printer that had little or no paper left has
// enough of it.
func (t *tx) renewed(d wire.DeviceData) {
	p, ok := t.center.Printer(d.Device)
	if ok && d.State == wire.Present && d.Cause == "" && t.paperOf(p.ID).Cause != "" {
		t.change(p)
	}
}

// unnoticed looks, at a start, for new rolls that the program before did not know of.
func (t *tx) unnoticed() {
	for _, p := range t.center.Printers {
		if d, ok := t.devices[p.ID]; ok {
			t.renewed(d.DeviceData)
		}
	}
}

func (t *tx) change(p *center.Printer) {
	r := t.paperOf(p.ID)
	t.emit(wire.PaperChanged, &wire.PaperData{Printer: p.ID, MM: r.MM, LastMM: r.whole(rollOf(p)), Cause: r.Cause})
}

// rollOf is what a new roll gives by the configuration, in millimeters.
func rollOf(p *center.Printer) int { return p.Roll * 1000 }

// countPaper tells what stands on each roll, so that the day's entries stand alone.
func (t *tx) countPaper() {
	for _, p := range t.center.Printers {
		r := t.paperOf(p.ID)
		data := r.PaperData
		data.SlipMM = r.mean()
		t.emit(wire.PaperCounted, &data)
	}
}

// paperView is what is known of the paper in a printer, with people an hour as
// the habits of the center expect them.
func (s *state) paperView(p *center.Printer, people *[48]float64, now queue.Moment) *wire.Paper {
	r := s.rolls[p.ID]
	if r == nil {
		r = &roll{}
	}
	f := paperForecast{
		Used: r.MM, Roll: cmp.Or(r.LastMM, rollOf(p)), Slip: r.mean(), Out: r.Cause == wire.PaperOut, Low: r.Cause == wire.PaperLow, LowAt: r.LowMM,
		Now: now.Wall, Until: s.center.Hours.Last(center.DayOf(now.Wall)),
	}
	if people != nil {
		share := s.share(r)
		for i, n := range people {
			f.Rate[i] = n * share
		}
	} else {
		f.Rate = s.pace(r, now)
	}
	v := f.paper()
	return &v
}

// people are those expected an hour, by half hours; nil: earlier days tell nothing yet.
func (s *state) people(now queue.Moment) *[48]float64 {
	var all [48]float64
	rates := s.waits.World(s.day, now).Rates
	if len(rates) == 0 {
		return nil
	}
	for _, r := range rates {
		for i := range all {
			all[i] += r.Ordinary[i] + r.Priority[i]
		}
	}
	return &all
}

// share is the part of all tickets whose slips a printer prints: as today once
// that tells anything, else as one of several.
func (s *state) share(r *roll) float64 {
	if n := len(s.day.Tickets()); n >= 20 {
		return float64(r.printed) / float64(n)
	}
	return 1 / float64(max(1, len(s.center.Printers)))
}

// pace is that of the last hour, for as long as the center is open.
func (s *state) pace(r *roll, now queue.Moment) (rate [48]float64) {
	window := time.Hour
	opened, ok := s.center.Hours.Opened(now.Wall)
	if ok {
		window = max(10*time.Minute, min(window, now.Wall.Sub(opened)))
	}
	at, n := s.day.Now(now), 0
	for _, x := range r.slips {
		if at-x.at <= window {
			n++
		}
	}
	if n == lastSlips { // there were more than are remembered
		window = max(time.Minute, at-r.slips[0].at)
	}
	for _, w := range s.center.Hours.On(center.DayOf(now.Wall)) {
		for i := w.From / 30; i < min((w.To+29)/30, 48); i++ {
			rate[i] = float64(n) / window.Hours()
		}
	}
	return rate
}

func postRoll(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	wish, err := read(w, r, who, &struct{}{})
	if err != nil {
		return err
	}
	p, ok := c.site().Printer(center.DeviceID(r.PathValue("printer")))
	if !ok {
		return fault.New(fault.NotFound, "device-unknown", "device", r.PathValue("printer"))
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if x := t.paperOf(p.ID); x.MM > 0 || x.Cause != "" {
			t.change(p)
		}
		return http.StatusNoContent, nil, nil
	}))
}
