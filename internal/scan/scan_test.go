package scan_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/center"
	"motcua/internal/scan"
)

const (
	secret = "abcdefghjkmnpqrstuvw"
	full   = "075164012345|271234567|Nguyễn Thị Hồng Gấm|23111966|Nữ|12/3 Khu phố 4, Trấn Biên, Đồng Nai|15042021"
)

func rules() scan.Rules {
	return scan.Rules{URL: "https://mc.example.gov.vn/", Pages: "https://so.example.gov.vn/x", Cards: true, Key: []byte("a key of the center"), Today: "2026-11-23"}
}

func TestRead(t *testing.T) {
	ticket := scan.Result{Kind: scan.Ticket, Secret: secret}
	appointment := scan.Result{Kind: scan.Appointment, Code: "KM4TQ7RX"}
	unknown := scan.Result{Kind: scan.Unknown}
	dossier := func(n string) scan.Result { return scan.Result{Kind: scan.Dossier, Dossier: n} }
	for _, test := range []struct {
		text string
		want scan.Result
	}{
		{"https://mc.example.gov.vn/t/" + secret, ticket},
		{"HTTPS://MC.EXAMPLE.GOV.VN/T/" + strings.ToUpper(secret) + "\r\n", ticket},
		{"http://mc.example.gov.vn/t/" + secret + "/?rated#top", ticket},
		{"]Q1https://mc.example.gov.vn/t/" + secret, ticket},
		{"  " + secret + "\t", ticket},
		{"https://so.example.gov.vn/x/t/" + secret, ticket},
		{"https://so.example.gov.vn/t/" + secret, unknown},
		{"\ufeff" + secret, ticket},
		{"https://other.example.gov.vn/t/" + secret, unknown},
		{"https://mc.example.gov.vn.evil.example/t/" + secret, unknown},
		{"https://mc.example.gov.vn/t/" + secret + "x", unknown},
		{"https://mc.example.gov.vn/staff/3", unknown},
		{"https://mc.example.gov.vn/a/KM4TQ7RX", appointment},
		{"https://mc.example.gov.vn/a/km4tq7rx", appointment},
		{"KM4T Q7RX", appointment},
		{"km4t-q7rx", appointment},
		{"KM4TQ7R0", unknown}, // 0 is no letter of ours
		{"KM4TQ7R", unknown},
		{"H19.26.1-251123-0012", dossier("H19.26.1-251123-0012")},
		{" h19.26.1-251123-0012 ", dossier("H19.26.1-251123-0012")},
		{"H19.26-251123-00012", dossier("H19.26-251123-00012")},
		{"000.00.00.H19-251123-0012", dossier("000.00.00.H19-251123-0012")},
		{"000.26.19.H19-240229-0001", dossier("000.26.19.H19-240229-0001")},
		{"https://dichvucong.example.gov.vn/tra-cuu?ma=H19.26.1-251123-0012&x=1", dossier("H19.26.1-251123-0012")},
		{"H19.26.1-250229-0012", unknown}, // no such day
		{"H19.26.1-251123-12", unknown},
		{"Z19.26.1-251123-0012", unknown},
		{"8934563138165", unknown}, // a bottle of water
		{"", unknown},
		{"\x00\xff|", unknown},
		{strings.Repeat(secret, 100), unknown},
	} {
		if got := scan.Read(test.text, rules()); got != test.want {
			t.Errorf("Read(%q) = %+v, want %+v", test.text, got, test.want)
		}
	}
	noURL := rules()
	noURL.URL = ""
	if got := scan.Read("https://mc.example.gov.vn/t/"+secret, noURL); got != unknown {
		t.Errorf("without an address Read = %+v, want unknown", got)
	}
}

func TestCardForms(t *testing.T) {
	want := scan.Read(full, rules())
	if want.Kind != scan.Card || !want.Elderly || len(want.Person) != 32 {
		t.Fatalf("Read of a card = %+v, want an elderly holder and 32 digits of hash", want)
	}
	for name, text := range map[string]string{
		"no old number":           "075164012345||Nguyễn Thị Hồng Gấm|23111966|Nữ|12/3 Khu phố 4|15042021",
		"no field for it":         "075164012345|Nguyễn Thị Hồng Gấm|23111966|Nữ|12/3 Khu phố 4|15042021",
		"slashes":                 "075164012345||Nguyễn Thị Hồng Gấm|23/11/1966|Nữ|12/3 Khu phố 4|15/04/2021",
		"no date of issue":        "075164012345||Nguyễn Thị Hồng Gấm|23111966|Nữ|12/3 Khu phố 4",
		"ends at the birth":       "075164012345||Nguyễn Thị Hồng Gấm|23111966",
		"of 2024, more fields":    full + "||Nguyễn Văn A|Trần Thị B|||",
		"spaces":                  " 075164012345 | | Nguyễn Thị Hồng Gấm | 23111966 | Nữ | x | 15042021 \r\n",
		"decomposed letters":      norm.NFD.String(full),
		"letters of a keyboard":   "075164012345||Nguyeenx Thij Hoofng Gaams|23111966|Nuwx|12/3 Khu phoos 4|15042021",
		"letters lost":            "075164012345||Nguy?n Th? H\xffng G\xe1m|23111966|N?||",
		"year of birth only":      "075164012345||Nguyễn Thị Hồng Gấm|1966|Nữ|x|15042021",
		"no day and month":        "075164012345||Nguyễn Thị Hồng Gấm|00001966|Nữ|x|15042021",
		"birth unread, by number": "075164012345||Nguyễn Thị Hồng Gấm|?|Nữ|x|15042021",
		"a scanner's prefix":      "]Q3" + full,
	} {
		if got := scan.Read(text, rules()); got != want {
			t.Errorf("%s: Read = %+v, want %+v", name, got, want)
		}
	}
}

func TestElderly(t *testing.T) {
	for _, test := range []struct {
		born  string
		today center.Day
		want  bool
	}{
		{"23111966", "2026-11-22", false},
		{"23111966", "2026-11-23", true},
		{"24111966", "2026-11-23", false},
		{"29021964", "2024-02-28", false}, // 2024 has the day
		{"29021964", "2024-02-29", true},
		{"29021968", "2028-02-29", true},
		{"29021940", "1999-02-28", false},
		{"29021944", "2004-02-28", false},
		{"29022040", "2026-11-23", false}, // not born yet: the number's year stands in, 1999
		{"01011900", "2026-11-23", true},
		{"31121966", "2026-12-30", false},
		{"00001966", "2026-01-01", true},
		{"00001966", "2025-12-31", false},
		{"00061966", "2026-06-01", true},
		{"00061966", "2026-05-31", false},
		{"31041966", "2026-11-23", false}, // no such day
	} {
		r := rules()
		r.Today = test.today
		text := fmt.Sprintf("001199000001||A|%s|Nam|x|15042021", test.born)
		if got := scan.Read(text, r); got.Kind != scan.Card || got.Elderly != test.want {
			t.Errorf("born %s, on %s: %+v, want elderly %v", test.born, test.today, got, test.want)
		}
	}
}

// TestLeapDayInACommonYear needs a century year: 60 years after 29 February
// there is one again, but in 2100.
func TestLeapDayInACommonYear(t *testing.T) {
	r := rules()
	for day, want := range map[center.Day]bool{"2100-02-27": false, "2100-02-28": true, "2100-03-01": true} {
		r.Today = day
		if got := scan.Read("001240000001||A|29022040|Nam", r); got.Elderly != want {
			t.Errorf("born 29 February 2040, on %s: elderly %v, want %v", day, got.Elderly, want)
		}
	}
}

func TestYearInANumber(t *testing.T) {
	for number, want := range map[string]bool{
		"075166012345": false, "075165012345": true, "075065012345": true, "075266012345": false, "075365012345": false,
	} {
		if got := scan.Read(number+"||A|?", rules()); got.Kind != scan.Card || got.Elderly != want {
			t.Errorf("number %s without a birth: %+v, want elderly %v", number, got, want)
		}
	}
}

func TestCardsAreOffUnlessAskedFor(t *testing.T) {
	for name, change := range map[string]func(*scan.Rules){
		"disabled": func(r *scan.Rules) { r.Cards = false },
		"no key":   func(r *scan.Rules) { r.Key = nil },
		"no day":   func(r *scan.Rules) { r.Today = "" },
	} {
		r := rules()
		change(&r)
		if got, want := scan.Read(full, r), (scan.Result{Kind: scan.Unknown}); got != want {
			t.Errorf("%s: Read of a card = %+v, want %+v", name, got, want)
		}
	}
	for _, text := range []string{"07516401234|x|y|23111966", "0751640123456|x|y|23111966", "07516401234x|x|y", "075164012345|x", "075164012345"} {
		if got := scan.Read(text, rules()); got.Kind != scan.Unknown {
			t.Errorf("Read(%q) = %+v, want unknown", text, got)
		}
	}
}

func TestPersonIsKeyed(t *testing.T) {
	r := rules()
	mine := scan.Read(full, r).Person
	r.Key = []byte("another")
	if other := scan.Read(full, r).Person; other == mine {
		t.Error("two keys gave one hash")
	}
	if other := scan.Read(strings.Replace(full, "012345", "012346", 1), rules()).Person; other == mine {
		t.Error("two numbers gave one hash")
	}
}

// TestNothingOfACardLeaves looks for every part of a card in whatever a result prints.
func TestNothingOfACardLeaves(t *testing.T) {
	for seed := range 200 {
		birth := time.Date(1930+seed%80, time.Month(1+seed%12), 1+seed%28, 0, 0, 0, 0, time.UTC)
		number := fmt.Sprintf("%03d1%s%06d", 1+seed%96, birth.Format("06"), 104729*(seed+1)%1000000)
		text := fmt.Sprintf("%s|%09d|Trần Quốc Toản|%s|Nam|Phường Tam Hiệp|15042021", number, 271000000+7919*seed, birth.Format("02012006"))
		said := fmt.Sprintf("%+v", scan.Read(text, rules()))
		if !strings.Contains(said, "Kind:card") {
			t.Fatalf("Read(%q) = %s, want a card", text, said)
		}
		parts := strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == ' ' })
		for _, part := range append(parts, number[:6], number[6:], birth.Format("020106"), birth.Format("2006-01-02")) {
			if len(part) > 3 && strings.Contains(strings.ToLower(said), strings.ToLower(part)) {
				t.Errorf("the result %s tells %q of the card", said, part)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{full, "https://mc.example.gov.vn/t/" + secret, "KM4T-Q7RX", "H19.26.1-251123-0012", "075164012345||\xff|29021964", "]Q3", "|||||||"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := rules()
		got := scan.Read(text, r)
		set := map[scan.Kind]bool{
			scan.Ticket: len(got.Secret) == 20, scan.Appointment: len(got.Code) == 8, scan.Dossier: len(got.Dossier) >= 15,
			scan.Card: len(got.Person) == 32 && strings.Trim(got.Person, "0123456789abcdef") == "", scan.Unknown: got == scan.Result{Kind: scan.Unknown},
		}
		if !set[got.Kind] {
			t.Errorf("Read(%q) = %+v", text, got)
		}
		if got.Kind == scan.Card && got != (scan.Result{Kind: scan.Card, Person: got.Person, Elderly: got.Elderly}) {
			t.Errorf("Read(%q) tells more than a hash and an age: %+v", text, got)
		}
		r.Cards = false
		if off := scan.Read(text, r); off.Kind == scan.Card || off.Person != "" || off.Elderly {
			t.Errorf("with cards disabled Read(%q) = %+v", text, off)
		}
	})
}
