package config

import (
	"fmt"
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

// Quote writes s as a TOML basic string.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
