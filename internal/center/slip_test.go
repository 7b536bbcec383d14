package center

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

func blocks(kinds ...BlockKind) (list []SlipBlock) {
	for _, k := range kinds {
		list = append(list, SlipBlock{Kind: k})
	}
	return list
}

func TestSlipIsChecked(t *testing.T) {
	yes := true
	for _, c := range []struct {
		name   string
		change func(center, service *Slip)
		want   []string
	}{
		{"as it is", func(_, _ *Slip) {}, nil},
		{"the usual, written out", func(c, _ *Slip) { c.Blocks, c.Logo = UsualSlip().Blocks, "logo.png" }, nil},
		{"languages", func(c, s *Slip) { c.Languages, s.Languages = "fr", "vi" }, []string{"center-slip-languages [slip]"}},
		{"unknown block", func(_, s *Slip) { s.Blocks = blocks("number", "barcode") }, []string{"center-slip-block [service.slip] HT"}},
		{"no number", func(c, _ *Slip) { c.Blocks = blocks("header", "qr") }, []string{"center-slip-number [slip]"}},
		{"nothing at all", func(c, _ *Slip) { c.Blocks = blocks() }, nil},
		{"an empty list", func(c, _ *Slip) { c.Blocks = []SlipBlock{} }, []string{"center-slip-number [slip]"}},
		{"number twice", func(c, _ *Slip) { c.Blocks = blocks("number", "number") }, []string{"center-slip-number [slip]"}},
		{"small number", func(c, _ *Slip) { c.Blocks = []SlipBlock{{Kind: "number", Size: "small"}} }, []string{"center-slip-value [slip]"}},
		{"bold line", func(c, _ *Slip) {
			c.Blocks = append(blocks("number"), SlipBlock{Kind: "rule", Bold: &yes, Align: "center"})
		},
			[]string{"center-slip-option [slip]", "center-slip-option [slip]"}},
		{"condition", func(c, _ *Slip) { c.Blocks = append(blocks("number"), SlipBlock{Kind: "text", When: "rain"}) }, []string{"center-slip-value [slip]"}},
		{"words for a code", func(c, _ *Slip) { c.Blocks = append(blocks("number"), SlipBlock{Kind: "qr", Text: i18n.Text{VI: "a"}}) },
			[]string{"center-slip-option [slip]"}},
		{"long words", func(c, s *Slip) { c.Footer.EN, s.Text.VI = strings.Repeat("e", 301), strings.Repeat("ế", 301) },
			[]string{"center-slip-long [slip]", "center-slip-long [service.slip] HT"}},
		{"long words of a block", func(c, _ *Slip) {
			c.Blocks = append(blocks("number"), SlipBlock{Kind: "text", Text: i18n.Text{VI: strings.Repeat("ế", 301)}})
		}, []string{"center-slip-long [slip]"}},
		{"too many", func(c, _ *Slip) { c.Blocks = append(blocks("number"), slices.Repeat(blocks("rule"), 40)...) }, []string{"center-slip-blocks [slip]"}},
		{"logo without a file", func(c, _ *Slip) { c.Blocks = blocks("logo", "number") }, []string{"center-slip-logo [slip]"}},
		{"file without a place", func(c, s *Slip) { c.Blocks, s.Logo = blocks("number"), "logo.png" },
			[]string{"center-slip-logo-unused [service.slip] HT"}},
		{"a service drops the logo", func(c, s *Slip) { c.Logo, s.Blocks = "logo.png", blocks("number") }, nil},
	} {
		x := small()
		c.change(&x.Slip, &x.Services[0].Slip)
		var got []string
		for _, f := range Validate(x) {
			place := ""
			for i := 0; i+1 < len(f.Args); i += 2 {
				if f.Args[i] == "place" {
					place = " " + f.Args[i+1].(string)
				}
			}
			got = append(got, f.Code+place)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: Validate = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSlipOfAService(t *testing.T) {
	c := small()
	c.Slip = Slip{Languages: "vi", Footer: i18n.Text{VI: "Cảm ơn ông/bà."}}
	c.Services[0].Slip = Slip{Languages: "en", Text: i18n.Text{VI: "Bản chính"}, Blocks: blocks("number", "text")}
	own, other := c.SlipOf("HT"), c.SlipOf("CT")
	if own.Languages != "en" || own.Footer != c.Slip.Footer || own.Text.VI != "Bản chính" || len(own.Blocks) != 2 {
		t.Errorf("SlipOf(HT) = %+v, want the service's over the center's", own)
	}
	if other.Languages != "vi" || other.Text != (i18n.Text{}) || len(other.Blocks) != len(UsualSlip().Blocks) {
		t.Errorf("SlipOf(CT) = %+v, want the center's over the usual", other)
	}
	bare := small()
	if bare.Slip.Languages = "both"; !bare.SlipOf("HT").Usual() || own.Usual() || other.Usual() {
		t.Error("only the slip of a center that says nothing is the usual one")
	}
	for languages, want := range map[string][]i18n.Lang{"vi": {i18n.VI}, "en": {i18n.EN}, "both": {i18n.VI, i18n.EN}, "": {i18n.VI, i18n.EN}} {
		if got := (&Slip{Languages: languages}).Langs(); !slices.Equal(got, want) {
			t.Errorf("Langs(%q) = %v, want %v", languages, got, want)
		}
	}
}

func TestSlipBlocksFromTOML(t *testing.T) {
	for _, c := range []struct {
		v  any
		ok bool
	}{
		{"qr", true}, {map[string]any{"kind": "text", "size": "large", "bold": true, "align": "center", "when": "copy", "text": map[string]any{"vi": "a", "en": "b"}}, true},
		{int64(3), false}, {map[string]any{"kind": int64(1)}, false}, {map[string]any{"kind": "qr", "colour": "red"}, false},
		{map[string]any{"kind": "text", "text": "a"}, false}, {map[string]any{"kind": "text", "text": map[string]any{"fr": "a"}}, false},
		{map[string]any{"kind": "text", "bold": "yes"}, false},
	} {
		var b SlipBlock
		if err := b.UnmarshalTOML(c.v); (err == nil) != c.ok {
			t.Errorf("UnmarshalTOML(%v) = %v, want ok %t", c.v, err, c.ok)
		}
	}
}

// TestEveryBlockIsDescribed holds the table of docs/slip.md against the blocks there are.
func TestEveryBlockIsDescribed(t *testing.T) {
	doc, err := os.ReadFile("../../docs/slip.md")
	if err != nil {
		t.Fatal(err)
	}
	for kind, options := range blockOptions {
		row := regexp.MustCompile("(?m)^\\| `" + string(kind) + "` \\|.*\\| `" + options + "` \\|$")
		if !row.Match(doc) {
			t.Errorf("docs/slip.md does not say that %s takes %s", kind, options)
		}
	}
}
