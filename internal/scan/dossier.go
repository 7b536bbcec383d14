package scan

import (
	"regexp"
	"strings"
	"time"
)

// A dossier's number is the code of the agency that received it, the day, and
// its serial of that day: H19.26.1-251123-0012 (QĐ 20/2020/QĐ-TTg), before that
// 000.00.00.H19-251123-0012. Portals also print more than four digits of serial.
const (
	agency = `(?:[A-Y]\d{2}(?:\.\d{1,3}){1,3}|\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2})`
	number = agency + `-(\d{6})-\d{4,8}`
)

var (
	dossierForm = regexp.MustCompile(`^` + number + `$`)
	dossierIn   = regexp.MustCompile(`[=/](` + number + `)(?:[&#/?]|$)`) // as a part of a portal's link
)

// dossier returns the dossier's number that text is, or that a link carries; empty: neither.
func dossier(text string) string {
	text = strings.ToUpper(text)
	if m := dossierForm.FindStringSubmatch(text); m != nil && isDay(m[1]) {
		return text
	}
	if !strings.HasPrefix(text, "HTTP://") && !strings.HasPrefix(text, "HTTPS://") {
		return ""
	}
	if m := dossierIn.FindStringSubmatch(text); m != nil && isDay(m[2]) {
		return m[1]
	}
	return ""
}

func isDay(yymmdd string) bool {
	_, err := time.Parse("060102", yymmdd)
	return err == nil
}
