package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/i18n"
)

// literal writes a value as TOML, false for a type no edit needs.
func literal(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return Quote(v), true
	case bool:
		return strconv.FormatBool(v), true
	case int:
		return strconv.Itoa(v), true
	case i18n.Text:
		return fmt.Sprintf("{ vi = %s, en = %s }", Quote(v.VI), Quote(v.EN)), true
	}
	return "", false
}

// longestLine is how many bytes a list has on one line.
const longestLine = 160

// literalOf writes a value of a field in one line, a long list in several.
func literalOf(v any, f *Field) string {
	if f == nil {
		f = &Field{}
	}
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	case Values:
		if kind, ok := v["kind"].(string); ok && f.Kind == KindBlocks && len(v) == 1 {
			return Quote(kind)
		}
		return tableOf(v, f)
	case []any:
		all := make([]string, len(v))
		for i, x := range v {
			all[i] = literalOf(x, f)
		}
		if line := "[" + strings.Join(all, ", ") + "]"; len(line) < longestLine {
			return line
		}
		return "[\n  " + strings.Join(all, ",\n  ") + ",\n]"
	}
	s, _ := literal(v)
	return s
}

// tableOf writes a table in one line, its keys in the order of the type.
func tableOf(v Values, f *Field) string {
	fields := f.Fields
	if f.Kind == KindText || f.Of == KindText || fields == nil {
		fields = []Field{{Key: "vi"}, {Key: "en"}}
	}
	var keys, all []string
	for key := range v {
		keys = append(keys, key)
	}
	place := func(key string) int {
		if i := slices.IndexFunc(fields, func(x Field) bool { return x.Key == key }); i >= 0 {
			return i
		}
		return len(fields)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, key := range keys {
		all = append(all, keyOf(key)+" = "+literalOf(v[key], find(fields, key)))
	}
	if len(all) == 0 {
		return "{}"
	}
	return "{ " + strings.Join(all, ", ") + " }"
}

var bareForm = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// keyOf writes a key, in quotes where it needs them.
func keyOf(key string) string {
	if bareForm.MatchString(key) {
		return key
	}
	return Quote(key)
}

func keysOf(names []string) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = keyOf(n)
	}
	return strings.Join(all, ".")
}

// Quote writes s as a TOML basic string.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
