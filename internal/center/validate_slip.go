package center

import (
	"slices"
	"strings"
	"unicode/utf8"

	"motcua/internal/i18n"
)

// Limits that keep a slip a slip: 80 mm paper costs money, and people wait for it.
const (
	maxBlocks = 40
	maxWords  = 300 // characters of one text
)

// blockOptions says which options each kind of block takes.
var blockOptions = map[BlockKind]string{
	BlockLogo: "align when", BlockHeader: "size bold align when", BlockNumber: "size align", BlockService: "size bold align when",
	BlockPurpose: "size bold align when", BlockPriority: "size bold align when", BlockCounters: "size bold when",
	BlockAhead: "size bold when", BlockWait: "size bold when", BlockIssued: "size bold align when", BlockPapers: "size bold align when",
	BlockText: "size bold align when text", BlockQR: "size align when", BlockOfficial: "size align when", BlockFooter: "size bold align when", BlockRule: "when",
	BlockSpace: "size when",
}

// slips checks the center's slip, then those of its services.
func (v *validation) slips() {
	v.slip("[slip]", &v.c.Slip, &v.c.Slip)
	for i := range v.c.Services {
		s := &v.c.Services[i]
		v.slip("[service.slip] "+string(s.Code), &s.Slip, &v.c.Slip, &s.Slip)
	}
}

// slip checks one slip; over are those that it is made of, the outer first.
func (v *validation) slip(place string, s *Slip, over ...*Slip) {
	if !slices.Contains([]string{"", "vi", "en", "both"}, s.Languages) {
		v.add("center-slip-languages", "place", place, "value", s.Languages)
	}
	v.words(place, "text", s.Text)
	v.words(place, "footer", s.Footer)
	if len(s.Blocks) > maxBlocks {
		v.add("center-slip-blocks", "place", place, "value", len(s.Blocks), "most", maxBlocks)
	}
	numbers := 0
	for _, b := range s.Blocks {
		v.block(place, &b)
		if b.Kind == BlockNumber {
			numbers++
		}
	}
	if s.Blocks != nil && numbers != 1 {
		v.add("center-slip-number", "place", place, "value", numbers)
	}
	whole := UsualSlip()
	for _, o := range over {
		o.over(whole)
	}
	if s.Logo != "" && !has(whole.Blocks, BlockLogo) {
		v.add("center-slip-logo-unused", "place", place, "value", s.Logo)
	}
	if whole.Logo == "" && has(s.Blocks, BlockLogo) {
		v.add("center-slip-logo", "place", place)
	}
}

func has(blocks []SlipBlock, kind BlockKind) bool {
	return slices.ContainsFunc(blocks, func(b SlipBlock) bool { return b.Kind == kind })
}

func (v *validation) block(place string, b *SlipBlock) {
	options, ok := blockOptions[b.Kind]
	if !ok {
		v.add("center-slip-block", "place", place, "value", b.Kind)
		return
	}
	sizes := "small normal large huge"
	if b.Kind == BlockNumber {
		sizes = "large huge"
	}
	for _, x := range []struct {
		key, value, known string
	}{{"size", b.Size, sizes}, {"align", b.Align, "left center"}, {"when", b.When, "priority wait copy"}} {
		switch {
		case x.value == "":
		case !slices.Contains(strings.Fields(options), x.key):
			v.add("center-slip-option", "place", place, "block", b.Kind, "key", x.key)
		case !slices.Contains(strings.Fields(x.known), x.value):
			v.add("center-slip-value", "place", place, "block", b.Kind, "key", x.key, "value", x.value, "known", strings.ReplaceAll(x.known, " ", ", "))
		}
	}
	if b.Bold != nil && !strings.Contains(options, "bold") {
		v.add("center-slip-option", "place", place, "block", b.Kind, "key", "bold")
	}
	if b.Text != (i18n.Text{}) && b.Kind != BlockText {
		v.add("center-slip-option", "place", place, "block", b.Kind, "key", "text")
	}
	v.words(place, "text", b.Text)
}

// words checks the length of a text on paper.
func (v *validation) words(place, key string, t i18n.Text) {
	if n := max(utf8.RuneCountInString(t.VI), utf8.RuneCountInString(t.EN)); n > maxWords {
		v.add("center-slip-long", "place", place, "key", key, "value", n, "most", maxWords)
	}
}
