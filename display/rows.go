package display

import (
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// entry is one row of a list: what is looked for, and what is told of it.
type entry struct{ lead, text string }

// rows lists entries below a heading, page by page where they do not fit.
func (v *view) rows(r kit.Rect, heading string, all []entry) {
	head, r := r.Top(v.line(v.least), v.gap*0.5)
	v.Text(head, v.word(heading, head.W), kit.Style{Size: v.least, Bold: true, Color: v.Theme.Muted, Down: kit.Middle, Lines: 1})
	high := func(e entry) float64 { return v.entryHeight(e, r.W-v.gap*1.4) + v.gap*0.5 }
	var parts []entry
	for _, e := range all { // what is told of one may take more than a page
		for _, text := range v.cut(e.text, r.W-v.gap*1.4, r.H-v.line(v.row)-v.gap*0.5) {
			parts = append(parts, entry{e.lead, text})
		}
	}
	for _, e := range pageOf(v, parts, r.H, high) {
		var at kit.Rect
		at, r = r.Top(high(e)-v.gap*0.5, v.gap*0.5)
		v.Round(at, v.Theme.Surface)
		v.entry(at.InsetXY(v.gap*0.7, 0), e)
	}
}

// pageOf is the page of a list that is shown now, when each of its entries takes so much of the height.
func pageOf[T any](v *view, all []T, room float64, high func(T) float64) []T {
	var pages [][]T
	left := 0.0
	for _, x := range all {
		if h := high(x); len(pages) == 0 || left < h {
			pages, left = append(pages, nil), room
		}
		left -= high(x)
		pages[len(pages)-1] = append(pages[len(pages)-1], x)
	}
	if len(pages) == 0 {
		return nil
	}
	return pages[v.s.page(len(pages))]
}

// entryHeight is what an entry takes: its text stands beside the lead where that has room, else below.
func (v *view) entryHeight(e entry, w float64) float64 {
	if v.beside(e, w) {
		return v.line(v.row)
	}
	return v.line(v.row) + v.height(e.text, w)
}

func (v *view) beside(e entry, w float64) bool {
	return v.Measure(e.lead, true, v.row)+v.gap*2+v.Measure(e.text, true, v.least) <= w
}

func (v *view) entry(r kit.Rect, e entry) {
	top, rest := r.Top(v.line(v.row), 0)
	at := v.Text(top, e.lead, kit.Style{Size: v.row, Bold: true, Color: v.Theme.Text, Down: kit.Middle, Lines: 1})
	style := kit.Style{Size: v.least, Bold: true, Color: v.Theme.Muted}
	if v.beside(e, r.W) {
		_, rest = top.Left(at.W, v.gap*2)
		style.Down, style.Align, style.Lines = kit.Middle, kit.End, 1
	}
	v.Text(rest, e.text, style)
}

// next is the next number of each service, with the service's name.
func (s *Show) next(v *view) (all []entry) {
	for _, q := range s.board.Waiting {
		if q.Next != "" && s.mine(q.Service) {
			all = append(all, entry{q.Next, s.name(v.lang, q.Service)})
		}
	}
	return all
}

// queues is how many wait for each service, and how long it may take.
func (s *Show) queues(v *view) (all []entry) {
	for _, q := range s.board.Waiting {
		if q.Waiting == 0 || !s.mine(q.Service) {
			continue
		}
		text := s.name(v.lang, q.Service)
		if wait := v.wait(q); wait != "" {
			text += " · " + wait
		}
		all = append(all, entry{v.t("waiting", "n", q.Waiting), text})
	}
	return all
}

// wait is the range that is told for a service, empty where none can be.
func (v *view) wait(q wire.QueueState) string {
	switch {
	case q.Stalled != nil:
		return v.t("stalled", "time", i18n.Clock(q.Stalled.In(center.Zone)))
	case q.Wait == nil:
		return ""
	}
	low, high := q.Wait.LowS/60, (q.Wait.HighS+59)/60
	return v.t("wait", "low", low, "high", max(high, low+1))
}

// missedTexts says of each missed number what to do and until when.
func (s *Show) missedTexts(v *view) (all []string) {
	for _, c := range s.missed() {
		if c.ReturnBy == nil {
			all = append(all, v.say("missed-open", "number", c.Number))
		} else {
			all = append(all, v.say("missed-until", "number", c.Number, "time", until(c)))
		}
	}
	return all
}

// missed are the calls that nobody answered, as long as they may come back.
func (s *Show) missed() (all []wire.Call) {
	for _, c := range s.board.Calls {
		if c.State == queue.NoShow && s.setup.Display.Covers(c.Counter) && (c.ReturnBy == nil || s.now.Before(*c.ReturnBy)) {
			all = append(all, c)
		}
	}
	return all
}

// standstills explains which services stand still, and which counters wait for what does not work.
func (s *Show) standstills(v *view) (all []string) {
	for _, q := range s.board.Waiting {
		if q.Stalled != nil && s.mine(q.Service) {
			all = append(all, v.both(func(lang i18n.Lang) string {
				return i18n.T(lang, "display.standstill", "service", s.name(lang, q.Service), "time", i18n.Clock(q.Stalled.In(center.Zone)))
			}))
		}
	}
	return append(all, s.incidents(v)...)
}

// incidents explains what counters wait for, in one sentence for each kind.
func (s *Show) incidents(v *view) (all []string) {
	for _, reason := range queue.IncidentReasons {
		var at []string
		var since time.Time
		for _, c := range s.board.Counters {
			if c.Incident != reason || !s.setup.Display.Covers(c.ID) {
				continue
			}
			at = append(at, string(c.ID))
			if c.Stands != nil && (since.IsZero() || c.Stands.Before(since)) {
				since = *c.Stands
			}
		}
		if len(at) > 0 {
			all = append(all, v.both(func(lang i18n.Lang) string {
				return i18n.T(lang, "display.incident", "counters", strings.Join(at, ", "), "reason", i18n.T(lang, "incident."+reason), "time", i18n.Clock(since.In(center.Zone)))
			}))
		}
	}
	return all
}

// notices shows sentences behind a sign, page by page where they do not fit.
func (v *view) notices(r kit.Rect, icon string, tone ui.Tone, all []string) {
	v.Round(r, v.Theme.WarnSoft)
	r = r.InsetXY(v.gap, v.gap*0.5)
	defer func(least float64) { v.least = least }(v.least)
	for _, size := range []float64{v.row, (v.row + v.least) / 2, v.least} { // as large as all of them fit at once
		if v.least = size; v.stack(all, r.W-size-v.gap) <= r.H {
			break
		}
	}
	wide := r.W - v.least - v.gap
	var parts []string
	for _, text := range all {
		parts = append(parts, v.cut(text, wide, r.H)...)
	}
	for _, text := range pageOf(v, parts, r.H+v.gap*0.5, func(t string) float64 { return v.height(t, wide) + v.gap*0.5 }) {
		var at kit.Rect
		at, r = r.Top(v.height(text, wide), v.gap*0.5)
		mark, words := at.Left(v.least, v.gap)
		mark.H = v.least * ui.LineHeight
		v.Icon(mark, icon, v.Theme.Ink(tone))
		v.Text(words, text, kit.Style{Size: v.least, Bold: true, Color: v.Theme.Text})
	}
}
