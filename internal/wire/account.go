package wire

import "motcua/internal/center"

// SessionData is a log-in, a refused one, or its end. It names nobody who did
// not show to be somebody: a wrong password has the account it was tried on.
type SessionData struct {
	Session string   `json:"session,omitempty"` // opaque id
	Account string   `json:"account,omitempty"` // opaque id of the account or credential; absent: there is no such account
	Roles   []string `json:"roles,omitempty"`   // that the session has
	How     string   `json:"how,omitempty"`     // token, password, totp, recovery, pin
	Station string   `json:"station,omitempty"` // the paired computer it was at
	Why     string   `json:"why,omitempty"`     // refused: fault code; closed: logged-out, ended, account-changed
	By      string   `json:"by,omitempty"`      // who ended it, where that was another
}

// AccountData is a change of an account. What says which: see docs/events.md.
type AccountData struct {
	Account string           `json:"account"`           // opaque id
	What    string           `json:"what"`              // made, roles, counter, details, password, pin, pin-cleared, totp, totp-reset, totp-removed, recovery, locked, unlocked, off, on, erased
	Roles   []string         `json:"roles,omitempty"`   // after it: made, roles
	Counter center.CounterID `json:"counter,omitempty"` // after it: made, counter
	By      string           `json:"by,omitempty"`      // opaque id; absent: the set-up code, or the rules
}

// StationData is a computer at a counter that was paired, or is no longer.
type StationData struct {
	Station string           `json:"station"` // opaque id
	Counter center.CounterID `json:"counter"`
	By      string           `json:"by"` // opaque id
}

// InspectionData is an inspection that was opened, was given a sample or a
// record, or ended.
type InspectionData struct {
	Inspection string     `json:"inspection"`        // opaque id
	Account    string     `json:"account,omitempty"` // opened: the inspector's
	Until      string     `json:"until,omitempty"`   // opened: RFC 3339
	From       center.Day `json:"from,omitempty"`    // drawn, exported: the first day
	To         center.Day `json:"to,omitempty"`      // and the last
	N          int        `json:"n,omitempty"`       // drawn: visits
	Of         int        `json:"of,omitempty"`      // drawn: visits there were
	Choice     int64      `json:"choice,omitempty"`  // drawn: a number that the inspector chose
	Head       string     `json:"head,omitempty"`    // exported: hash of its last entry
	By         string     `json:"by,omitempty"`      // opaque id; absent: it ended by itself
}

// ErasedData says that personal data were deleted for good, and how many rows
// were counted before and after.
type ErasedData struct {
	What     string     `json:"what"`             // contact, account, session, ...
	Before   center.Day `json:"before,omitempty"` // everything older; absent: what one person asked for
	Rows     int        `json:"rows"`             // deleted
	Remained int        `json:"remained"`         // counted afterwards that should have gone: 0
	By       string     `json:"by,omitempty"`     // opaque id; absent: the retention rules
}
