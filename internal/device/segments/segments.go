// Package segments turns text into the seven segments of digit displays.
//
// One byte is one digit, its bits as the MAX7219 has them without decoding:
// 7 the point, 6 A (top), 5 B, 4 C, 3 D (bottom), 2 E, 1 F, 0 G (middle).
package segments

import (
	"strings"
	"unicode"
)

const (
	// Point is the bit of the decimal point.
	Point = 0x80
	// Blank is a digit with nothing lit.
	Blank = 0x00
	// Dash is the middle bar alone.
	Dash = 0x01
	// Unknown stands for what seven segments cannot show: three bars, like no letter and no digit.
	Unknown = 0x49
)

// forms holds what can be told apart by somebody who knows that a number begins
// with a letter: S and 5, O and 0, Z and 2, I and 1 share their form.
var forms = map[rune]byte{
	'0': 0x7E, '1': 0x30, '2': 0x6D, '3': 0x79, '4': 0x33, '5': 0x5B, '6': 0x5F, '7': 0x70, '8': 0x7F, '9': 0x7B,
	'A': 0x77, 'B': 0x1F, 'C': 0x4E, 'D': 0x3D, 'E': 0x4F, 'F': 0x47, 'G': 0x5E, 'H': 0x37, 'I': 0x30, 'J': 0x3C,
	'L': 0x0E, 'N': 0x15, 'O': 0x7E, 'P': 0x67, 'Q': 0x73, 'R': 0x05, 'S': 0x5B, 'T': 0x0F, 'U': 0x3E, 'Y': 0x3B, 'Z': 0x6D,
	' ': Blank, '-': Dash, '_': 0x08, '=': 0x09,
}

// Encode returns text as digits bytes, the leftmost digit first. Text is set to
// the right; of a longer one the end is shown, because the running number tells
// more than the letter before it. A point belongs to the digit on its left. A
// small letter has the form of its capital, and a letter without one is [Unknown].
func Encode(text string, digits int) []byte {
	var row []byte
	for _, r := range text {
		if n := len(row); r == '.' && n > 0 && row[n-1]&Point == 0 {
			row[n-1] |= Point
			continue
		}
		row = append(row, form(r))
	}
	out := make([]byte, max(digits, 0))
	row = row[max(len(row)-len(out), 0):]
	copy(out[len(out)-len(row):], row)
	return out
}

func form(r rune) byte {
	if r == '.' {
		return Point
	}
	if b, ok := forms[unicode.ToUpper(r)]; ok {
		return b
	}
	return Unknown
}

// Missing returns the letters of text that seven segments cannot show, each once.
func Missing(text string) string {
	var out strings.Builder
	for _, r := range text {
		if form(r) == Unknown && !strings.ContainsRune(out.String(), r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// Text reads digits back, for simulations and tests: the first of forms that
// look alike wins, and what is no form at all reads as '?'.
func Text(row []byte) string {
	var out strings.Builder
	for _, b := range row {
		out.WriteRune(letter(b &^ Point))
		if b&Point != 0 {
			out.WriteByte('.')
		}
	}
	return out.String()
}

func letter(b byte) rune {
	for _, r := range "0123456789ABCDEFGHJLNPQRTUY -_=" {
		if forms[r] == b {
			return r
		}
	}
	return '?'
}
