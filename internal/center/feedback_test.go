package center

import (
	"strings"
	"testing"

	"motcua/internal/fault"
)

func TestFeedback(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*Feedback)
		want   string
	}{
		"as usual":                 {func(*Feedback) {}, ""},
		"a route that is none":     {func(f *Feedback) { f.Harassment = "press" }, "feedback-route"},
		"no days":                  {func(f *Feedback) { f.Days = -1 }, "center-range"},
		"a hotline with letters":   {func(f *Feedback) { f.Hotline = "gọi 1022" }, "feedback-hotline"},
		"a hotline with blanks":    {func(f *Feedback) { f.Hotline = "0251 1022" }, ""},
		"a portal that is a path":  {func(f *Feedback) { f.Portal = "dichvucong.gov.vn" }, "center-url"},
		"no portal":                {func(f *Feedback) { f.Portal = "" }, ""},
		"an address for a script":  {func(f *Feedback) { f.URL = "javascript:alert(1)" }, "center-url"},
		"an address for outside":   {func(f *Feedback) { f.URL = "https://ykien.example.gov.vn" }, ""},
		"more cases than anywhere": {func(f *Feedback) { f.PerDay = 5000 }, "center-range"},
	} {
		c := &Center{}
		c.Feedback.defaults()
		x.change(&c.Feedback)
		v := &validation{c: c, seen: map[string]bool{}}
		v.feedback()
		code := ""
		if len(v.faults) > 0 {
			code = fault.CodeOf(v.faults[0])
		}
		if code != x.want || len(v.faults) > 1 {
			t.Errorf("%s: %v, want %q", name, v.faults, x.want)
		}
	}
}

// TestTheSlipSaysWhereComplaintsGo holds that what is printed is the configuration's.
func TestTheSlipSaysWhereComplaintsGo(t *testing.T) {
	c := &Center{URL: "https://mc.example.gov.vn/", Slip: Slip{Blocks: []SlipBlock{{Kind: BlockNumber}, {Kind: BlockOfficial}}}}
	c.Feedback.defaults()
	got := c.SlipOf("HT").Blocks[1]
	if got.URL != "https://dichvucong.gov.vn" || !strings.Contains(got.Text.VI, "1022") || !strings.Contains(got.Text.EN, "1022") {
		t.Errorf("the block = %+v", got)
	}
	if c.Slip.Blocks[1].URL != "" {
		t.Error("working out a slip changes the configuration")
	}
	if got := c.FeedbackURL(); got != "https://mc.example.gov.vn/y-kien" {
		t.Errorf("FeedbackURL = %s", got)
	}
}
