package notice

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"motcua/internal/fault"
)

// letter writes an e-mail as SMTP carries it: headers of ASCII (RFC 2047), the
// body in UTF-8 as quoted-printable, lines ended by CRLF.
func letter(from *mail.Address, m Message, now time.Time) ([]byte, error) {
	to, err := email(m.To)
	if err != nil {
		return nil, err
	}
	domain, ok := domainOf(from.Address)
	if !ok {
		return nil, fault.New(fault.Invalid, "notice-email")
	}
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", from.String()}, {"To", "<" + to + ">"}, {"Subject", encoded(m.Subject)},
		{"Date", now.Format(time.RFC1123Z)}, {"Message-ID", "<" + base64.RawURLEncoding.EncodeToString([]byte(m.ID)) + "@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"}, {"MIME-Version", "1.0"},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	if len(m.Files) > 0 {
		err = parcel(&b, m)
		return b.Bytes(), err
	}
	for _, h := range [][2]string{{"Content-Type", plainText}, {"Content-Transfer-Encoding", "quoted-printable"}} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	err = printable(&b, m.Text)
	return b.Bytes(), err
}

const plainText = "text/plain; charset=utf-8"

func printable(w io.Writer, text string) error {
	q := quotedprintable.NewWriter(w)
	if _, err := q.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n") + "\r\n")); err != nil {
		return err
	}
	return q.Close()
}

// encoded writes a header's value in ASCII, on lines of at most 76 characters.
func encoded(s string) string {
	s = oneLine(s)
	word := mime.BEncoding.Encode("utf-8", s)
	if word == s && strings.Contains(s, "=?") { // it would be read as encoded
		word = "=?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte(s)) + "?="
	}
	return strings.ReplaceAll(word, "?= =?", "?=\r\n =?")
}

func domainOf(address string) (string, bool) {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return "", false
	}
	return address[i+1:], true
}
