package scanner

import (
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxCode   = 1024            // bytes; the longest code of a citizen's card has about half
	sameAgain = 2 * time.Second // in which a code that is read again is the same reading
)

// codes cuts what a scanner sends into codes: CR, LF or a pause ends one.
type codes struct {
	code    []byte
	spoiled bool // too long, or not text: dropped up to its end
	garbled int  // codes in a row that were no text

	last string
	at   time.Time
}

// push takes over one byte and returns the code that it ended, empty for none.
func (c *codes) push(b byte, now time.Time) string {
	switch {
	case b == '\r' || b == '\n':
		return c.end(now)
	case b < ' ' && !separator(b) || b == 0x7F || len(c.code) == maxCode:
		c.spoiled = true
	default:
		c.code = append(c.code, b)
	}
	return ""
}

// separator tells the control characters that codes of standards hold inside: tab, EOT, GS and RS.
func separator(b byte) bool { return b == '\t' || b == 0x04 || b == 0x1D || b == 0x1E }

// waiting tells whether a code has begun.
func (c *codes) waiting() bool { return len(c.code) > 0 || c.spoiled }

// end ends a code, at its mark or because nothing followed.
func (c *codes) end(now time.Time) string {
	code, spoiled := strings.TrimSpace(string(c.code)), c.spoiled
	c.code, c.spoiled = c.code[:0], false
	switch {
	case spoiled || code != "" && !text(code):
		c.garbled++
		return ""
	case code == "":
		return ""
	}
	c.garbled = 0
	again := code == c.last && now.Sub(c.at) < sameAgain
	c.last, c.at = code, now // a slip that lies under the scanner is read on and on
	if again {
		return ""
	}
	return code
}

// text tells a code from the bytes of a wrong speed: letters or digits that a
// keyboard has, and nearly all of it readable. Some names come in old code pages.
func text(s string) bool {
	good, bad := 0, 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError:
			bad++
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z':
			good++
		}
	}
	return good > bad
}
