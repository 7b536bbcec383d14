package escpos

import (
	"math"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// facts are the blocks of which two stand beside each other.
var facts = map[center.BlockKind]bool{center.BlockCounters: true, center.BlockAhead: true}

// value is what a fact says, and its label.
func (l *layout) value(b *center.SlipBlock) (label i18n.Text, value string) {
	if b.Kind == center.BlockAhead {
		return words("slip.ahead"), i18n.T(l.langs[0], "slip.people", "n", l.slip.Ahead)
	}
	value = l.slip.Counters
	if value == "" {
		value = i18n.T(l.langs[0], "slip.counters-later")
	}
	return words("slip.counters"), value
}

func (l *layout) fact(b *center.SlipBlock) {
	label, value := l.value(b)
	l.inline(0, l.scale.label, label)
	l.text(l.shrunk(l.styled(b, l.scale.value), 1, value), value)
}

// beside puts two facts of one size beside each other, each below its label.
func (l *layout) beside(left, right *center.SlipBlock) {
	second := l.scale.column
	widths := [2]int{second - 32, l.page.w - second}
	var labels [2]i18n.Text
	var values [2]string
	s := l.styled(left, l.scale.value)
	for i, b := range []*center.SlipBlock{left, right} {
		labels[i], values[i] = l.value(b)
		fitted, _ := l.set.fit(s, l.scale.body.size, widths[i], 1, values[i])
		if fitted.size*5 < s.size*3 { // rather two lines than small ones
			fitted, _ = l.set.fit(s, l.scale.body.size, widths[i], 2, values[i])
		}
		s = fitted
	}
	top, bottom := l.y, l.y
	for i, x := range [2]int{0, second} {
		l.y = top
		l.inline(x, l.scale.label, labels[i])
		l.lines(x, s, l.set.even(s, widths[i], values[i]))
		bottom = max(bottom, l.y)
	}
	l.y = bottom
}

// wait is the estimate, its time of day below it. What is not known is not set large.
func (l *layout) wait(b *center.SlipBlock) {
	l.inline(0, l.scale.label, words("slip.wait"))
	wait, clock := waitText(l.slip, l.langs[0])
	if l.slip.Wait == nil {
		l.pair(l.scale.head, words("slip.no-estimate"))
		return
	}
	l.text(l.shrunk(l.styled(b, l.scale.value), 1, wait), wait)
	if clock != "" {
		l.text(l.scale.body, clock)
	}
}

// waitText writes the estimate in minutes and as times of day.
func waitText(slip wire.Slip, lang i18n.Lang) (wait, clock string) {
	if slip.Wait == nil {
		return i18n.T(lang, "slip.no-estimate"), ""
	}
	low := slip.Wait.LowS / 60
	high := int(math.Ceil(float64(slip.Wait.HighS) / 60))
	from := slip.IssuedAt
	if slip.Copy > 0 && !slip.CopyAt.IsZero() {
		from = slip.CopyAt // the estimate is as fresh as the paper
	}
	at := func(minutes int) string {
		return i18n.Clock(from.In(Zone).Add(time.Duration(minutes) * time.Minute))
	}
	switch {
	case high <= 1:
		return i18n.T(lang, "slip.soon"), ""
	case low == 0:
		return i18n.T(lang, "slip.within", "n", high), i18n.T(lang, "slip.clock-before", "to", at(high))
	case low >= high:
		return i18n.T(lang, "slip.about", "n", high), i18n.T(lang, "slip.clock-one", "from", at(high))
	}
	return i18n.T(lang, "slip.minutes", "low", low, "high", high), i18n.T(lang, "slip.clock", "from", at(low), "to", at(high))
}
