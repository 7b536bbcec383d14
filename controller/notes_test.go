package controller

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

func TestPlain(t *testing.T) {
	for _, x := range []struct {
		typed string
		most  int
		want  string
		code  string
	}{
		{"  Cần   chứng thực\n\tchữ ký ", 60, "Cần chứng thực chữ ký", ""},
		{"Ho\u0302 so\u031b", 60, "Hô sơ", ""},
		{"<script>alert(1)</script>", 60, "<script>alert(1)</script>", ""}, // text, never markup
		{"=HYPERLINK(\"x\")", 60, "=HYPERLINK(\"x\")", ""},
		{"số \u202eA012\u202c", 60, "số A012", ""},
		{"\u2066a\u2069\u200b\u200eb\ufeff", 60, "ab", ""},
		{"a\x00b\x1bc\u0085d", 60, "abc d", ""},
		{"\U000e0041tag\ue000", 60, "tag", ""},
		{"", 60, "", "text-empty"}, {" \u00a0\u3000\u200b", 60, "", "text-empty"},
		{strings.Repeat("ă", 20), 20, strings.Repeat("ă", 20), ""},
		{strings.Repeat("ă", 21), 20, "", "text-long"},
		{strings.Repeat(" ", 1<<20), 20, "", "text-long"},
	} {
		got, err := plain(x.typed, x.most)
		if got != x.want || (err == nil) != (x.code == "") || err != nil && fault.CodeOf(err) != x.code {
			t.Errorf("plain(%.40q) = %q, %v; want %q %s", x.typed, got, err, x.want, x.code)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"Cần chứng thực", "\u202e<b>", "a\u0302\u0323", "\xff\xfe", "🇻🇳", "\u0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := plain(typed, 40)
		if err != nil {
			return
		}
		if again, err := plain(got, 40); again != got || err != nil {
			t.Fatalf("plain(%q) = %q, and once more %q, %v", typed, got, again, err)
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || utf8.RuneCountInString(got) > 40 {
			t.Fatalf("plain(%q) = %q", typed, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("plain(%q) keeps %U", typed, r)
			}
		}
	})
}

// TestTextsStayOutOfTheLog writes hostile notes and explanations and looks for
// them where they must not be, before and after they are erased.
func TestTextsStayOutOfTheLog(t *testing.T) {
	o := openTour(t, nil)
	id := o.ticket("greeter", aTicket)
	const secret, other = "Nguyễn Văn A 0912345678", "Nguyễn Thị B 0987654321"
	body := func(text string) string {
		raw, err := json.Marshal(wire.NoteRequest{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	var n wire.Note
	if err := json.Unmarshal(o.want(201, "", "greeter", "POST /tickets/"+id+"/notes", body("<b>\u202e"+secret+"</b>")).body, &n); err != nil {
		t.Fatal(err)
	}
	if a := o.want(200, "", "staff", "GET /tickets/"+id+"/notes", ""); !strings.Contains(string(a.body), body("<b>" + secret + "</b>")[1:20]) {
		t.Errorf("the note says %s", a.body)
	}
	o.want(413, "body-large", "greeter", "POST /tickets/"+id+"/notes", body(strings.Repeat("x", 1<<20)))
	o.want(422, "text-long", "greeter", "POST /tickets/"+id+"/notes", body(strings.Repeat("x", 8001)))
	o.want(201, "", "staff", "POST /me/explanations", `{"day":"2026-11-23","figure":"wait","text":"`+other+`"}`)
	for _, e := range o.events(0, o.h.engine.hub.last()) {
		if strings.Contains(e, "Nguyễn") || strings.Contains(e, "0987654321") {
			t.Errorf("the log says %s", e)
		}
	}
	for _, token := range []string{"display", "kiosk", "tablet", "bridge"} {
		if a := o.ask(token, "GET /board", ""); strings.Contains(string(a.body), "Nguyễn") {
			t.Errorf("%s is told the note", token)
		}
		o.want(403, "role", token, "GET /tickets/"+id+"/notes", "")
	}
	if !onDisk(t, o, secret) {
		t.Error("the note is in no file, so this test looks in the wrong place")
	}
	o.want(204, "", "greeter", "POST /tickets/"+id+"/notes/"+n.ID+"/erase", "")
	o.until(func() bool { return !onDisk(t, o, secret) })
}

// onDisk looks for a text in every file of the log.
func onDisk(t *testing.T, o *tour, text string) bool {
	t.Helper()
	files, err := filepath.Glob(o.h.opts.Engine.Store.Path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(text)) {
			return true
		}
	}
	return false
}
