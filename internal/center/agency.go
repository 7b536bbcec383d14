package center

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	agencyNew = regexp.MustCompile(`^[A-Y]\d{2}(\.\d{1,3}){1,3}$`)      // H19.26.1, QĐ 20/2020/QĐ-TTg
	agencyOld = regexp.MustCompile(`^\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}$`) // 000.26.19.H19, QCVN 102:2016/BTTTT
)

// Slugs turns an agency code into the levels it has in MQTT topics: province
// and reception point. H19.26.1 gives h19 and h19-26-1. The old form names the
// highest level last and fills unused levels with zeros: 000.26.19.H19 is
// H19.19.26 and gives h19 and h19-19-26.
func Slugs(agency string) (prov, point string, err error) {
	levels := strings.Split(agency, ".")
	switch {
	case agencyOld.MatchString(agency):
		slices.Reverse(levels)
		for len(levels) > 2 && strings.Trim(levels[len(levels)-1], "0") == "" {
			levels = levels[:len(levels)-1]
		}
	case !agencyNew.MatchString(agency):
		return "", "", fmt.Errorf("agency code %q is neither like H19.26.1 nor like 000.26.19.H19", agency)
	}
	point = strings.ToLower(strings.Join(levels, "-"))
	return strings.ToLower(levels[0]), point, nil
}
