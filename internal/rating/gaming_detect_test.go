package rating

import (
	"encoding/json"
	"fmt"
	"testing"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// fortnight is ten days of six ordinary counters with one official each: 40 legs, 16 answers a day.
func fortnight() (days []Observed) {
	for day := range 10 {
		for c := range 6 {
			days = append(days, Observed{
				Counter: center.CounterID(fmt.Sprint(c + 1)), Official: fmt.Sprintf("o%d", c+1), Day: center.Day(fmt.Sprintf("2026-11-%02d", day+2)),
				Legs: 40, Woken: 39, Skipped: 1, Answers: 16, Phone: 1, Timed: 15, Near: 12, Same: 4,
			})
		}
	}
	return days
}

func TestDetectByHand(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(o *Observed) // of counter 3's days
		want   string
	}{
		{"honest", func(*Observed) {}, ""},
		{"fast", func(o *Observed) { o.Fast = 6 }, "fast 3 o3 60/150"},
		{"same", func(o *Observed) { o.Near, o.Same = 20, 14 }, "same 3 o3 140/200"},
		{"burst", func(o *Observed) { o.Bursts = 3 }, "burst 3 o3 30/160"},
		{"gone", func(o *Observed) { o.Gone = 4 }, "gone 3 o3 40/150"},
		{"skipped", func(o *Observed) { o.Woken, o.Skipped = 30, 10 }, "skipped 3 o3 100/400"},
		{"undone", func(o *Observed) { o.Undone = 8 }, "undone 3 o3 80/400"},
		{"paper", func(o *Observed) { o.Paper = 10 }, "paper 3 o3 100/400"},
		{"paper while the tablet is broken", func(o *Observed) {
			if o.Day < "2026-11-05" {
				o.Answers, o.Timed, o.Paper, o.Woken, o.Skipped, o.Dark = 0, 0, 20, 0, 0, 40
			}
		}, ""},
		{"half the answers on paper", func(o *Observed) { o.Answers, o.Timed, o.Paper = 8, 7, 9 }, "paper 3 o3 90/400"}, // and not silent
		{"phone", func(o *Observed) { o.Answers, o.Phone = 35, 20 }, "phone 3 o3 200/400"},
		{"silent", func(o *Observed) { o.Answers, o.Phone, o.Timed = 1, 0, 1 }, "silent 3 o3 10/400"},
		{"dark", func(o *Observed) { o.Woken, o.Skipped, o.Dark = 0, 0, 40 }, "dark 3 o3 400/400"},
		{"dark for two days", func(o *Observed) {
			if o.Day < "2026-11-04" {
				o.Woken, o.Skipped, o.Dark, o.Answers, o.Timed = 0, 0, 40, 1, 0
			}
		}, ""},
		{"two ways", func(o *Observed) { o.Fast, o.Undone = 6, 8 }, "fast 3 o3 60/150, undone 3 o3 80/400"},
		{"nobody signed on", func(o *Observed) { o.Official, o.Fast = "", 6 }, "fast 3  60/150"},
		{"two share the counter, each too seldom to tell", func(o *Observed) {
			o.Legs, o.Woken, o.Timed, o.Answers, o.Near, o.Same, o.Fast = 5, 5, 1, 1, 0, 0, 1
			o.Official = "a"
			if o.Day > "2026-11-06" {
				o.Official = "b"
			}
		}, ""},
	} {
		days := fortnight()
		for i := range days {
			if days[i].Counter == "3" {
				tt.change(&days[i])
			}
		}
		if got := show(Detect(days, nil)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestDetectPaperOfSeveral holds sheets that name none of two officials against all legs of their counter.
func TestDetectPaperOfSeveral(t *testing.T) {
	for sheets, want := range map[int]string{2: "", 10: "paper 3  100/450"} {
		days := fortnight()
		for i := range days {
			if o := &days[i]; o.Counter == "3" {
				o.Official = map[bool]string{true: "a", false: "b"}[o.Day < "2026-11-07"]
				days = append(days, Observed{Counter: "3", Day: o.Day, Legs: 5, Woken: 5, Paper: sheets})
			}
		}
		if got := show(Detect(days, nil)); got != want {
			t.Errorf("%d sheets a day: %q, want %q", sheets, got, want)
		}
	}
}

// TestDetectShared flags the counter where each of two officials alone has too few legs for a figure.
func TestDetectShared(t *testing.T) {
	days := fortnight()
	for i := range days {
		if o := &days[i]; o.Counter == "3" {
			o.Legs, o.Woken, o.Answers, o.Timed, o.Fast, o.Near, o.Same = 5, 5, 2, 2, 1, 0, 0
			o.Official = map[bool]string{true: "morning", false: "afternoon"}[o.Day < "2026-11-07"] // five days each
		}
	}
	flags := Detect(days, nil)
	if got := show(flags); got != "fast 3  10/20" {
		t.Errorf("shared counter: %q, want the counter without a name", got)
	}
}

func TestDetectCopies(t *testing.T) {
	days := fortnight()
	var copies []Copied
	for c := range 6 {
		id, who := center.CounterID(fmt.Sprint(c+1)), fmt.Sprintf("o%d", c+1)
		copies = append(copies, Copied{id, who, "v@1", Pattern(5, 5, nil, nil), 100})
		for k := range 6 {
			copies = append(copies, Copied{id, who, "v@1", Pattern(5, 2+k%3, []string{fmt.Sprint("r", k)}, nil), 10})
		}
	}
	if got := show(Detect(days, copies)); got != "" {
		t.Errorf("honest: %q", got)
	}
	// The second level and one reason, in both versions: the scale has changed, the place has not.
	more := append(copies, Copied{"3", "o3", "v@1", Pattern(5, 4, []string{"facilities"}, nil), 30}, Copied{"3", "o3", "v@2", Pattern(3, 2, []string{"facilities"}, nil), 30})
	flags := Detect(days, more)
	if got := show(flags); got != "copies 3 o3 60/120" || flags[0].Versions != 2 {
		t.Errorf("copies: %q over %+v", got, flags)
	}
	raw, err := json.Marshal(flags[0])
	want := `{"code":"copies","counter":"3","official":"o3","from":"2026-11-02","to":"2026-11-11","k":60,"n":120,"observed":0.5,"expected":0.35,"versions":2}`
	if err != nil || string(raw) != want {
		t.Errorf("flag = %s, %v, want %s", raw, err, want)
	}
}

// TestPattern: places, not words; who fills one column is plain.
func TestPattern(t *testing.T) {
	for _, tt := range []struct {
		want, got string
	}{
		{"plain 0", Pattern(5, 5, nil, nil)},
		{"plain 0", Pattern(3, 3, nil, nil)},
		{"plain 1 a=2 b=2", Pattern(4, 3, nil, map[string]int{"b": 2, "a": 2})},
		{"1 a=2 b=1", Pattern(4, 3, nil, map[string]int{"b": 1, "a": 2})},
		{"3 attitude waiting", Pattern(5, 2, []string{"waiting", "attitude"}, nil)},
	} {
		if tt.got != tt.want {
			t.Errorf("Pattern = %q, want %q", tt.got, tt.want)
		}
	}
}

func TestDetectNothing(t *testing.T) {
	if got := Detect(nil, nil); len(got) != 0 {
		t.Errorf("Detect(nothing) = %v", got)
	}
	one := []Observed{{Counter: "1", Day: "2026-11-02", Legs: 50, Woken: 50}}
	if got := Detect(one, nil); len(got) != 0 {
		t.Errorf("a single silent counter has no others to be held against: %v", got)
	}
}

func show(flags []Flag) (out string) {
	for i, f := range flags {
		if i > 0 {
			out += ", "
		}
		out += fmt.Sprintf("%s %s %s %d/%d", f.Code, f.Counter, f.Official, f.K, f.N)
	}
	return out
}

// TestEveryWordIsThere: each flag, verdict and class has its texts.
func TestEveryWordIsThere(t *testing.T) {
	keys := []string{"rating.flag-note", "rating." + NotSIPAS, "rating.class-none"}
	for _, w := range ways {
		for _, code := range w.codes {
			keys = append(keys, "rating.flag-"+code, "rating.evidence-"+code)
		}
	}
	for _, k := range kinds {
		keys = append(keys, "rating.flag-"+k.code, "rating.evidence-"+k.code)
	}
	for _, v := range []Verdict{Met, NotMet, NotEnough} {
		keys = append(keys, "rating.verdict-"+string(v))
	}
	for _, c := range append(TT01.Classes, TT01.Bands...) {
		keys = append(keys, "rating.class-"+c.Code)
	}
	for _, key := range keys {
		if !i18n.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
}
