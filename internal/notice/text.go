package notice

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// Text is the one sentence or two of a notice, in the recipient's language.
func Text(lang i18n.Lang, kind string, f Fields) string {
	key := "notice.text-" + kind
	switch {
	case kind == center.NoticeNear && f["ahead"] == "0":
		key = "notice.text-next"
	case kind == center.NoticeCalled && f["fetched"] != "":
		key = "notice.text-fetched"
	}
	return i18n.T(lang, key, f.args()...)
}

// Subject is the subject line of a notice by e-mail.
func Subject(lang i18n.Lang, kind string, f Fields) string {
	return i18n.T(lang, "notice.subject-"+kind, f.args()...)
}

// Letter is the body of a notice by e-mail: the text, the ticket's page, and
// why it came and what becomes of the address.
func Letter(lang i18n.Lang, kind, page string, f Fields) string {
	where := "\n\n" + i18n.T(lang, "notice.letter-page", "url", page)
	if f["url"] != "" { // the text itself says where
		where = ""
	}
	return Text(lang, kind, f) + where + "\n\n-- \n" + i18n.T(lang, "notice.letter-foot", f.args()...)
}

func (f Fields) args() []any {
	args := make([]any, 0, 2*len(f))
	for k, v := range f {
		args = append(args, k, clean(v))
	}
	return args
}

// clean keeps what was configured from breaking a line or another placeholder.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '{' || r == '}' || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// toneless are the letters that do not come apart into a letter and a mark, and
// signs that an SMS writes otherwise.
var toneless = strings.NewReplacer("đ", "d", "Đ", "D", "–", "-", "—", "-", "“", `"`, "”", `"`, "’", "'", "…", "...", "\u00a0", " ")

// Plain writes a text without tone marks, in the characters of GSM 7 bit, so
// that 160 of them fit into one SMS. What has no plain form becomes a question mark.
func Plain(s string) string {
	s = norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(toneless.Replace(s))))
	return strings.Map(func(r rune) rune {
		if gsmWidth(r) == 0 {
			return '?'
		}
		return r
	}, s)
}

// The default alphabet of GSM 03.38, as far as Plain writes it: ASCII but for
// the grave accent, and those characters of ASCII that take two places.
const gsmEscaped = `[]{}\^|~`

// gsmWidth is how many of the 160 places a character takes, 0: it has none.
func gsmWidth(r rune) int {
	switch {
	case strings.ContainsRune(gsmEscaped, r):
		return 2
	case r == '\n' || r >= ' ' && r < 127 && r != '`':
		return 1
	}
	return 0
}

// Length tells how many places of an SMS a text takes, and how many one SMS
// has: 160 of GSM 7 bit, else 70 of UCS-2.
func Length(s string) (places, of int) {
	for _, r := range s {
		w := gsmWidth(r)
		if w == 0 {
			return ucs2(s), 70
		}
		places += w
	}
	return places, 160
}

func ucs2(s string) (n int) {
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
