package notice

import (
	"bytes"
	"encoding/json"
	"net/mail"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mime"
	"mime/quotedprintable"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// FuzzLetter looks for a text that becomes a header, or is lost on the way.
func FuzzLetter(f *testing.F) {
	f.Add("a@example.vn", "Số A012 sắp đến lượt", "Mời ông/bà\n.\nđến quầy 3")
	f.Add("a@example.vn\r\nBcc: b@example.vn", "x", "y")
	f.Add("a@example.vn", "x\r\nBcc: b@example.vn", "y\r\n.\r\nMAIL FROM:<z@example.vn>")
	f.Add("a@example.vn", "=?utf-8?q?x?=", strings.Repeat("ỡ", 300))
	f.Fuzz(func(t *testing.T, to, subject, text string) {
		raw, err := letter(&mail.Address{Name: "Một cửa", Address: "motcua@example.gov.vn"}, Message{ID: "1", To: to, Subject: subject, Text: text}, noon)
		if err != nil {
			return
		}
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%v in\n%s", err, raw)
		}
		if len(m.Header) != 9 || m.Header.Get("Bcc") != "" || m.Header.Get("To") != "<"+to+">" {
			t.Errorf("headers %v", m.Header)
		}
		if got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); utf8.ValidString(subject) && subject == oneLine(subject) && strings.TrimSpace(subject) == subject && (err != nil || got != subject) {
			t.Errorf("the subject is %q, %v, want %q", got, err, subject)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(quotedprintable.NewReader(m.Body)); err != nil {
			t.Errorf("%v in\n%s", err, raw)
		}
		for line := range strings.SplitSeq(string(raw), "\r\n") {
			if len(line) > 200 || strings.ContainsAny(line, "\r\n") || strings.IndexFunc(line, func(r rune) bool { return r > 126 }) >= 0 {
				t.Errorf("the line %q is not for a mail server", line)
			}
		}
	})
}

// FuzzAddress looks for an address that is more than one.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"0912345678", "+84 912 345 678", "a@example.vn", "a@example.vn,b@example.vn", "\"a b\"@example.vn", "a@example.vn\r\nx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if a, err := Address("sms", typed); err == nil && (len(a) != 11 || strings.Trim(a, "0123456789") != "") {
			t.Errorf("Address(%q) = %q", typed, a)
		}
		if a, err := Address("email", typed); err == nil && (strings.ContainsAny(a, " \r\n<>,;\"\x00") || strings.Count(a, "@") != 1) {
			t.Errorf("Address(%q) = %q", typed, a)
		}
	})
}

// FuzzFill looks for a value that leaves its place in a JSON body.
func FuzzFill(f *testing.F) {
	f.Add(`A012","to":"0`, "{secret}")
	f.Add("\\", "\x00\xff")
	f.Fuzz(func(t *testing.T, number, text string) {
		raw := fill(`{"n":"{number}","t":"{text}","s":"{secret}"}`, Fields{"number": number, "text": text, "secret": "s"}, jsonText)
		var got map[string]string
		if err := json.Unmarshal([]byte(raw), &got); err != nil || len(got) != 3 || got["s"] != "s" {
			t.Errorf("%q and %q make %s, %v", number, text, raw, err)
		}
		if utf8.ValidString(text) && got["t"] != text {
			t.Errorf("the text is %q, want %q", got["t"], text)
		}
	})
}

// FuzzLookUp reads any answer without a panic.
func FuzzLookUp(f *testing.F) {
	f.Add(`{"data":{"code":"100"}}`, "data.code")
	f.Add(`[1]`, "")
	f.Fuzz(func(t *testing.T, raw, path string) {
		if v, ok := lookUp([]byte(raw), path); !ok && v != "" {
			t.Errorf("lookUp = %q, %v", v, ok)
		}
	})
}
