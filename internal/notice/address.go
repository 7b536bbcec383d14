package notice

import (
	"net/mail"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
)

const longestAddress = 254 // bytes of an e-mail address (RFC 5321)

// Address reads what a citizen typed for a channel and returns it in one form:
// a Vietnamese mobile number as 84 and nine digits, or a plain e-mail address.
// It reports fault.Invalid for anything else; the fault holds nothing of it.
func Address(channel, typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if channel == center.ByEmail {
		return email(typed)
	}
	return phone(typed)
}

// email accepts an address without a name, of plain ASCII: not every server on
// the way takes more.
func email(typed string) (string, error) {
	a, err := mail.ParseAddress(typed)
	plain := strings.IndexFunc(typed, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '<' }) < 0
	if err != nil || !plain || len(typed) > longestAddress || a.Address != typed {
		return "", fault.New(fault.Invalid, "notice-email")
	}
	_, domain, _ := strings.Cut(typed, "@")
	if !strings.Contains(strings.Trim(domain, "."), ".") || strings.Contains(domain, "[") {
		return "", fault.New(fault.Invalid, "notice-email")
	}
	return typed, nil
}

// phone accepts a Vietnamese mobile number as people write it: 0912 345 678,
// +84 912-345-678. Others would cost the center what it does not know.
func phone(typed string) (string, error) {
	var b strings.Builder
	for i, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && i == 0, strings.ContainsRune(" .-()\u00a0", r):
		default:
			return "", fault.New(fault.Invalid, "notice-phone")
		}
	}
	rest, ok := strings.CutPrefix(b.String(), "84")
	if !ok {
		rest, ok = strings.CutPrefix(b.String(), "0")
	}
	if !ok || len(rest) != 9 || !strings.ContainsRune("35789", rune(rest[0])) {
		return "", fault.New(fault.Invalid, "notice-phone")
	}
	return "84" + rest, nil
}

// written writes a number the way a gateway wants it to begin.
func written(number, begins string) string { return begins + strings.TrimPrefix(number, "84") }

// Mask shows of an address what its owner recognizes it by, and nobody else.
func Mask(channel, address string) string {
	if channel != center.ByEmail {
		return "0••••••" + address[max(0, len(address)-3):]
	}
	name, domain, _ := strings.Cut(address, "@")
	return name[:min(1, len(name))] + "•••@" + domain
}
