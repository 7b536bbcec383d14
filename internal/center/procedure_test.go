package center

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"motcua/internal/i18n"
)

func TestDong(t *testing.T) {
	for _, test := range []struct {
		text string
		want int // -1: refused, -2: not known
	}{
		{`fee = 8000`, 8000}, {`fee = 0`, 0}, {`fee = "không"`, 0}, {`fee = "Không"`, 0}, {``, -2},
		{`fee = -1`, -1}, {`fee = 2000000000`, -1}, {`fee = "8.000 đ"`, -1}, {`fee = 8.5`, -1}, {`fee = true`, -1},
	} {
		var p Procedure
		_, err := toml.Decode(test.text, &p)
		got := -2
		switch {
		case err != nil:
			got = -1
		case p.Fee != nil:
			got = int(*p.Fee)
		}
		if got != test.want {
			t.Errorf("%q reads as %d (%v), want %d", test.text, got, err, test.want)
		}
	}
}

func TestValidateProcedures(t *testing.T) {
	days := 400
	good := Procedure{Code: "1.001193", Service: "HT", Name: i18n.Text{VI: "Đăng ký khai sinh"}, Form: "https://dichvucong.gov.vn/a?b=c"}
	for _, test := range []struct {
		name   string
		change func(*Procedure)
		want   string
	}{
		{"good", func(*Procedure) {}, ""},
		{"long code", func(p *Procedure) { p.Code = "1.001193.000.00.00.H19" }, ""},
		{"code", func(p *Procedure) { p.Code = "KS1" }, "center-procedure-code"},
		{"service", func(p *Procedure) { p.Service = "XX" }, "center-unknown"},
		{"no name", func(p *Procedure) { p.Name.VI = " " }, "center-name"},
		{"long name", func(p *Procedure) { p.Name.VI = strings.Repeat("ặ", mostName+1) }, "center-slip-long"},
		{"papers", func(p *Procedure) { p.Papers = make([]i18n.Text, 1) }, "center-empty"},
		{"days", func(p *Procedure) { p.Days = &days }, "center-range"},
		{"script", func(p *Procedure) { p.Online = "javascript:alert(1)" }, "center-link"},
		{"user", func(p *Procedure) { p.Form = "https://a:b@c.vn/" }, "center-link"},
	} {
		p := good
		p.Place = "procedures.toml:7"
		test.change(&p)
		got := ValidateProcedures(&Center{Services: []Service{{Code: "HT"}}, Procedures: []Procedure{p}})
		switch {
		case test.want == "" && len(got) == 0:
		case len(got) != 1 || got[0].Code != test.want:
			t.Errorf("%s: %v, want %q", test.name, got, test.want)
		case !strings.Contains(got[0].Error(), "procedures.toml:7 [[procedure]] "+p.Code):
			t.Errorf("%s: %v does not say where", test.name, got[0])
		}
	}
	twice := &Center{Services: []Service{{Code: "HT"}}, Procedures: []Procedure{good, good}}
	if got := ValidateProcedures(twice); len(got) != 1 || got[0].Code != "center-duplicate" {
		t.Errorf("a code twice: %v", got)
	}
}

func TestValidateOneStop(t *testing.T) {
	for url, want := range map[string]string{"": "", "https://mc.example.gov.vn/api": "", "http://10.0.0.5:8080": "", "ftp://x": "center-link", "https://a/?q=1": "center-link", "nothing": "center-link"} {
		v := &validation{c: &Center{OneStop: OneStop{URL: url}}, seen: map[string]bool{}}
		v.onestop()
		got := ""
		if len(v.faults) > 0 {
			got = v.faults[0].Code
		}
		if got != want {
			t.Errorf("onestop url %q: %q, want %q", url, got, want)
		}
	}
}
