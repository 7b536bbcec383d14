package simulate

import (
	"fmt"
	"regexp"
	"strings"
)

// place is where a key stands in the text, both counted from 1.
type place struct{ line, column int }

// places are the keys of a text by their path, tables of a list numbered:
// "service[1].time.mean". They are only good enough to point at a place: what a
// key means is the TOML library's business.
type places map[string]place

var (
	headerForm = regexp.MustCompile(`^\s*\[(\[?)\s*([A-Za-z0-9_.-]+)\s*\]`)
	assignForm = regexp.MustCompile(`^\s*([A-Za-z0-9_.-]+)\s*=`)
	inlineForm = regexp.MustCompile(`[{,]\s*([A-Za-z0-9_-]+)\s*=`)
)

func placesOf(raw []byte) places {
	p := places{}
	counts := map[string]int{}
	table := ""
	for i, text := range strings.Split(string(raw), "\n") {
		if m := headerForm.FindStringSubmatchIndex(text); m != nil {
			name := text[m[4]:m[5]]
			list, sub, _ := strings.Cut(name, ".")
			switch {
			case m[3] > m[2]: // [[service]]
				table = fmt.Sprintf("%s[%d]", name, counts[name])
				counts[name]++
			case counts[list] > 0: // [service.time] belongs to the last [[service]]
				table = fmt.Sprintf("%s[%d].%s", list, counts[list]-1, sub)
			default:
				table = name
			}
			p.put(table, i, m[4])
			continue
		}
		m := assignForm.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		key := strings.TrimPrefix(table+"."+text[m[2]:m[3]], ".")
		p.put(key, i, m[2])
		for _, in := range inlineForm.FindAllStringSubmatchIndex(text[m[1]:], -1) {
			p.put(key+"."+text[m[1]+in[2]:m[1]+in[3]], i, m[1]+in[2])
		}
	}
	return p
}

func (p places) put(key string, line, column int) {
	if _, ok := p[key]; !ok {
		p[key] = place{line + 1, column + 1}
	}
}

// of returns where a key stands, or the nearest key around it; the first line
// where there is none.
func (p places) of(key string) place {
	for ; key != ""; key = key[:max(strings.LastIndexByte(key, '.'), 0)] {
		if at, ok := p[key]; ok {
			return at
		}
	}
	return place{1, 1}
}

// unknown returns where a key without numbers stands for the first time:
// "service.nmae" may be in any service.
func (p places) unknown(key string) place {
	best := place{}
	for k, at := range p {
		if numbers.ReplaceAllString(k, "") == key && (best.line == 0 || at.line < best.line) {
			best = at
		}
	}
	if best.line == 0 {
		return p.of(key)
	}
	return best
}

var numbers = regexp.MustCompile(`\[\d+\]`)
