package wire

import (
	"strings"
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// TestEveryReasonIsASentence says why for each reason, in both languages.
func TestEveryReasonIsASentence(t *testing.T) {
	due := time.Date(2026, 11, 23, 1, 15, 0, 0, time.UTC)
	later := due.Add(5 * time.Minute)
	for _, tt := range []struct {
		reason CallReason
		says   []string
	}{
		{CallReason{Why: queue.Only, Due: due}, nil},
		{CallReason{Why: queue.Due, Due: due, Over: "A007", OverDue: &later}, []string{"08:15", "A007", "08:20"}},
		{CallReason{Why: queue.Limit, Due: due, Over: "B002", OverDue: &later, Passed: 3}, []string{"B002", "3"}},
		{CallReason{Why: queue.Turn, Due: due, Over: "A007", OverDue: &later}, []string{"A007"}},
		{CallReason{Why: queue.ByHand, Due: due, Over: "A007", OverDue: &later, Reason: "needs-help"}, []string{"A007"}},
		{CallReason{Why: queue.ByHand, Due: due, Reason: "manager"}, nil},
	} {
		for _, lang := range i18n.Langs {
			s := tt.reason.Sentence(lang)
			if !strings.HasSuffix(s, ".") || strings.ContainsAny(s, "⟦{}") {
				t.Errorf("%s in %s = %q", tt.reason.Why, lang, s)
			}
			for _, part := range tt.says {
				if !strings.Contains(s, part) {
					t.Errorf("%s in %s = %q, want %s in it", tt.reason.Why, lang, s, part)
				}
			}
			if r := tt.reason.Reason; r != "" && !strings.Contains(s, i18n.T(lang, "byhand."+r)) {
				t.Errorf("%s in %s = %q, want its reason", tt.reason.Why, lang, s)
			}
		}
	}
	for _, r := range queue.CallReasons {
		if !i18n.Has("byhand." + r) {
			t.Errorf("there is no text for %s", r)
		}
	}
}
