package i18n

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// head is what every pack begins with; the texts follow from line 7.
const head = `{
"lang": "rad",
"name": "Klei Êđê",
"vietnamese": "tiếng Êđê",
"direction": "ltr",
"review": {"state": "pending"},
`

func TestReadPack(t *testing.T) {
	raw := head + `"uncertain": ["kiosk.yes"],
"weekdays": ["0", "1", "2", "3", "4", "5", "6"],
"texts": {"kiosk.yes": "Mâo", "kiosk.ahead": "Lŏ {n} čô"},
"services": {"HT": "Hră kkiêng"}
}`
	p, err := ReadPack([]byte(raw), nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Lang != "rad" || p.Name != "Klei Êđê" || !p.Pending() || p.Texts["kiosk.yes"] != "Mâo" || p.Services["HT"] == "" || p.Line("kiosk.ahead") != 9 {
		t.Errorf("ReadPack = %+v", p)
	}
	if got := p.Texts["kiosk.ahead"]; got != "L\u014f {n} \u010d\u00f4" {
		t.Errorf("a text is kept as %+q, want it composed", got)
	}
	if m := p.Missing(); slices.Contains(m, "kiosk.yes") || !slices.Contains(m, "kiosk.no") || p.Complete() <= 0 || p.Complete() > 0.5 {
		t.Errorf("Missing has %d keys, Complete = %v", len(m), p.Complete())
	}
}

// TestSalvagePack keeps what is right of a pack that another version accepted.
func TestSalvagePack(t *testing.T) {
	p, err := SalvagePack([]byte(head + `"uncertain": ["kiosk.gone"], "texts": {"kiosk.gone-for-good": "a", "kiosk.ahead": "b", "kiosk.yes": "Mâo"}}`))
	if err != nil || len(p.Texts) != 1 || p.Texts["kiosk.yes"] != "Mâo" {
		t.Errorf("SalvagePack = %+v, %v, want the one text that is right", p, err)
	}
	if _, err := SalvagePack([]byte(head)); err == nil {
		t.Error("half a file was salvaged")
	}
}

func TestReadPackRefuses(t *testing.T) {
	texts := func(s string) string { return head + `"texts": {` + s + "}\n}" }
	for name, x := range map[string]struct {
		raw, code string
		line      int
	}{
		"nothing":         {"", "json", 1},
		"a list":          {"[]", "json", 1},
		"not JSON":        {"{\n\"lang\": \"rad\",\n,}", "json", 3},
		"cut":             {head, "json", 6},
		"more":            {texts("") + "{}", "json", 8},
		"a number":        {head + `"texts": {"kiosk.yes": 1}}`, "json", 7},
		"bytes":           {"{\n\"name\": \"\xff\"}", "json", 2},
		"field":           {head + `"colour": "red"}`, "field", 7},
		"twice":           {texts("\"kiosk.yes\": \"a\",\n\"kiosk.yes\": \"b\""), "twice", 8},
		"key":             {texts(`"kiosk.never": "a"`), "key", 7},
		"staff":           {texts(`"staff.title": "a"`), "key", 7},
		"guard":           {texts(`"kiosk.guard": "a"`), "key", 7},
		"placeholder":     {texts("\n" + `"kiosk.ahead": "a"`), "placeholder", 8},
		"another":         {texts(`"kiosk.yes": "{n}"`), "placeholder-more", 7},
		"a brace":         {texts(`"kiosk.yes": "a}"`), "placeholder-more", 7},
		"blank":           {texts(`"kiosk.yes": "  "`), "length", 7},
		"long":            {texts(`"kiosk.yes": "` + strings.Repeat("a", 61) + `"`), "length", 7},
		"a control":       {texts(`"kiosk.yes": "a\u0007"`), "letter", 7},
		"a turned one":    {texts(`"kiosk.yes": "\u202eoC"`), "letter", 7},
		"an undrawn one":  {texts(`"kiosk.yes": "Có 🙂"`), "letter", 7},
		"our own":         {strings.Replace(texts(""), `"rad"`, `"en"`, 1), "lang", 2},
		"a path":          {strings.Replace(texts(""), `"rad"`, `"../rad"`, 1), "lang", 2},
		"from the right":  {strings.Replace(texts(""), `"ltr"`, `"rtl"`, 1), "direction", 5},
		"no name":         {strings.Replace(texts(""), "\"name\": \"Klei Êđê\",\n", "", 1), "field-missing", 1},
		"an empty name":   {strings.Replace(texts(""), "Klei Êđê", "", 1), "letter", 3},
		"reviewed by air": {strings.Replace(texts(""), "pending", "reviewed", 1), "review", 6},
		"undated":         {strings.Replace(texts(""), `"pending"`, `"reviewed", "by": "H'Ƀlơ"`, 1), "review", 6},
		"half reviewed":   {strings.Replace(texts(""), `"pending"`, `"pending", "by": "x"`, 1), "review", 6},
		"weekdays":        {head + `"weekdays": ["a"], "texts": {}}`, "weekdays", 7},
		"uncertain":       {head + "\"texts\": {},\n\"uncertain\": [\"kiosk.yes\"]}", "key", 8},
		"service":         {head + "\"texts\": {},\n\"services\": {\"../HT\": \"a\"}}", "service", 8},
		"service unnamed": {head + "\"texts\": {},\n\"services\": {\"HT\": \"\"}}", "length", 8},
		"deep":            {head + `"texts": ` + strings.Repeat("[", 20000), "json", 7},
		"large":           {strings.Repeat(" ", MaxPack+1), "size", 1},
	} {
		p, err := ReadPack([]byte(x.raw), func(c rune) bool { return c < 0x1f000 })
		var bad *PackError
		if !errors.As(err, &bad) || bad.Code != x.code || bad.Line != x.line || p != nil {
			t.Errorf("%s: ReadPack = %v, want pack-%s in line %d", name, err, x.code, x.line)
			continue
		}
		if !Has("fault.pack-" + bad.Code) {
			t.Errorf("fault.pack-%s has no sentence", bad.Code)
		}
	}
}

func FuzzReadPack(f *testing.F) {
	f.Add([]byte(head + `"texts": {"kiosk.yes": "Mâo"}, "services": {"HT": "x"}, "uncertain": ["kiosk.yes"]}`))
	f.Add([]byte(head + "\"weekdays\": [\"a\"]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := ReadPack(raw, nil)
		var bad *PackError
		switch {
		case err != nil && (!errors.As(err, &bad) || bad.Line < 1 || !Has("fault.pack-"+bad.Code)):
			t.Errorf("ReadPack = %v, want a PackError with its line", err)
		case err == nil && (p.Lang == "" || p.Complete() > 1):
			t.Errorf("ReadPack = %+v", p)
		}
	})
}

// TestInstall is alone in touching what is installed.
func TestInstall(t *testing.T) {
	p := &Pack{Lang: "rad", Name: "Klei Êđê", Texts: map[string]string{"kiosk.yes": "Mâo", "survey.level-5": "Mơak snăk"}, Services: map[string]string{"HT": "Hră kkiêng"},
		Weekdays: []string{"h0", "h1", "h2", "h3", "h4", "h5", "h6"}}
	service, other := Text{VI: "Hộ tịch", EN: "Civil status"}, Text{VI: "Đất đai", EN: "Land"}
	day := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	Install([]*Pack{p}, map[string]string{"HT": "Hộ tịch"})
	defer Install(nil, nil)
	for _, x := range []struct{ got, want string }{
		{string(Parse("rad")), "rad"}, {string(Parse("jra")), "vi"}, {T("rad", "kiosk.yes"), "Mâo"}, {T("rad", "kiosk.no"), T(VI, "kiosk.no")},
		{T("rad", "common.language"), "Klei Êđê"}, {service.In("rad"), "Hră kkiêng"}, {other.In("rad"), "Đất đai"}, {service.In(EN), "Civil status"},
		{Text{VI: "Rất hài lòng"}.In("rad"), "Mơak snăk"}, {Text{VI: "Rất vui"}.In("rad"), "Rất vui"},
		{Date("rad", day), "h1, 23/11/2026"}, {Percent("rad", 0.5), "50,0\u00a0%"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
	if got := Offered(); !slices.Equal(got, []Lang{VI, EN, "rad"}) || !Pending("rad") || Pending(VI) || len(Langs) != 2 {
		t.Errorf("Offered() = %v, Pending(rad) = %v, Langs = %v", got, Pending("rad"), Langs)
	}
	Trial(&Pack{Texts: map[string]string{"kiosk.yes": "?"}}, func(l Lang) {
		if T(l, "kiosk.yes") != "?" || T("rad", "kiosk.yes") != "Mâo" || Parse("x-trial") != l {
			t.Error("a pack on trial is not to be seen under its language alone")
		}
	})
	Install(nil, nil)
	if got := T("rad", "kiosk.yes"); got != "Có" || Parse("rad") != VI {
		t.Errorf("after the pack has gone, T = %q, want Vietnamese", got)
	}
}
