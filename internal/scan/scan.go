// Package scan tells what a scanned text is: a ticket, an appointment, a
// dossier's receipt or a citizen's card. It is pure: it looks nothing up and is
// told the day. Of a card it gives out a keyed hash and whether its holder is
// elderly, and keeps nothing.
package scan

import (
	"regexp"
	"strings"

	"motcua/internal/center"
)

// Kind is what a scanned text is.
type Kind string

// The kinds. Unknown is no error: people scan all sorts of things.
const (
	Ticket      Kind = "ticket"
	Appointment Kind = "appointment"
	Dossier     Kind = "dossier"
	Card        Kind = "card"
	Unknown     Kind = "unknown"
)

// MaxLength is how long a text may be, in bytes, to be looked at: a card with its
// holder's address and parents has less than half of it.
const MaxLength = 1024

// Rules is what a text is read by.
type Rules struct {
	URL   string     // the center's own address: tickets of others are unknown
	Pages string     // where else the pages of its tickets are, such as the province; empty: nowhere
	Cards bool       // citizens' cards may be read; otherwise a card is unknown, and nothing is derived from it
	Key   []byte     // of the hash of a card's number; without one no card is read
	Today center.Day // decides who is elderly
}

// Result is what a text says. Only the fields of its kind are set.
type Result struct {
	Kind    Kind
	Secret  string // Ticket: the secret of its page, lower case
	Code    string // Appointment: its code, upper case, without what was typed between the letters
	Dossier string // Dossier: its number, upper case
	Person  string // Card: 32 hex digits, the same for the same number and key
	Elderly bool   // Card: its holder is [ElderlyAge] or older
}

// What the center's own codes are made of: no 0 and O, no 1 and L.
const letters = "a-km-np-z2-9"

var (
	secretForm  = regexp.MustCompile(`^[` + letters + `]{20}$`)
	codeForm    = regexp.MustCompile(`^[` + letters + `]{8}$`)
	symbology   = regexp.MustCompile(`^\][A-Za-z][0-9A-Za-z]`) // the prefix by which scanners name the kind of bar code
	betweenCode = strings.NewReplacer(" ", "", "-", "", ".", "")
)

// Read tells what text is. Case, blanks around it and a scanner's prefix do not
// matter. It takes any bytes.
func Read(text string, r Rules) Result {
	if len(text) > MaxLength {
		return Result{Kind: Unknown}
	}
	text = strings.TrimFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f || c == 0xfeff })
	text = symbology.ReplaceAllString(text, "")
	lower := strings.ToLower(text)
	ours := false
	for _, address := range []string{r.URL, r.Pages} {
		path, ok := ourPath(lower, address)
		if found := page(path); ok && found.Kind != Unknown {
			return found
		}
		ours = ours || ok
	}
	if ours {
		return Result{Kind: Unknown}
	}
	if number := dossier(text); number != "" {
		return Result{Kind: Dossier, Dossier: number}
	}
	if c, ok := readCard(text, r); ok {
		return c
	}
	if secretForm.MatchString(lower) {
		return Result{Kind: Ticket, Secret: lower}
	}
	if code := betweenCode.Replace(lower); codeForm.MatchString(code) {
		return Result{Kind: Appointment, Code: strings.ToUpper(code)}
	}
	return Result{Kind: Unknown}
}

// ourPath returns what follows the center's address in a link, whatever its scheme.
func ourPath(link, address string) (path string, ok bool) {
	_, at, ok := strings.Cut(strings.ToLower(strings.TrimRight(address, "/")), "://")
	_, link, is := strings.Cut(link, "://")
	if !ok || !is || at == "" {
		return "", false
	}
	path, ok = strings.CutPrefix(link, at+"/")
	return path, ok
}

// page tells which of the center's pages for phones a path names.
func page(path string) Result {
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	path = strings.TrimRight(path, "/")
	if secret, ok := strings.CutPrefix(path, "t/"); ok && secretForm.MatchString(secret) {
		return Result{Kind: Ticket, Secret: secret}
	}
	if code, ok := strings.CutPrefix(path, "a/"); ok && codeForm.MatchString(code) {
		return Result{Kind: Appointment, Code: strings.ToUpper(code)}
	}
	return Result{Kind: Unknown}
}
