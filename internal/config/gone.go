package config

import (
	"strings"

	"motcua/internal/fault"
)

// gone are the keys that files of earlier versions may have and that mean
// nothing any more, with the sentence that says why.
var gone = map[string]string{"rating.questionnaire": "config-gone-questionnaire"}

// outdated returns a notice for each such key of a file, which can be used all the same.
func outdated(name string, raw []byte) (notices []*fault.Error) {
	for _, l := range linesOf(raw) {
		if code := gone[l.key]; code != "" {
			notices = append(notices, fault.New(fault.Invalid, code, "file", name, "line", l.line))
		}
	}
	return notices
}

// forget leaves out of values what means nothing any more.
func forget(v Values) {
	for key := range gone {
		table, last, _ := strings.Cut(key, ".")
		if t, ok := v[table].(Values); ok {
			delete(t, last)
		}
	}
}
