package export

import (
	"encoding/csv"
	"io"
	"strings"
)

const byteOrderMark = "\ufeff" // Excel takes a file for UTF-8 only with it

// CSV writes the main table, its parts beside each other and the whole in the
// last line, as RFC 4180 has it: UTF-8 with a byte order mark, commas, CRLF.
// Numbers are for machines: seconds, shares from 0 to 1, a decimal point.
func CSV(w io.Writer, r *Report) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	t := r.wide()
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = Guard(c.whole(r.Lang, true))
	}
	_ = out.Write(line) // out.Error tells
	rows := t.Rows
	if t.Total != nil {
		rows = append(rows[:len(rows):len(rows)], t.Total)
	}
	for _, row := range rows {
		for i, c := range row {
			line[i] = t.Columns[i].Kind.machine(c)
		}
		_ = out.Write(line)
	}
	out.Flush()
	return out.Error()
}

// machine writes a cell for a spreadsheet; a number that is not known is empty.
func (k Kind) machine(c Cell) string {
	switch {
	case k == Words:
		return Guard(Clean(c.Text))
	case !c.Known:
		return ""
	}
	return k.plain(c.Value)
}

// Guard keeps a spreadsheet from taking a word for a formula (OWASP, CSV
// injection): also behind spaces, which some programs skip, and in the wide
// forms of the signs.
func Guard(s string) string {
	t := strings.TrimLeft(s, " \u00a0\u3000")
	if t != "" && strings.ContainsAny(t[:1], "=+-@|%") {
		return "'" + s
	}
	for _, sign := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(t, sign) {
			return "'" + s
		}
	}
	return s
}
