package config

import (
	"regexp"
	"strconv"
	"strings"

	"motcua/internal/fault"
)

// keyOfFault is the key that a fault is about which does not name it itself.
var keyOfFault = map[string]string{
	"center-province": "province", "center-agency": "agency", "center-agency-province": "agency", "center-url": "url",
	"center-pause-reason": "pause_reasons", "center-prefix": "prefix",
	"center-prefix-taken": "prefix", "center-first": "first", "center-purpose": "purposes", "center-name": "name",
	"center-priority-group": "priority.groups", "center-policy": "preset", "center-weekday": "days", "center-slots-overlap": "window",
	"center-advice": "staff.advice", "center-phone-uplink": "phone.province", "center-language": "lang", "notice-name": "notices.name",
	"notice-tls": "tls", "notice-from": "from", "notice-host": "host", "notice-login": "username", "notice-url": "url",
	"notice-header": "headers", "notice-placeholder": "body", "notice-to": "body", "notice-success": "field",
	"center-slip-languages": "languages", "center-slip-blocks": "blocks", "center-slip-number": "blocks", "center-slip-logo-unused": "logo",
	"center-layout-illegible": "distance", "center-display-zone": "counters", "center-display-counter": "counter",
	"slip-logo-unreadable": "logo", "slip-logo-large": "logo", "slip-logo-form": "logo", "slip-logo-blank": "logo",
}

// placeForm is how a fault names its place: "[[service]] HT", "[service.policy] HT", "[notices] email", "[hours]".
var placeForm = regexp.MustCompile(`\[\[?([a-z_.]+)\]\]?(?: (\S.*))?$`)

// Place finds the key that a fault of the center's validation is about, as far
// as the fault tells: its table at least. It is "" for the whole file.
func Place(f *fault.Error, v Values) string {
	place, key := arg(f, "place"), arg(f, "key")
	if key == "" || key == place {
		key = keyOfFault[f.Code]
	}
	path, fields := "", Form()
	if m := placeForm.FindStringSubmatch(place); m != nil {
		path, fields = walk(v, fields, m[1], m[2])
	} else if find(fields, place) != nil {
		return place
	}
	if key == "" {
		key = NameKey(fields)
		if path == "" {
			return ""
		}
	}
	key = inForm(key)
	head, _, _ := strings.Cut(key, ".")
	if find(fields, head) == nil {
		return path
	}
	return join(path, key)
}

var numberForm = regexp.MustCompile(`\[(\d*)\]`)

// inForm is a key as forms count it: papers.0 for papers[1].
func inForm(key string) string {
	return numberForm.ReplaceAllStringFunc(key, func(s string) string {
		n, err := strconv.Atoi(s[1 : len(s)-1])
		if err != nil {
			return ""
		}
		return "." + strconv.Itoa(n-1)
	})
}

// walk goes along the tables of a place; rest is the name or number of the list's one.
func walk(v Values, fields []Field, tables, rest string) (string, []Field) {
	path := ""
	for key := range strings.SplitSeq(tables, ".") {
		f := find(fields, key)
		if f == nil {
			break
		}
		path, fields = join(path, key), f.Fields
		if f.Kind != KindTables {
			v, _ = v[key].(Values)
			continue
		}
		list, _ := v[key].([]any)
		n := indexOf(list, f.Fields, rest)
		if n < 0 {
			return path, nil
		}
		path = join(path, strconv.Itoa(n))
		v, _ = list[n].(Values)
	}
	if f := find(fields, rest); f != nil && f.Kind == KindTable { // "[notices] email"
		return join(path, rest), f.Fields
	}
	return path, fields
}

// PlaceOf is the key of a change as forms count it: service.3.target for
// service, HT, target.
func PlaceOf(path []string, v Values) string {
	place, fields := "", Form()
	var list []any
	for _, key := range path {
		if list != nil {
			i := indexOf(list, fields, key)
			if i < 0 {
				return place
			}
			v, _ = list[i].(Values)
			place, list = join(place, strconv.Itoa(i)), nil
			continue
		}
		place = join(place, key)
		f := find(fields, key)
		if f == nil {
			return place
		}
		fields = f.Fields
		if f.Kind == KindTables {
			list, _ = v[key].([]any)
			continue
		}
		v, _ = v[key].(Values)
	}
	return place
}

// indexOf finds the table of a list by its id, or by its number counted from 1.
func indexOf(list []any, fields []Field, rest string) int {
	name, _, _ := strings.Cut(rest, " ")
	key := NameKey(fields)
	for i := len(list) - 1; i >= 0; i-- { // of two with one name the later is at fault
		if x, _ := list[i].(Values); key != "" && x[key] == name {
			return i
		}
	}
	if n, err := strconv.Atoi(strings.Trim(name, "#:")); err == nil && n >= 1 && n <= len(list) {
		return n - 1
	}
	if len(list) > 0 && rest == "" { // it has no name yet
		for i := range list {
			if x, _ := list[i].(Values); x[key] == nil || x[key] == "" {
				return i
			}
		}
	}
	return -1
}

func arg(f *fault.Error, name string) string {
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == name {
			if s, ok := f.Args[i+1].(string); ok {
				return s
			}
		}
	}
	return ""
}
