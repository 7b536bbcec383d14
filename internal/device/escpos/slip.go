package escpos

import (
	"image"
	"math"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Zone is where every center lies: slips print its time of day (UTC+7, no summer time).
var Zone = time.FixedZone("ICT", 7*60*60)

// scale is the type of one width of paper, in dots.
type scale struct {
	head, service, value style // who, what, where and when
	body, label, en      style
	column               int // where the second column of facts begins
	module               int // of the QR code
}

func scaleFor(dots int) scale {
	if dots < 512 {
		return scale{head: style{true, 26}, service: style{true, 38}, value: style{true, 42}, body: style{false, 24},
			label: style{false, 22}, en: style{false, 19}, column: dots / 2, module: 6}
	}
	return scale{head: style{true, 29}, service: style{true, 48}, value: style{true, 54}, body: style{false, 26},
		label: style{false, 24}, en: style{false, 20}, column: dots * 9 / 20, module: 6}
}

// Encode returns the bytes that print slip on a printer of that profile, in parts
// of one to ten kilobytes between which the printer can be asked how it is. It
// never fails: what does not fit is wrapped or set smaller, never cut off.
func Encode(slip wire.Slip, p Profile) []Part {
	l := &layout{job: &job{profile: p}, set: newTypesetter(), scale: scaleFor(p.Dots), page: newBitmap(p.Dots, 0)}
	l.begin()
	l.center(slip)
	l.ticket(slip)
	l.facts(slip)
	l.rest(slip)
	l.flush()
	return l.end()
}

// layout is a slip in the making: a growing picture, printed whenever something
// native comes in between.
type layout struct {
	*job
	set   *typesetter
	scale scale
	page  *bitmap
	y     int // next free row of page
}

// lines puts lines of text below each other, x dots from the left.
func (l *layout) lines(x int, s style, lines []string) {
	for _, line := range lines {
		l.page.grow(l.y + s.leading() + s.size/2)
		l.set.draw(l.page, s, image.Pt(x, l.y), line)
		l.y += s.leading()
	}
}

// text wraps text over the whole line.
func (l *layout) text(s style, text string) { l.lines(0, s, l.set.even(s, l.page.w, text)) }

// pair puts the Vietnamese text and, where there is another, the English one small below.
func (l *layout) pair(s style, t i18n.Text) {
	l.text(s, t.VI)
	if t.EN != t.VI {
		l.text(l.scale.en, t.EN)
	}
}

// inline puts a text of the catalog in both languages on one line, or on two where one is too short.
func (l *layout) inline(x int, s style, key string) {
	vi, en := i18n.T(i18n.VI, key), i18n.T(i18n.EN, key)
	lines := []string{vi + " · " + en}
	if l.set.width(s, lines[0]) > l.page.w-x {
		lines = []string{vi, en}
	}
	l.lines(x, s, lines)
}

func (l *layout) both(s style, key string) {
	l.pair(s, i18n.Text{VI: i18n.T(i18n.VI, key), EN: i18n.T(i18n.EN, key)})
}

func (l *layout) gap(rows int) { l.y += rows }

// rule draws a thin line over the whole width.
func (l *layout) rule() {
	l.page.grow(l.y + 2)
	l.page.fill(image.Rect(0, l.y, l.page.w, l.y+2))
	l.y += 2
}

// flush prints the picture so far and begins a new one.
func (l *layout) flush() {
	l.page.grow(l.y)
	l.raster(l.page)
	l.page, l.y = newBitmap(l.page.w, 0), 0
}

func (l *layout) center(slip wire.Slip) {
	if slip.Demo {
		l.inline(0, style{true, l.scale.label.size}, "slip.demo")
		l.gap(10)
	}
	l.lines(0, l.scale.head, l.set.title(l.scale.head, l.page.w, slip.Center.VI))
	l.text(l.scale.label, slip.Point.VI)
	l.text(l.scale.en, slip.Center.EN)
	l.gap(10)
	l.rule()
	l.gap(12)
}

// ticket is what is read first: the number, and what it is for.
func (l *layout) ticket(slip wire.Slip) {
	l.inline(0, l.scale.label, "slip.number")
	l.bigNumber(slip.Number)
	s, _ := l.set.fit(l.scale.service, l.scale.body.size, l.page.w, 2, slip.Service.VI)
	l.lines(0, s, l.set.title(s, l.page.w, slip.Service.VI))
	l.text(l.scale.en, slip.Service.EN)
	l.gap(4)
	l.inline(0, l.scale.label, "purpose."+string(slip.Purpose))
	if slip.Priority {
		l.inline(0, l.scale.label, "slip.priority")
	}
	l.gap(14)
}

// bigNumber prints the number in the printer's letters, as a picture where it has none for it.
func (l *layout) bigNumber(number string) {
	for _, r := range number {
		if r < ' ' || r > '~' {
			l.text(style{true, 140}, number)
			return
		}
	}
	if number == "" || len(number)*cellW > l.page.w || !l.profile.NativeNumber {
		l.text(style{true, 140}, number)
		return
	}
	l.flush()
	l.number(number)
	l.gap(10)
}

// facts is where and about when: two columns, then the wait with its time of day.
func (l *layout) facts(slip wire.Slip) {
	counters := slip.Counters
	if counters == "" {
		counters = i18n.T(i18n.VI, "slip.counters-later")
	}
	ahead := i18n.T(i18n.VI, "slip.people", "n", slip.Ahead)
	l.columns(l.scale.column, [2]string{"slip.counters", "slip.ahead"}, [2]string{counters, ahead})
	l.gap(10)
	l.inline(0, l.scale.label, "slip.wait")
	l.wait(waitText(slip))
	l.gap(12)
}

// columns puts two values of one size beside each other, each below its label.
func (l *layout) columns(second int, keys, values [2]string) {
	widths := [2]int{second - 16, l.page.w - second}
	s := l.scale.value
	for i, value := range values {
		fitted, _ := l.set.fit(s, l.scale.body.size, widths[i], 1, value)
		if fitted.size*5 < s.size*3 { // rather two lines than small ones
			fitted, _ = l.set.fit(s, l.scale.body.size, widths[i], 2, value)
		}
		s = fitted
	}
	top, bottom := l.y, l.y
	for i, x := range [2]int{0, second} {
		l.y = top
		l.inline(x, l.scale.label, keys[i])
		l.lines(x, s, l.set.even(s, widths[i], values[i]))
		bottom = max(bottom, l.y)
	}
	l.y = bottom
}

// wait is the estimate, its time of day beside it on the same baseline, or below
// where that is too long. What is not known is not set large.
func (l *layout) wait(wait, clock string) {
	if clock == "" {
		l.text(l.scale.head, wait)
		return
	}
	s, lines := l.set.fit(l.scale.value, l.scale.body.size, l.page.w, 1, wait)
	top := l.y
	l.lines(0, s, lines)
	x := l.set.width(s, wait) + l.scale.body.size*2/3
	if len(lines) > 1 || x+l.set.width(l.scale.body, clock) > l.page.w {
		l.text(l.scale.body, clock)
		return
	}
	l.set.draw(l.page, l.scale.body, image.Pt(x, top+s.ascent()-l.scale.body.ascent()), clock)
}

// waitText writes the estimate in minutes and as times of day.
func waitText(slip wire.Slip) (wait, clock string) {
	if slip.Wait == nil {
		return i18n.T(i18n.VI, "slip.no-estimate"), ""
	}
	low := slip.Wait.LowS / 60
	high := int(math.Ceil(float64(slip.Wait.HighS) / 60))
	at := func(minutes int) string {
		return i18n.Clock(slip.IssuedAt.In(Zone).Add(time.Duration(minutes) * time.Minute))
	}
	switch {
	case high <= 1:
		return i18n.T(i18n.VI, "slip.soon"), ""
	case low == 0:
		return i18n.T(i18n.VI, "slip.within", "n", high), i18n.T(i18n.VI, "slip.clock-before", "to", at(high))
	case low >= high:
		return i18n.T(i18n.VI, "slip.about", "n", high), i18n.T(i18n.VI, "slip.clock-one", "from", at(high))
	}
	return i18n.T(i18n.VI, "slip.minutes", "low", low, "high", high), i18n.T(i18n.VI, "slip.clock", "from", at(low), "to", at(high))
}

// rest is what can be read while sitting down.
func (l *layout) rest(slip wire.Slip) {
	l.rule()
	l.gap(8)
	at := slip.IssuedAt.In(Zone)
	issued := i18n.T(i18n.VI, "slip.issued", "time", i18n.Clock(at), "date", i18n.Date(i18n.VI, at))
	s, lines := l.set.fit(l.scale.body, l.scale.en.size, l.page.w, 1, issued)
	l.lines(0, s, lines)
	if slip.Papers != (i18n.Text{}) {
		l.gap(8)
		l.inline(0, style{true, l.scale.label.size}, "slip.papers")
		l.pair(l.scale.body, slip.Papers)
	}
	if slip.URL != "" {
		l.gap(20)
		l.code(slip.URL)
		l.gap(6)
		l.both(l.scale.body, "slip.qr")
	}
	l.gap(8)
	l.both(l.scale.label, "slip.footer")
}
