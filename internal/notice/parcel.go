package notice

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
)

const lineLength = 76 // characters of a line of base64 (RFC 2045)

// parcel writes the rest of a letter with files: its text, then each file.
func parcel(b *bytes.Buffer, m Message) error {
	w := multipart.NewWriter(b)
	fmt.Fprintf(b, "Content-Type: multipart/mixed; boundary=%s\r\n\r\n", w.Boundary())
	text, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {plainText}, "Content-Transfer-Encoding": {"quoted-printable"}})
	if err != nil {
		return err
	}
	if err := printable(text, m.Text); err != nil {
		return err
	}
	for _, f := range m.Files {
		part, err := w.CreatePart(textproto.MIMEHeader{
			"Content-Type": {oneLine(f.Type)}, "Content-Transfer-Encoding": {"base64"},
			"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": oneLine(f.Name)})},
		})
		if err != nil {
			return err
		}
		if err := folded(part, base64.StdEncoding.EncodeToString(f.Body)); err != nil {
			return err
		}
	}
	return w.Close()
}

// folded writes a text in lines.
func folded(w io.Writer, s string) error {
	for len(s) > 0 {
		n := min(lineLength, len(s))
		if _, err := io.WriteString(w, s[:n]+"\r\n"); err != nil {
			return err
		}
		s = s[n:]
	}
	return nil
}
