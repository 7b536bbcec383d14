package wire

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// Problem is an RFC 9457 problem detail. Detail is in the asker's language.
type Problem struct {
	Type   string `json:"type"` // urn:motcua:problem:CODE
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// ProblemType is the type of the problem that a fault's code becomes.
const ProblemType = "urn:motcua:problem:"

var statuses = map[fault.Kind]int{
	fault.Malformed: http.StatusBadRequest, fault.Unauthorized: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Gone: http.StatusGone,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Invalid: http.StatusUnprocessableEntity,
	fault.TooMany: http.StatusTooManyRequests, fault.Unavailable: http.StatusServiceUnavailable,
}

// Status is the HTTP status that err becomes.
func Status(err error) int {
	if s, ok := statuses[fault.KindOf(err)]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// KindOf is the kind of fault that an HTTP status stands for.
func KindOf(status int) fault.Kind {
	for k, s := range statuses {
		if s == status {
			return k
		}
	}
	return fault.Internal
}

// Sentence says in lang what went wrong and what to do.
func Sentence(lang i18n.Lang, err error) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || !i18n.Has("fault."+f.Code) {
		return i18n.T(lang, "fault.internal")
	}
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		switch v := a.(type) {
		case time.Time:
			v = v.In(center.Zone)
			a = i18n.Clock(v) + ", " + i18n.Date(lang, v)
		case queue.State:
			a = i18n.T(lang, "state."+string(v))
		default:
			a = short(fmt.Sprint(a))
		}
		args[i] = a
	}
	return i18n.T(lang, "fault."+f.Code, args...)
}

// short keeps what an asker typed from filling a screen.
func short(s string) string {
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// NewProblem is the problem detail that err becomes in lang.
func NewProblem(lang i18n.Lang, err error) Problem {
	status := Status(err)
	return Problem{ProblemType + fault.CodeOf(err), http.StatusText(status), status, Sentence(lang, err)}
}
