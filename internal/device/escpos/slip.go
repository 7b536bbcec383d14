package escpos

import (
	"image"
	"time"

	"motcua/internal/center"
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
}

func scaleFor(dots int) scale {
	if dots < 512 {
		return scale{head: style{true, 26}, service: style{true, 40}, value: style{true, 42}, body: style{false, 24},
			label: style{false, 22}, en: style{false, 19}, column: dots / 2}
	}
	return scale{head: style{true, 28}, service: style{true, 48}, value: style{true, 52}, body: style{false, 26},
		label: style{false, 23}, en: style{false, 20}, column: dots * 3 / 7}
}

// Encode returns the bytes that print slip on a printer of that profile, in parts
// of one to two kilobytes between which the printer can be asked how it is. It
// never fails: what does not fit is wrapped or set smaller, never cut off.
func Encode(slip wire.Slip, p Profile) []Part {
	if slip.Test {
		return TestStrip(p, slip.IssuedAt, string(slip.Printer))
	}
	l := newLayout(p)
	l.begin()
	if slip.Closing != nil {
		l.closing(slip)
	} else {
		l.print(slip)
	}
	l.flush()
	return l.end()
}

// layout is a slip in the making: a growing picture, printed whenever something
// native comes in between.
type layout struct {
	*job
	set    *typesetter
	scale  scale
	page   *bitmap
	y      int // next free row of page
	slip   wire.Slip
	look   *center.Slip
	langs  []i18n.Lang // of the slip, the larger first
	middle bool        // the block being printed stands in the middle of the line
}

func newLayout(p Profile) *layout {
	return &layout{job: &job{profile: p}, set: newTypesetter(), scale: scaleFor(p.Dots), page: newBitmap(p.Dots, 0)}
}

// print prints the blocks of a slip, below what the citizen must not overlook.
func (l *layout) print(slip wire.Slip) {
	l.slip, l.look = slip, slip.Layout
	if l.look == nil {
		l.look = center.UsualSlip()
	}
	l.langs = l.look.Langs()
	if slip.Copy > 0 {
		l.copyMark()
	}
	if slip.Demo {
		l.inline(0, style{true, l.scale.label.size}, words("slip.demo"))
		l.gap(10)
	}
	list := l.visible()
	for i := 0; i < len(list); i++ {
		b := &list[i]
		if i > 0 {
			l.gap(spaceAbove[b.Kind])
		}
		if i+1 < len(list) && b.When == "" && facts[b.Kind] && facts[list[i+1].Kind] {
			l.beside(b, &list[i+1])
			i++
			continue
		}
		l.middle = b.Align == "center"
		if put := blocks[b.Kind]; put != nil {
			put(l, b)
		}
		l.middle = false
	}
}

// visible lists the blocks that have something to say on this slip.
func (l *layout) visible() (list []center.SlipBlock) {
	s := &l.slip
	for _, b := range l.look.Blocks {
		met := map[string]bool{"": true, "priority": s.Priority, "wait": s.Wait != nil, "copy": s.Copy > 0}[b.When]
		switch b.Kind {
		case center.BlockLogo:
			met = met && len(l.look.Picture) > 0
		case center.BlockPriority:
			met = met && s.Priority
		case center.BlockPapers:
			met = met && s.Papers != (i18n.Text{})
		case center.BlockText:
			if b.Text == (i18n.Text{}) {
				b.Text = l.look.Text
			}
			met = met && b.Text != (i18n.Text{})
		case center.BlockOfficial:
			met = met && b.Text != (i18n.Text{}) // an older controller says nothing
		case center.BlockQR:
			met = met && s.URL != "" && len(s.URL) <= maxURL
		}
		if met {
			list = append(list, b)
		}
	}
	return list
}

// copyMark says, before anything else and larger than any other word, that
// this is no second number.
func (l *layout) copyMark() {
	big := style{true, min(136, l.page.w*2/9)}
	l.text(big, i18n.T(i18n.VI, "slip.copy-mark"))
	l.gap(big.size / 6)
	at := l.slip.CopyAt.In(Zone)
	note := words("slip.copy", "n", l.slip.Copy)
	if !l.slip.CopyAt.IsZero() {
		note = words("slip.copy-at", "n", l.slip.Copy, "time", i18n.Clock(at))
	}
	l.pair(style{true, l.scale.body.size}, note)
	l.gap(10)
	l.rule()
	l.gap(12)
}

// words is a text of the catalog in every language.
func words(key string, args ...any) i18n.Text {
	return i18n.Text{VI: i18n.T(i18n.VI, key, args...), EN: i18n.T(i18n.EN, key, args...)}
}

// first is a text in the larger language; second in the smaller, empty where there is none or it says the same.
func (l *layout) first(t i18n.Text) string { return t.In(l.langs[0]) }

func (l *layout) second(t i18n.Text) string {
	if len(l.langs) < 2 || t.In(l.langs[1]) == t.In(l.langs[0]) {
		return ""
	}
	return t.In(l.langs[1])
}

// lines puts lines of text below each other, x dots from the left.
func (l *layout) lines(x int, s style, lines []string) {
	for _, line := range lines {
		at := x
		if l.middle {
			at = max(x, (l.page.w-l.set.width(s, line))/2)
		}
		l.page.grow(l.y + s.leading() + s.size/2)
		l.set.draw(l.page, s, image.Pt(at, l.y), line)
		l.y += s.leading()
	}
}

// text wraps text over the whole line.
func (l *layout) text(s style, text string) { l.lines(0, s, l.set.even(s, l.page.w, text)) }

// pair puts a text in the first language, and small below it in the second.
func (l *layout) pair(s style, t i18n.Text) {
	l.text(s, l.first(t))
	l.aside(l.second(t))
}

// aside prints the second language, in the printer's own small letters where it has them.
func (l *layout) aside(text string) {
	if text == "" {
		return
	}
	if !l.latin(text) {
		l.text(l.scale.en, text)
	}
}

// inline puts a text in both languages on one line, the second smaller, or on two where one is too short.
func (l *layout) inline(x int, s style, t i18n.Text) {
	first, second := l.first(t), l.second(t)
	if second == "" {
		l.lines(x, s, l.set.even(s, l.page.w-x, first))
		return
	}
	first += " · "
	small := style{s.bold, s.size * 5 / 6}
	wide := l.set.width(s, first)
	room := l.page.w - x - wide - l.set.width(small, second)
	if room < 0 {
		l.lines(x, s, l.set.even(s, l.page.w-x, l.first(t)))
		l.lines(x, small, l.set.even(small, l.page.w-x, second))
		return
	}
	if l.middle {
		x = room / 2
	}
	l.page.grow(l.y + s.leading() + s.size/2)
	l.set.draw(l.page, s, image.Pt(x, l.y), first)
	l.set.draw(l.page, small, image.Pt(x+wide, l.y+s.ascent()-small.ascent()), second)
	l.y += s.leading()
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
	l.page.cut(l.y)
	l.raster(l.page)
	l.page, l.y = newBitmap(l.page.w, 0), 0
}
