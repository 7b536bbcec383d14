package web_test

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"motcua/controller/web"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Leaf implements web.DayBook.
func (f *fake) Leaf(context.Context, web.BookQuery) (web.Leaf, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.leaf, nil
}

// examples are one entry of every event type, as the schema's test makes them.
func examples(t testing.TB) (all []wire.Body) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "schema", "examples", "evt.json"))
	if err != nil {
		t.Fatal(err)
	}
	var evt struct {
		Events []struct {
			Data wire.Body `json:"data"`
		} `json:"events"`
	}
	if err := json.Unmarshal(raw, &evt); err != nil {
		t.Fatal(err)
	}
	for _, e := range evt.Events {
		all = append(all, e.Data)
	}
	return all
}

func known(id string) string { return cmp.Or(map[string]string{"staff-3": "Trần Thị Lan"}[id], id) }

// TestEveryEventHasItsSentence reads the example of every type that the log may
// hold: whoever adds a type gives it a sentence in both languages, and its group a name.
func TestEveryEventHasItsSentence(t *testing.T) {
	f := newFake()
	seen := map[string]bool{}
	for _, b := range examples(t) {
		seen[b.Type] = true
		for _, lang := range i18n.Langs {
			text := web.Told(lang, &f.config, b, known)
			if text == b.Type || strings.ContainsAny(text, "⟦⟧{}") || strings.Contains(text, "  ") {
				t.Errorf("%s in %s: %q", b.Type, lang, text)
			}
		}
	}
	for _, kind := range wire.Types() {
		group, _, _ := strings.Cut(kind, ".")
		if !i18n.Has("daybook."+kind) || !i18n.Has("daybook.group-"+group) {
			t.Errorf("%s has no sentence, or its group no name: daybook.%s, daybook.group-%s", kind, kind, group)
		}
		if !seen[kind] {
			t.Errorf("%s has no example in docs/schema/examples/evt.json", kind)
		}
	}
}

// TestSentencesAreGolden keeps the sentences of the examples, to be read.
func TestSentencesAreGolden(t *testing.T) {
	f := newFake()
	for _, lang := range i18n.Langs {
		var lines []string
		for _, b := range examples(t) {
			lines = append(lines, b.Type+": "+web.Told(lang, &f.config, b, known))
		}
		slices.Sort(lines)
		golden(t, "sentences."+string(lang)+".txt", strings.Join(lines, "\n")+"\n")
	}
}

// TestAnAlertOfTheCenterNamesNoThing: its sentence ends behind its kind.
func TestAnAlertOfTheCenterNamesNoThing(t *testing.T) {
	f := newFake()
	got := web.Told(i18n.VI, &f.config, wire.Body{Type: wire.AlertRaised, Data: json.RawMessage(`{"alert":"a1","kind":"harassment","n":2}`)}, known)
	if want := "Cảnh báo: câu trả lời nói bị gây khó dễ."; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestWhatStandsOut: calls by hand, undos, clock jumps and changes of the configuration do, ordinary calls do not.
func TestWhatStandsOut(t *testing.T) {
	for _, tt := range []struct{ kind, data, want string }{
		{"ticket.called", `{"why":"by-hand","reason":"needs-help"}`, "hand"}, {"ticket.called", `{"why":"due"}`, ""},
		{"ticket.finished", `{"reason":"forgotten"}`, "forgotten"}, {"ticket.finished", `{}`, ""},
		{"counter.undone", `{}`, "undone"}, {"clock.jumped", `{"by_ms":-60000}`, "clock"}, {"config.changed", `{}`, "config"},
		{"slip.printed", `{}`, ""}, {"ticket.called", `nonsense`, ""},
	} {
		got := web.Mark(wire.Body{Type: tt.kind, Data: json.RawMessage(tt.data)})
		if got != tt.want {
			t.Errorf("Mark(%s %s) = %q, want %q", tt.kind, tt.data, got, tt.want)
		}
		if got != "" && !i18n.Has("daybook.mark-"+got) {
			t.Errorf("the mark %q has no word", got)
		}
	}
}

// FuzzTold: whatever an entry holds, its sentence is text.
func FuzzTold(f *testing.F) {
	for _, b := range examples(f) {
		f.Add(b.Type, []byte(b.Data))
	}
	f.Add("ticket.issued", []byte(`{"number":{"a":1},"told":[],"also":{"x":null},"dossiers":"many"}`))
	c := newFake()
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		b := wire.Body{Type: kind, Data: data}
		if web.Told(i18n.VI, &c.config, b, known) == "" {
			t.Errorf("%s %s is told as nothing", kind, data)
		}
		web.Mark(b)
	})
}
