package escpos

import "strings"

// Font B, the small letters of every receipt printer, and the rows of one line of it.
const (
	smallW    = 9
	smallLine = 24
)

// latin prints text in the printer's own small letters: a line of it takes fifty
// bytes, as a picture it takes a thousand. It reports false, and prints nothing,
// where the printer has no letter for something in text.
func (l *layout) latin(text string) bool {
	text = strings.NewReplacer("’", "'", "–", "-", "…", "...").Replace(clean(text))
	for _, r := range text {
		if (r < ' ' || r > '~') && r != '\n' {
			return false
		}
	}
	if !l.profile.NativeNumber {
		return false
	}
	l.flush()
	l.bytes(esc, 'M', 1, esc, 'E', 1, esc, '3', smallLine)
	columns := l.page.w / smallW
	for _, line := range wrapLetters(text, columns) {
		if l.middle {
			l.bytes([]byte(strings.Repeat(" ", (columns-len(line))/2))...)
		}
		l.bytes([]byte(line)...)
		l.bytes(lf)
		l.moves(smallLine)
	}
	l.bytes(esc, 'M', 0, esc, 'E', 0, esc, '2')
	return true
}

// wrapLetters breaks text into lines of at most so many letters of one width.
func wrapLetters(text string, most int) (lines []string) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if line != "" && len(line)+1+len(word) > most {
				lines, line = append(lines, line), ""
			}
			line = strings.TrimPrefix(line+" "+word, " ")
			for len(line) > most {
				lines, line = append(lines, line[:most]), line[most:]
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
