package escpos

import (
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// headGroups is how many groups of four digits of the head stand on a line.
const headGroups = 4

// closing prints the slip of a day that has closed: how many came, and the head
// of the log, large enough to be compared by eye, and as a code.
func (l *layout) closing(slip wire.Slip) {
	c := slip.Closing
	l.slip, l.look = slip, center.UsualSlip()
	l.langs = l.look.Langs()
	if slip.Copy > 0 {
		l.text(style{true, l.scale.service.size}, i18n.T(i18n.VI, "slip.copy-mark"))
	}
	if slip.Demo {
		l.inline(0, style{true, l.scale.label.size}, words("slip.demo"))
		l.gap(10)
	}
	l.pair(l.scale.service, words("slip.closing"))
	l.gap(6)
	l.text(l.scale.head, l.first(slip.Center))
	l.text(l.scale.label, l.first(slip.Point))
	l.gap(8)
	l.rule()
	l.gap(10)
	at := slip.IssuedAt.In(Zone)
	l.text(style{true, l.scale.body.size}, i18n.T(l.langs[0], "slip.closing-at", "date", i18n.Date(l.langs[0], at), "time", i18n.Clock(at)))
	for _, x := range []struct {
		key string
		n   int
	}{{"closing-issued", c.Issued}, {"closing-finished", c.Finished}, {"closing-missed", c.NoShows}, {"closing-expired", c.Expired}} {
		l.inline(0, l.scale.body, words("slip."+x.key, "n", x.n))
	}
	l.gap(10)
	l.inline(0, style{true, l.scale.label.size}, words("slip.closing-head", "seq", c.Seq))
	l.head(c.Head)
	l.gap(14)
	l.code(c.Text(), 5)
	l.gap(8)
	l.pair(l.scale.label, words("slip.closing-keep"))
	l.gap(24)
	l.inline(0, l.scale.label, words("slip.closing-sign"))
	l.gap(90)
	l.rule()
}

// head prints a hash in groups of four, a few on a line.
func (l *layout) head(head string) {
	var line string
	for i := 0; i+4 <= len(head); i += 4 {
		if line != "" {
			line += "  "
		}
		line += head[i : i+4]
		if (i/4+1)%headGroups == 0 || i+8 > len(head) {
			l.lines(0, style{true, l.scale.value.size * 4 / 5}, []string{line})
			line = ""
		}
	}
}
