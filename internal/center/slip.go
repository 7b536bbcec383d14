package center

import (
	"fmt"
	"slices"

	"motcua/internal/i18n"
)

// Slip is what the paper slip shows, from top to bottom. What a service leaves
// out is as the center has it; what the center leaves out is as usual.
type Slip struct {
	Languages string      `toml:"languages" json:"languages"` // vi, en or both
	Logo      string      `toml:"logo" json:"-"`              // PNG file, seen from the directory of the configuration
	Text      i18n.Text   `toml:"text" json:"text"`           // what a block "text" without words of its own says
	Footer    i18n.Text   `toml:"footer" json:"footer"`       // instead of the usual
	Blocks    []SlipBlock `toml:"blocks" json:"blocks"`
	Picture   []byte      `toml:"-" json:"picture,omitempty"` // of the logo: a black and white PNG of at most LogoWidth by LogoHeight dots
}

// The largest logo, in dots of 0.125 mm: 45 by 20 mm, which paper of 58 mm takes too.
const (
	LogoWidth  = 360
	LogoHeight = 160
)

// BlockKind says what a block of the slip shows.
type BlockKind string

// The blocks of a slip.
const (
	BlockLogo     BlockKind = "logo"
	BlockHeader   BlockKind = "header"   // center and reception point
	BlockNumber   BlockKind = "number"   // the ticket's, as large as the paper allows
	BlockService  BlockKind = "service"  // its name
	BlockPurpose  BlockKind = "purpose"  // of the visit
	BlockPriority BlockKind = "priority" // on a priority ticket
	BlockCounters BlockKind = "counters" // that may call the number
	BlockAhead    BlockKind = "ahead"    // people; counters and ahead, one behind the other, share a line
	BlockWait     BlockKind = "wait"     // expected, and its time of day
	BlockIssued   BlockKind = "issued"   // time and date
	BlockPapers   BlockKind = "papers"   // to bring, where the service names some
	BlockText     BlockKind = "text"     // own words
	BlockQR       BlockKind = "qr"       // the ticket's page, with a sentence saying what the code does
	BlockFooter   BlockKind = "footer"
	BlockOfficial BlockKind = "official" // where official complaints go, with a code of the portal
	BlockRule     BlockKind = "rule"     // a thin line
	BlockSpace    BlockKind = "space"    // blank paper
)

// SlipBlock is one block of a slip. An option that is left out is as usual for its kind.
type SlipBlock struct {
	Kind  BlockKind `json:"kind"`
	Size  string    `json:"size,omitempty"`         // small, normal, large or huge
	Bold  *bool     `json:"bold,omitempty"`         // nil: as usual for the kind
	Align string    `json:"align,omitempty"`        // left or center
	When  string    `json:"when,omitempty"`         // priority, wait (it is known) or copy; empty: always
	Text  i18n.Text `json:"text,omitzero"`          // own words of a text
	URL   string    `toml:"-" json:"url,omitempty"` // official: of the code; [feedback] says it
}

// UnmarshalTOML reads a block from its kind alone, "qr", or from a table with
// options, { kind = "qr", size = "small" }.
func (b *SlipBlock) UnmarshalTOML(v any) error {
	if kind, ok := v.(string); ok {
		b.Kind = BlockKind(kind)
		return nil
	}
	table, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("a block of the slip is a name or a table, not %v", v)
	}
	for key, value := range table {
		ok := false
		switch key {
		case "kind":
			var kind string
			kind, ok = value.(string)
			b.Kind = BlockKind(kind)
		case "size":
			b.Size, ok = value.(string)
		case "align":
			b.Align, ok = value.(string)
		case "when":
			b.When, ok = value.(string)
		case "bold":
			var bold bool
			bold, ok = value.(bool)
			b.Bold = &bold
		case "text":
			b.Text, ok = slipText(value)
		default:
			return fmt.Errorf("a block of the slip has no %q; it may have kind, size, bold, align, when and text", key)
		}
		if !ok {
			return fmt.Errorf("%s = %v of a slip's block has the wrong type", key, value)
		}
	}
	return nil
}

func slipText(v any) (t i18n.Text, ok bool) {
	table, ok := v.(map[string]any)
	for key, value := range table {
		words, is := value.(string)
		switch {
		case is && key == "vi":
			t.VI = words
		case is && key == "en":
			t.EN = words
		default:
			return t, false
		}
	}
	return t, ok
}

// UsualSlip is the slip of a center that says nothing about it.
func UsualSlip() *Slip {
	s := &Slip{Languages: "both"}
	for _, kind := range []BlockKind{
		BlockLogo, BlockHeader, BlockRule, BlockNumber, BlockService, BlockPurpose, BlockPriority, BlockCounters, BlockAhead,
		BlockWait, BlockRule, BlockIssued, BlockPapers, BlockText, BlockQR, BlockFooter,
	} {
		s.Blocks = append(s.Blocks, SlipBlock{Kind: kind})
	}
	return s
}

// SlipOf works out the slip of a service: its own over the center's over the usual.
func (c *Center) SlipOf(code ServiceCode) *Slip {
	s := UsualSlip()
	c.Slip.over(s)
	if x, ok := c.Service(code); ok {
		x.Slip.over(s)
	}
	s.Blocks = slices.Clone(s.Blocks)
	for i := range s.Blocks {
		if b := &s.Blocks[i]; b.Kind == BlockOfficial {
			b.Text, b.URL = c.Feedback.onPaper(), c.Feedback.Portal
		}
	}
	return s
}

func (s *Slip) over(to *Slip) {
	set := func(to *i18n.Text, from i18n.Text) {
		if from != (i18n.Text{}) {
			*to = from
		}
	}
	set(&to.Text, s.Text)
	set(&to.Footer, s.Footer)
	if s.Languages != "" {
		to.Languages = s.Languages
	}
	if s.Logo != "" {
		to.Logo, to.Picture = s.Logo, s.Picture
	}
	if s.Blocks != nil {
		to.Blocks = s.Blocks
	}
}

// Langs lists the languages of the slip, the first of which is set larger.
func (s *Slip) Langs() []i18n.Lang {
	switch s.Languages {
	case "vi":
		return []i18n.Lang{i18n.VI}
	case "en":
		return []i18n.Lang{i18n.EN}
	}
	return i18n.Langs
}

// Differs tells whether the slip says anything at all: whether it is more than left out.
func (s *Slip) Differs() bool {
	return s.Languages != "" || s.Logo != "" || s.Blocks != nil || s.Text != (i18n.Text{}) || s.Footer != (i18n.Text{})
}

// Usual tells whether a slip that is worked out is that of a center which says nothing about it.
func (s *Slip) Usual() bool {
	return s.Languages == "both" && s.Logo == "" && s.Text == (i18n.Text{}) && s.Footer == (i18n.Text{}) &&
		slices.Equal(s.Blocks, UsualSlip().Blocks)
}
