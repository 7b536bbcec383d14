package config

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
)

// through sends values to a form and back.
func through(t testing.TB, v Values) Values {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	got, faults := FormValues(raw)
	for _, f := range faults {
		t.Errorf("FormValues: %s: %v", f.Path, f.Fault)
	}
	return got
}

func values(t testing.TB, raw []byte) Values {
	t.Helper()
	v, err := ReadValues("center.toml", raw)
	if err != nil {
		t.Fatalf("ReadValues: %v\n%s", err, raw)
	}
	return v
}

// TestRewriteKeepsWhatIsNotChanged: the example comes back byte for byte, and a
// change touches its own lines alone.
func TestRewriteKeepsWhatIsNotChanged(t *testing.T) {
	base := Example()
	same := Rewrite(base, through(t, values(t, base)))
	if diff := cmp.Diff(string(base), string(same)); diff != "" {
		t.Errorf("the example changes (-want +got):\n%s", diff)
	}
	tests := []struct {
		name   string
		change func(Values)
		less   []string
		more   []string
	}{
		{"a holiday", func(v Values) {
			h := v["hours"].(Values)
			h["closed"] = append(h["closed"].([]any)[9:10:10], "2027-09-03")
		},
			[]string{`closed = ["2027-01-01", "2027-02-05", "2027-02-06", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-16", "2027-04-30", "2027-05-01", "2027-09-02"]`},
			[]string{`closed = ["2027-09-02", "2027-09-03"]`}},
		{"a name", func(v Values) { v["name"].(Values)["vi"] = `Trung tâm "A"` }, []string{"name = "}, []string{`name = { vi = "Trung tâm \"A\"", en = "Tran Bien Ward Public Administrative Service Center" }`}},
		{"a service less", func(v Values) { v["service"] = v["service"].([]any)[1:] },
			[]string{"[[service]]", `code = "HT"`, `name = { vi = "Hộ tịch"`, `prefix = "A"`, "width = 3", "first = 1", "minutes = 12", "target = 15", "papers = ", ""}, nil},
		{"a key more", func(v Values) { v["service"].([]any)[3].(Values)["daily"] = int64(40) }, nil, []string{"daily = 40"}},
		{"a table more", func(v Values) {
			v["service"].([]any)[3].(Values)["policy"] = Values{"preset": "strict", "cap": int64(0)}
		}, nil,
			[]string{"[service.policy]", `preset = "strict"`, "cap = 0", ""}},
		{"a slot", func(v Values) {
			v["appointments"].(Values)["slots"] = []any{Values{"service": "DD", "days": []any{"monday"}, "window": "08:00-10:00"}}
		}, nil, []string{"[[appointments.slots]]", `service = "DD"`, `days = ["monday"]`, `window = "08:00-10:00"`, ""}},
		{"the order", func(v Values) { c := v["counter"].([]any); c[0], c[7] = c[7], c[0] }, nil, nil},
		{"all lamps gone", func(v Values) { delete(v, "lamp") }, []string{"[[lamp]]", `id = "L1"`, `counter = "1"`, `pin = "GPIO17"`}, nil},
		{"a table gone", func(v Values) { delete(v, "rating") }, []string{"[rating]", "token_minutes", "# How long", ""}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := values(t, base)
			test.change(v)
			text := Rewrite(base, through(t, v))
			if diff := cmp.Diff(v, values(t, text)); diff != "" {
				t.Errorf("the values differ (-want +got):\n%s", diff)
			}
			less, more := lost(string(base), string(text)), lost(string(text), string(base))
			if !begins(less, test.less) || !reflect.DeepEqual(more, test.more) && test.name != "the order" {
				t.Errorf("lines lost %q, want %q; lines new %q, want %q", less, test.less, more, test.more)
			}
		})
	}
}

// lost are the lines of a that b has less often.
func lost(a, b string) (all []string) {
	n := map[string]int{}
	for _, l := range strings.Split(b, "\n") {
		n[l]++
	}
	for _, l := range strings.Split(a, "\n") {
		if n[l]--; n[l] < 0 {
			all = append(all, l)
		}
	}
	return all
}

func begins(lines, want []string) bool {
	for _, l := range lines {
		ok := false
		for _, w := range want {
			ok = ok || strings.HasPrefix(l, w)
		}
		if !ok {
			return false
		}
	}
	return true
}

// TestDocumentsGoThroughForms: any valid document becomes the values of a form
// and the same document again, whatever of it is left out, doubled or moved.
func TestDocumentsGoThroughForms(t *testing.T) {
	base := everything(t)
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 5))
		v := values(t, base)
		for range r.IntN(12) {
			mutate(r, v, Form())
		}
		v = prune(v, Form()).(Values)
		for _, from := range [][]byte{base, Example(), nil} {
			text := Rewrite(from, through(t, v))
			if diff := cmp.Diff(v, values(t, text)); diff != "" {
				t.Fatalf("seed %d: the values differ (-want +got):\n%s\n%s", seed, diff, text)
			}
			if again := Rewrite(text, values(t, text)); string(again) != string(text) {
				t.Fatalf("seed %d: written twice it differs:\n%s", seed, cmp.Diff(string(text), string(again)))
			}
		}
		same(t, seed, v, base)
	}
}

// same holds a center read from one text against that from another.
func same(t *testing.T, seed uint64, v Values, base []byte) {
	t.Helper()
	var a, b center.Center
	ea, eb := decode("a", Rewrite(base, v), &a), decode("b", Rewrite(nil, v), &b)
	if fmt.Sprint(ea) != fmt.Sprint(eb) && (ea == nil) != (eb == nil) {
		t.Fatalf("seed %d: %v, %v", seed, ea, eb)
	}
	if diff := cmp.Diff(a, b); ea == nil && diff != "" {
		t.Fatalf("seed %d: the centers differ:\n%s", seed, diff)
	}
}

// mutate changes something somewhere.
func mutate(r *rand.Rand, v Values, fields []Field) {
	f := &fields[r.IntN(len(fields))]
	x, ok := v[f.Key]
	switch y := x.(type) {
	case Values:
		if len(f.Fields) > 0 && r.IntN(4) > 0 {
			mutate(r, y, f.Fields)
			return
		}
	case []any:
		v[f.Key] = shuffled(r, y, f)
		return
	}
	if ok && r.IntN(3) == 0 {
		delete(v, f.Key)
		return
	}
	if n := sample(r, f); n != nil {
		v[f.Key] = n
	}
}

func shuffled(r *rand.Rand, y []any, f *Field) []any {
	all := append([]any{}, y...)
	switch {
	case len(all) == 0:
	case r.IntN(4) == 0:
		i := r.IntN(len(all))
		all = append(all[:i], all[i+1:]...)
	case r.IntN(3) == 0:
		i, j := r.IntN(len(all)), r.IntN(len(all))
		all[i], all[j] = all[j], all[i]
	case r.IntN(2) == 0 && f.Kind == KindTables:
		if t, ok := all[r.IntN(len(all))].(Values); ok {
			mutate(r, t, f.Fields)
		}
	default:
		if n := sample(r, f); n != nil {
			all = append(all, n.([]any)...)
		}
	}
	return all
}

// sample makes a value of a field.
func sample(r *rand.Rand, f *Field) any {
	words := []string{"", "a", "Hộ tịch", `"x" \ # y = [z]`, "a\nb", "'", `"""`, "{}", "=", "một hai", "#1"}
	word := words[r.IntN(len(words))]
	one := func(kind Kind) any {
		return map[Kind]any{
			KindText: Values{"vi": word + "x", "en": "y"}, KindString: word, KindRaw: word + "\r\x02", KindBool: r.IntN(2) == 0, KindInt: r.Int64N(2000) - 1000,
			KindFloat: float64(r.IntN(400)) / 8, KindWindow: "07:30-11:30", KindDay: "2027-02-08", KindMoney: int64(8000),
		}[kind]
	}
	switch f.Kind {
	case KindTable, KindTables, KindBlocks:
		t := Values{}
		for i := range f.Fields {
			if r.IntN(3) == 0 {
				if n := sample(r, &f.Fields[i]); n != nil {
					t[f.Fields[i].Key] = n
				}
			}
		}
		if f.Kind == KindTable {
			return t
		}
		return []any{t}
	case KindMap:
		return Values{"A": word, "X-Key.1": "b"}
	case KindList:
		return []any{one(f.Of), one(f.Of)}
	}
	return one(f.Kind)
}

// everything is a document with every way to write TOML that people use.
func everything(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "everything.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestFormsRefuse what cannot be, at its place, and then there are no values at all.
func TestFormsRefuse(t *testing.T) {
	for form, want := range map[string]string{
		`[]`:                                   " settings-type",
		`{`:                                    " json",
		`{"colour":1}`:                         " settings-key",
		`{"name":"x"}`:                         "name settings-type",
		`{"name":{"fr":"x"}}`:                  "name settings-key",
		`{"demo":"true"}`:                      "demo settings-type",
		`{"service":{}}`:                       "service settings-type",
		`{"service":[1]}`:                      "service.0 settings-type",
		`{"service":[{},{"width":"3"}]}`:       "service.1.width settings-number",
		`{"service":[{"width":3.5}]}`:          "service.0.width settings-whole",
		`{"service":[{"width":1e300}]}`:        "service.0.width settings-whole",
		`{"service":[{"code":[]}]}`:            "service.0.code settings-type",
		`{"hours":{"monday":["11:30-07:30"]}}`: "hours.monday.0 settings-window",
		`{"hours":{"closed":["2027-02-30"]}}`:  "hours.closed.0 settings-day",
		"{\"point\":{\"vi\":\"a\u202eb\"}}":    "point.vi settings-letter",
		"{\"point\":{\"vi\":\"a\u200fb\"}}":    "point.vi settings-letter",
		`{"point":{"vi":"a\u0000"}}`:           "point.vi settings-letter",
		`{"point":{"vi":"` + strings.Repeat("x", mostLetter+1) + `"}}`: "point.vi settings-long",
		`{"notices":{"sms":{"headers":{"":"x"}}}}`:                     "notices.sms.headers settings-key",
		`{"slip":{"blocks":["qr"]}}`:                                   "slip.blocks.0 settings-type",
	} {
		v, faults := FormValues([]byte(form))
		if v != nil || len(faults) != 1 || faults[0].Path+" "+faults[0].Fault.Code != want {
			t.Errorf("FormValues(%.60s) = %v, %v, want %q", form, v, faults, want)
		}
	}
}

func FuzzFormValues(f *testing.F) {
	raw, err := json.Marshal(values(f, Example()))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"slip":{"blocks":[{"kind":"qr"}]},"notices":{"sms":{"headers":{"a":"b"}}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, faults := FormValues(raw)
		if faults != nil {
			return
		}
		for _, base := range [][]byte{nil, Example()} {
			if diff := cmp.Diff(prune(v, Form()), any(values(t, Rewrite(base, v)))); diff != "" {
				t.Errorf("the values differ:\n%s", diff)
			}
		}
	})
}

func FuzzRewrite(f *testing.F) {
	f.Add(Example())
	f.Add(everything(f))
	f.Add([]byte("a.b = 1 # x\n[c]\n'd' = \"\"\"\nx\"\"\"\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := ReadValues("", raw)
		if err != nil {
			return
		}
		if got, err := ReadValues("", Rewrite(raw, v)); err != nil || !reflect.DeepEqual(got, prune(v, Form())) {
			t.Errorf("Rewrite(%q) = %v, %v, want %v", raw, got, err, v)
		}
	})
}
