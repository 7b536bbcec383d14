package controller

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"motcua/internal/fault"
)

// plain is what somebody typed, as one paragraph for the eye: composed, without
// control characters and the marks that turn or hide text, each run of blanks
// one space. It is text, never markup: whoever shows it escapes it. Between 1
// and most letters are left of it.
func plain(typed string, most int) (string, error) {
	if len(typed) > 16*most { // before any work is done on it
		return "", fault.New(fault.Invalid, "text-long", "most", most)
	}
	clean := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, !unicode.IsGraphic(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}, typed)
	clean = norm.NFC.String(strings.Join(strings.Fields(clean), " "))
	switch n := utf8.RuneCountInString(clean); {
	case n == 0:
		return "", fault.New(fault.Invalid, "text-empty")
	case n > most:
		return "", fault.New(fault.Invalid, "text-long", "most", most)
	}
	return clean, nil
}
