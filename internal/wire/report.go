package wire

import "motcua/internal/center"

// ReportData names a file that was made of a report. The same period makes the
// same file, so anybody can make it again and compare the hash.
type ReportData struct {
	Report    string     `json:"report,omitempty"` // id of the schedule that wanted it; empty: a person did
	From      center.Day `json:"from"`             // first and last day of the period
	To        center.Day `json:"to"`
	Cut       string     `json:"cut"`                 // what its rows are, such as service
	Format    string     `json:"format"`              // csv, xlsx or pdf
	SHA256    string     `json:"sha256"`              // of the file, hex
	By        string     `json:"by,omitempty"`        // opaque id of who took it; of a schedule none
	Recipient int        `json:"recipient,omitempty"` // which of the schedule's addresses it went to, the first is 1
}
