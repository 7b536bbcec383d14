package phone

import (
	"errors"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Said is a refusal that the center has put into words itself.
type Said struct {
	Status int
	Code   string
	Text   i18n.Text
}

// Error is for logs: the code.
func (s *Said) Error() string { return s.Code }

// Unwrap lets the refusal have the status that the center gave it.
func (s *Said) Unwrap() error { return fault.New(wire.KindOf(s.Status), "phone-action") }

// sentence says in lang what went wrong and what to do.
func sentence(lang i18n.Lang, err error) string {
	if s, ok := errors.AsType[*Said](err); ok && s.Text.VI != "" {
		return s.Text.In(lang)
	}
	return wire.Sentence(lang, err)
}
