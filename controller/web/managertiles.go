package web

import (
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

// tile is one figure of the first row, with the moment at which it was true.
type tile struct {
	Name  string
	Value string // empty: there is none, and Hint says why
	Tone  string // good, warn, fault or stale; empty: it says nothing good or bad
	Icon  string
	Word  string // what the tone means, in words
	Hint  string
	More  string // a second line
	At    time.Time
	Stale bool   // too old to be believed
	Link  string // what stands behind it
}

// aheadFor is how old what is known of the rest of the day may be: it is reckoned every half minute.
const aheadFor = 2 * time.Minute

// tiles are the first row of the manager's console and of the wall.
func (p *page) tiles(t wire.Today, seen Watched, devices *devicesView) []tile {
	return []tile{p.waitingTile(t), p.longestTile(t), p.withinTile(t), p.aheadTile(t, seen.Ahead), p.happyTile(t, seen.Rated),
		p.devicesTile(devices)}
}

func (p *page) waitingTile(t wire.Today) tile {
	return tile{Name: p.T("manager.waiting"), Value: p.Int(t.Waiting), Hint: p.T("manager.issued", "n", p.Int(t.Issued)), At: p.Board.At, Link: "#queues"}
}

func (p *page) longestTile(t wire.Today) tile {
	x := tile{Name: p.T("manager.longest"), At: p.Board.At, Link: "#queues"}
	if t.Waiting == 0 {
		x.Hint = p.T("manager.empty")
		return x
	}
	wait := time.Duration(t.LongestS) * time.Second
	x.Value = i18n.Duration(p.Lang, wait)
	switch {
	case wait > queue.Promise:
		x.Tone, x.Icon, x.Word = "fault", "warning", p.T("manager.over")
	case wait > queue.Promise*2/3:
		x.Tone, x.Icon, x.Word = "warn", "clock", p.T("manager.soon")
	default:
		x.Tone, x.Icon, x.Word = "good", "check", p.T("manager.under")
	}
	return x
}

func (p *page) withinTile(t wire.Today) tile {
	x := tile{Name: p.T("manager.within"), At: p.Board.At, Link: "/reports", Hint: p.T("manager.no-data")}
	if s := shareOf(t.Within15, t.Legs+t.LeftAfter, 1); s.Shown {
		x.Value, x.Hint = p.Percent(s.Of), p.T("manager.n-legs", "n", p.Int(s.N))
	}
	return x
}

// aheadTile is when the last of those who wait now is called.
func (p *page) aheadTile(t wire.Today, a *Ahead) tile {
	x := tile{Name: p.T("manager.ahead"), At: p.Board.At, Hint: p.T("manager.empty"), Link: "/manager/staffing"}
	switch {
	case t.Waiting == 0:
		return x
	case a == nil:
		x.Hint = p.T("manager.ahead-none")
		return x
	}
	x.At, x.Stale, x.Hint = a.At, p.Now.Sub(a.At) > aheadFor, p.T("manager.ahead-unknown")
	if a.To.IsZero() {
		return x
	}
	x.Value, x.Hint = p.Clock(a.From)+"–"+p.Clock(a.To), p.T("manager.ahead-of", "n", p.Int(a.Waiting))
	hours, today := &p.Center.Hours, center.DayOf(p.Now)
	if last := hours.Last(today); !hours.Always && len(hours.On(today)) > 0 && a.To.After(last) {
		x.Tone, x.Icon, x.Word = "warn", "warning", p.T("manager.ahead-late", "time", p.Clock(last))
	}
	return x
}

// happyTile is the share of satisfied answers with the 95 % interval in which it lies.
func (p *page) happyTile(t wire.Today, at time.Time) tile {
	x := tile{Name: p.T("manager.happy"), Hint: p.T("manager.no-data"), More: p.T("manager.least-five"), At: p.Board.At, Link: "/satisfaction"}
	f := t.Ratings
	if f == nil || f.N < rating.LeastBatch {
		return x
	}
	low, high := rating.Interval(f.Satisfied, f.N)
	x.Value, x.Hint = p.Percent(float64(f.Satisfied)/float64(f.N)), p.T("manager.interval", "low", strings.TrimRight(p.Percent(low), "%\u00a0 "), "high", p.Percent(high))
	x.More = p.T("manager.n-answers", "n", p.Int(f.N))
	if !at.IsZero() {
		x.At = at
	}
	return x
}

func (p *page) devicesTile(v *devicesView) tile {
	x := tile{Name: p.T("manager.devices"), More: p.T("manager.cameras-none"), Link: "/manager/more#places", At: p.Board.At}
	if len(v.Rows) == 0 {
		x.Hint = p.T("manager.devices-no")
		return x
	}
	var heard time.Time
	for _, r := range v.Rows {
		if r.DeviceStatus.At != nil && r.DeviceStatus.At.After(heard) {
			heard = *r.DeviceStatus.At
		}
	}
	if heard.IsZero() {
		x.Hint = p.T("manager.devices-never")
		return x
	}
	x.At, x.Stale = heard, p.Now.Sub(heard) > quietFor
	x.Value = p.Int(v.Working) + "/" + p.Int(len(v.Rows))
	x.Tone, x.Icon, x.Word = "good", "check", p.T("manager.devices-good")
	never := p.T("manager.devices-never-n", "n", p.Int(v.Never))
	switch {
	case v.Bad > 0:
		x.Tone, x.Icon, x.Word = "warn", "warning", p.T("manager.devices-bad", "n", p.Int(v.Bad))
		if v.Never > 0 {
			x.Hint = never
		}
	case v.Never > 0: // nobody knows whether those work
		x.Tone, x.Icon, x.Word, x.Hint = "stale", "offline", never, p.T("manager.devices-rest")
	}
	return x
}

// AlertTone is how urgent an alert is; AlertIcon is its picture.
func (p *page) AlertTone(a wire.Alert) string {
	if a.Urgent {
		return "fault"
	}
	return "warn"
}

// AlertIcon is the picture of a kind of alert.
func (p *page) AlertIcon(a wire.Alert) string {
	switch a.Kind {
	case "alarm":
		return "bell"
	case "late", "unserved":
		return "clock"
	case "idle":
		return "counter"
	case "paper":
		return "printer"
	}
	return "warning"
}

// Long tells a value that needs smaller letters.
func (t tile) Long() bool { return len([]rune(t.Value)) > 8 }
