// Package fault names the few ways a request can fail, so that every edge
// (HTTP, screens, logs) treats the same failure the same way. A fault carries
// a code and its arguments, never a sentence: the sentence in the person's
// language comes from the catalog entry "fault.<code>".
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what the asker can do about a failure.
type Kind int

// The kinds, in the order of the HTTP statuses they become.
const (
	Internal     Kind = iota // a defect or a broken machine; nothing the asker did
	Malformed                // the request cannot be read at all
	Unauthorized             // nobody knows who asks
	Forbidden                // the asker is known and may not
	NotFound                 // the thing named does not exist
	Conflict                 // not in this state; look again, then decide
	Gone                     // it was there and its time is over
	TooLarge                 // more bytes than any honest request has
	Invalid                  // readable, and wrong
	TooMany                  // slow down
	Unavailable              // try again later, or ask a person
)

// Error is a failure with a code of the catalog and the arguments its sentence needs.
type Error struct {
	Kind Kind
	Code string // such as "service-unknown"
	Args []any  // alternating name, value
	Err  error  // the cause, for the log; never shown to a person
}

// New returns a fault. args alternate name and value: "service", "HT".
func New(kind Kind, code string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args}
}

// Wrap returns a fault caused by err.
func Wrap(err error, kind Kind, code string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args, Err: err}
}

// Error is for logs and tests: the code, its arguments and the cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", e.Args[i], e.Args[i+1])
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first fault in err's chain, Internal where there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// CodeOf returns the code of the first fault in err's chain, "internal" where there is none.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return "internal"
}
