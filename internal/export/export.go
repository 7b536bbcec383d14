// Package export writes finished reports: as tables for spreadsheets (CSV,
// XLSX), as PDF for paper, and as the SVG charts of pages. A Report is words and
// numbers in one language; what it says is decided by who makes it.
//
// The same Report always gives the same bytes: files carry no time but the
// report's own, and nothing in them depends on the machine or the moment.
package export

import (
	"io"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Kind is what the cells of a column are.
type Kind int

// The kinds of cells. Seconds are shown in minutes to people and written as
// seconds for machines.
const (
	Words Kind = iota
	Count
	Seconds
	Share // 0 to 1
	Score // one decimal
)

// Report is one finished report.
type Report struct {
	Lang   i18n.Lang
	Name   string    // of its files, without the ending: plain ASCII
	Office []string  // who reports: the body, then the point
	Title  string    // what it is
	Period string    // of what days
	Facts  []Fact    // what it covers and goes by
	Heads  []Fact    // the few figures that come first
	Tables []Table   // in order; those that are Parts share their rows
	Keys   []string  // of the rows of Parts
	Days   int       // service days with data
	Notes  []Note    // definitions, completeness
	At     time.Time // of the last entry it rests on: the only time in its files
	Demo   bool      // the data are for illustration
}

// Fact is a name and what it is.
type Fact struct {
	Name, Value string
	Note        string // such as the number of cases behind a share
	Tone        string // good, warn, fault; empty: neither
	Ref         string // where it comes from, for pages
}

// Note is a heading with its sentences.
type Note struct {
	Title string
	Lines []string
}

// Table is rows of cells under columns.
type Table struct {
	ID      string // of the part of a page, and of no other
	Title   string
	About   []string // said above it
	Columns []Column // the first names the row
	Rows    [][]Cell
	Total   []Cell // the whole, nil: none
	Charts  []Chart
	Empty   string // said where there is no row
	Part    bool   // a part of the report's main table: CSV puts the parts beside each other
	Behind  bool   // a page shows it only when asked
}

// Column is what its cells have in common.
type Column struct {
	Key   string // the same in every language
	Group string // stands above the columns that have it, beside each other
	Title string
	Kind  Kind
	Sort  string // leads to the rows in its order, for pages
}

// Cell is a word, or a number where Known.
type Cell struct {
	Text  string  // of Words, or what stands in the place of a number
	Value float64 // of the other kinds
	Known bool    // the value is one
	Note  string  // such as n, behind it
	Tone  string  // good, warn, fault; empty: neither
	Ref   string  // where it comes from, for pages
}

// Word is a cell of Words, Number one of the other kinds.
func Word(s string) Cell      { return Cell{Text: s, Known: true} }
func Number(v float64) Cell   { return Cell{Value: v, Known: true} }
func Missing(why string) Cell { return Cell{Text: why} }

// Formats are the formats of files by their ending, with the media type of each.
var Formats = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pdf":  "application/pdf",
}

// Write writes a report in a format. It reports fault.Invalid for a format
// that is none of Formats, and else what w reports.
func Write(w io.Writer, format string, r *Report) error {
	switch format {
	case "csv":
		return CSV(w, r)
	case "xlsx":
		return XLSX(w, r)
	case "pdf":
		return PDF(w, r)
	}
	return fault.New(fault.Invalid, "report-format")
}

// File is the name of the report's file in a format.
func (r *Report) File(format string) string { return "motcua-" + r.Name + "." + format }

// wide joins the parts of the main table: the first column, then all others.
func (r *Report) wide() Table {
	var all Table
	parts := 0
	for _, t := range r.Tables {
		if t.Part {
			parts++
		}
	}
	for _, t := range r.Tables {
		if !t.Part {
			continue
		}
		from := 1
		if len(all.Columns) == 0 {
			all.Rows, from = make([][]Cell, len(t.Rows)), 0
		}
		for _, c := range t.Columns[from:] {
			if c.Group == "" && len(all.Columns) > 0 && parts > 1 { // beside each other they must not read alike
				c.Group = t.Title
			}
			all.Columns = append(all.Columns, c)
		}
		for i, row := range t.Rows {
			all.Rows[i] = append(all.Rows[i], row[from:]...)
		}
		if t.Total != nil {
			all.Total = append(all.Total, t.Total[from:]...)
		}
	}
	if len(all.Columns) == 0 && len(r.Tables) > 0 {
		return r.Tables[0]
	}
	return all
}

// Group is a title above N columns that stand beside each other.
type Group struct {
	Title   string
	From, N int
}

// Groups are the titles above the columns; none has an empty title where its
// columns have no group.
func (t Table) Groups() (all []Group) {
	for i, c := range t.Columns {
		if n := len(all); n > 0 && all[n-1].Title == c.Group {
			all[n-1].N++
			continue
		}
		all = append(all, Group{c.Group, i, 1})
	}
	return all
}

// Grouped tells whether any column stands under a title.
func (t Table) Grouped() bool {
	for _, c := range t.Columns {
		if c.Group != "" {
			return true
		}
	}
	return false
}
