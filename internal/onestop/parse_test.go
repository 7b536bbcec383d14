package onestop

import (
	"slices"
	"strings"
	"testing"

	"motcua/internal/wire"
)

const asked = "H19.26.1-251123-0012"

func TestParse(t *testing.T) {
	answer := func(more string) string { return `{"code":"` + asked + `","status":"processing"` + more + `}` }
	for _, test := range []struct {
		name, raw string
		want      wire.Dossier
		err       error
	}{
		{"least", answer(""), wire.Dossier{Code: asked, State: wire.DossierProcessing}, nil},
		{"dates", answer(`,"received":"2025-11-23","due":"2025-12-01T17:00:00+07:00","finished":null`),
			wire.Dossier{Code: asked, State: wire.DossierProcessing, Received: "2025-11-23", Due: "2025-12-01"}, nil},
		{"names are dropped", answer(`,"applicant":{"name":"Nguyễn Văn A"},"name":"B"`), wire.Dossier{Code: asked, State: wire.DossierProcessing}, nil},
		{"unknown word", `{"code":"h19.26.1-251123-0012","status":"Đang xử lý của Nguyễn Văn A"}`, wire.Dossier{Code: asked, State: wire.DossierOther}, nil},
		{"no dates", answer(`,"due":"soon","received":"1970-01-01","finished":"2025-02-30"`), wire.Dossier{Code: asked, State: wire.DossierProcessing}, nil},
		{"another dossier", `{"code":"H19.26.1-251123-0013","status":"ready"}`, wire.Dossier{}, errOther},
		{"no status", `{"code":"` + asked + `"}`, wire.Dossier{}, errJSON},
		{"a list", `[]`, wire.Dossier{}, errJSON},
		{"wrong type", answer(`,"due":7`), wire.Dossier{}, errJSON},
		{"nothing", ``, wire.Dossier{}, errJSON},
		{"large", answer(strings.Repeat(" ", mostAnswer)), wire.Dossier{}, errLarge},
	} {
		if got, err := parse([]byte(test.raw), asked); got != test.want || err != test.err {
			t.Errorf("%s: %+v, %v, want %+v, %v", test.name, got, err, test.want, test.err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"code":"H19.26.1-251123-0012","status":"ready","due":"2025-12-01"}`))
	f.Add([]byte(`{"code":"","status":"\u0000"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := parse(raw, asked)
		if err != nil {
			return
		}
		if d.Code != asked || !slices.Contains(wire.DossierStates, d.State) {
			t.Fatalf("parse(%q) = %+v", raw, d)
		}
		for _, day := range []string{string(d.Received), string(d.Due), string(d.Done)} {
			if len(day) != 0 && len(day) != len("2025-11-23") {
				t.Fatalf("parse(%q) lets %q through", raw, day)
			}
		}
	})
}
