// Package health holds what is known to be wrong, as data: every known trouble
// is a condition with a code, a severity, the moment it began and a sentence in
// each language that says what to do. Screens, the check command, metrics and
// the province show the same conditions.
package health

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Severity says how much a condition matters.
type Severity string

// The severities, the least first.
const (
	Notice  Severity = "notice"  // worth knowing; nothing needs to be done today
	Warning Severity = "warning" // citizens are still served, something is missing
	Fault   Severity = "fault"   // something does not work until it is mended
)

var order = []Severity{Notice, Warning, Fault}

// Condition is one known trouble.
type Condition struct {
	Code     string // catalog entry "health.CODE", or "fault.CODE" where that one is missing
	Severity Severity
	Args     []any     // alternating name, value, for the sentence
	Since    time.Time // when it began, or was found
}

// Text says in lang what is wrong and what to do.
func (c Condition) Text(lang i18n.Lang) string {
	key := "health." + c.Code
	if !i18n.Has(key) {
		key = "fault." + c.Code
	}
	return i18n.T(lang, key, c.Args...)
}

// MarshalJSON writes the code, the severity, the sentence in every language and the beginning.
func (c Condition) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Code     string    `json:"code"`
		Severity Severity  `json:"severity"`
		Text     i18n.Text `json:"text"`
		Since    time.Time `json:"since"`
	}{c.Code, c.Severity, i18n.Text{VI: c.Text(i18n.VI), EN: c.Text(i18n.EN)}, c.Since})
}

// Of returns the condition that a fault is.
func Of(f *fault.Error, severity Severity, since time.Time) Condition {
	return Condition{Code: f.Code, Severity: severity, Args: f.Args, Since: since}
}

// Worst returns the highest severity among conditions, "" when there is none.
func Worst(all []Condition) Severity {
	worst := -1
	for _, c := range all {
		worst = max(worst, slices.Index(order, c.Severity))
	}
	if worst < 0 {
		return ""
	}
	return order[worst]
}

// Register is the set of conditions that hold now. It is safe for concurrent use.
type Register struct {
	now func() time.Time

	mu  sync.Mutex
	all map[string]Condition // by subject and code
}

// NewRegister returns an empty register that takes the time from now.
func NewRegister(now func() time.Time) *Register {
	return &Register{now: now, all: map[string]Condition{}}
}

// Raise notes that code holds for subject, such as a device's id; "" is the
// center as a whole. A condition that already holds keeps its beginning.
func (r *Register) Raise(subject, code string, severity Severity, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := Condition{Code: code, Severity: severity, Args: args, Since: r.now()}
	if old, ok := r.all[subject+"\x00"+code]; ok {
		c.Since = old.Since
	}
	r.all[subject+"\x00"+code] = c
}

// Clear notes that code no longer holds for subject.
func (r *Register) Clear(subject, code string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.all, subject+"\x00"+code)
}

// List returns the conditions that hold, the worst first, then the oldest.
func (r *Register) List() []Condition {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []Condition
	for _, c := range r.all {
		all = append(all, c)
	}
	Sort(all)
	return all
}

// Sort puts the worst first, then the oldest, then by code.
func Sort(all []Condition) {
	slices.SortStableFunc(all, func(a, b Condition) int {
		return cmp.Or(slices.Index(order, b.Severity)-slices.Index(order, a.Severity), a.Since.Compare(b.Since), cmp.Compare(a.Code, b.Code))
	})
}
