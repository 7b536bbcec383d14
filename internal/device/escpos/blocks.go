package escpos

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// blocks says how each kind of block is printed. What is not known here, because
// a newer controller sent it, is left out.
var blocks = map[center.BlockKind]func(*layout, *center.SlipBlock){
	center.BlockLogo: (*layout).logo, center.BlockHeader: (*layout).header, center.BlockNumber: (*layout).ticket,
	center.BlockService: (*layout).service, center.BlockPurpose: (*layout).purpose, center.BlockPriority: (*layout).priority,
	center.BlockCounters: (*layout).fact, center.BlockAhead: (*layout).fact, center.BlockWait: (*layout).wait,
	center.BlockIssued: (*layout).issued, center.BlockPapers: (*layout).papers, center.BlockText: (*layout).notice,
	center.BlockQR: (*layout).follow, center.BlockOfficial: (*layout).official, center.BlockFooter: (*layout).footer,
	center.BlockRule:  func(l *layout, _ *center.SlipBlock) { l.rule() },
	center.BlockSpace: (*layout).space,
}

// spaceAbove is how many rows stay blank above a block that is not the first.
var spaceAbove = map[center.BlockKind]int{
	center.BlockHeader: 8, center.BlockRule: 11, center.BlockNumber: 12, center.BlockService: 6, center.BlockPurpose: 4, center.BlockCounters: 14,
	center.BlockAhead: 14, center.BlockWait: 10, center.BlockIssued: 8, center.BlockPapers: 8, center.BlockText: 10,
	center.BlockQR: 20, center.BlockOfficial: 20, center.BlockFooter: 8, center.BlockLogo: 8,
}

// styled is the style a block asks for, or else its usual one.
func (l *layout) styled(b *center.SlipBlock, usual style) style {
	switch b.Size {
	case "small":
		usual.size = l.scale.en.size
	case "normal":
		usual.size = l.scale.body.size
	case "large":
		usual.size = l.scale.service.size
	case "huge":
		usual.size = l.scale.value.size * 4 / 3
	}
	if b.Bold != nil {
		usual.bold = *b.Bold
	}
	return usual
}

// shrunk is the style, smaller where text would take more than rows lines.
func (l *layout) shrunk(s style, rows int, text string) style {
	s, _ = l.set.fit(s, min(s.size, l.scale.body.size), l.page.w, rows, text)
	return s
}

func (l *layout) header(b *center.SlipBlock) {
	s := l.styled(b, l.scale.head)
	name := l.first(l.slip.Center)
	if l.langs[0] == i18n.VI {
		l.lines(0, s, l.set.title(s, l.page.w, name))
	} else {
		l.text(s, name)
	}
	l.text(l.scale.label, l.first(l.slip.Point))
	l.aside(l.second(l.slip.Center))
}

// ticket is what is read first: the number.
func (l *layout) ticket(b *center.SlipBlock) {
	l.inline(0, l.scale.label, words("slip.number"))
	number, most := l.slip.Number, 8
	if b.Size == "large" {
		most = 5
	}
	most = min(most, (l.page.w-cellW)/max(1, cellW*len(number)))
	plain := number != "" && strings.IndexFunc(number, func(r rune) bool { return r < ' ' || r > '~' }) < 0
	if !plain || most < 1 || !l.profile.NativeNumber {
		l.text(style{true, 140}, number)
		return
	}
	indent := 0
	if l.middle {
		indent = (l.page.w - most*cellW*len(number)) / 2 / cellW
	}
	l.flush()
	l.number(number, most, indent)
	l.gap(4)
}

func (l *layout) service(b *center.SlipBlock) {
	name := l.first(l.slip.Service)
	s := l.shrunk(l.styled(b, l.scale.service), 2, name)
	l.lines(0, s, l.set.title(s, l.page.w, name))
	l.aside(l.second(l.slip.Service))
}

func (l *layout) purpose(b *center.SlipBlock) {
	l.inline(0, l.styled(b, l.scale.label), words("purpose."+string(l.slip.Purpose)))
}

func (l *layout) priority(b *center.SlipBlock) {
	l.inline(0, l.styled(b, l.scale.label), words("slip.priority"))
}

func (l *layout) issued(b *center.SlipBlock) {
	at := l.slip.IssuedAt.In(Zone)
	lang := l.langs[0]
	said := i18n.T(lang, "slip.issued", "time", i18n.Clock(at), "date", i18n.Date(lang, at))
	s, lines := l.set.fit(l.styled(b, l.scale.body), l.scale.en.size, l.page.w, 1, said)
	l.lines(0, s, lines)
}

func (l *layout) papers(b *center.SlipBlock) {
	l.inline(0, style{true, l.scale.label.size}, words("slip.papers"))
	l.pair(l.styled(b, l.scale.body), l.slip.Papers)
}

// notice is text of the center's own.
func (l *layout) notice(b *center.SlipBlock) {
	s := l.styled(b, l.scale.body)
	l.pair(l.shrunk(s, 4, l.first(b.Text)), b.Text)
}

// follow is the QR code with a sentence that says what it does.
func (l *layout) follow(b *center.SlipBlock) {
	module := map[string]int{"small": 4, "large": 8, "huge": 10}[b.Size]
	if module == 0 {
		module = 6
	}
	l.code(l.slip.URL, module)
	l.gap(6)
	l.pair(l.scale.body, words("slip.qr"))
	if code := l.slip.Code; len(code) == 8 {
		l.gap(6)
		l.inline(0, l.scale.label, words("slip.code"))
		l.text(style{true, l.scale.value.size}, code[:4]+" "+code[4:])
	}
}

// official says where official complaints go, with a code of the portal.
func (l *layout) official(b *center.SlipBlock) {
	module := map[string]int{"large": 6, "huge": 8}[b.Size]
	if module == 0 {
		module = 4
	}
	if b.URL != "" {
		l.code(b.URL, module)
		l.gap(6)
	}
	l.pair(l.scale.label, b.Text)
}

func (l *layout) footer(b *center.SlipBlock) {
	t := l.look.Footer
	if t == (i18n.Text{}) {
		t = words("slip.footer")
	}
	l.pair(l.styled(b, l.scale.label), t)
}

// space leaves paper blank: 2, 4, 8 or 16 mm.
func (l *layout) space(b *center.SlipBlock) {
	rows := map[string]int{"small": 2, "large": 8, "huge": 16}[b.Size]
	if rows == 0 {
		rows = 4
	}
	l.gap(rows * RowsPerMM)
}
