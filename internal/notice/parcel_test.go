package notice

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
)

func TestLetterWithFiles(t *testing.T) {
	body := bytes.Repeat([]byte{0, 1, 0xff, '\r', '\n', '.'}, 100)
	raw, err := letter(&mail.Address{Address: "motcua@example.gov.vn"}, Message{ID: "1", To: "a@example.vn", Subject: "Báo cáo tháng 11", Text: "Kính gửi.",
		Files: []File{{"motcua-2026-11.pdf", "application/pdf", body}, {"x\"\r\nBcc: b@example.vn.csv", "text/csv; charset=utf-8", []byte("a")}}}, noon)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || m.Header.Get("Bcc") != "" {
		t.Fatalf("%v, headers %v", err, m.Header)
	}
	kind, args, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("the type is %s, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, args["boundary"])
	var names []string
	for {
		p, err := parts.NextPart()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		names = append(names, p.FileName())
		for h := range p.Header {
			if h == "Bcc" {
				t.Error("a name became a header")
			}
		}
	}
	if len(names) != 3 || names[0] != "" || names[1] != "motcua-2026-11.pdf" {
		t.Errorf("the parts are %q", names)
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 200 || strings.IndexFunc(line, func(r rune) bool { return r > 126 }) >= 0 {
			t.Errorf("the line %q is not for a mail server", line)
		}
	}
}
