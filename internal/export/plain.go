package export

import (
	"encoding/csv"
	"io"
)

// Plain writes lines of words and numbers as CSV does a report: RFC 4180, UTF-8
// with a byte order mark, no word that a spreadsheet takes for a formula.
func Plain(w io.Writer, lines [][]string) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, line := range lines {
		safe := make([]string, len(line))
		for i, word := range line {
			safe[i] = Guard(Clean(word))
		}
		_ = out.Write(safe) // out.Error tells
	}
	out.Flush()
	return out.Error()
}
