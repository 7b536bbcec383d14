package config

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Rewrite writes values as a center's file, as alike base as can be: what has
// not changed keeps its words, its place and its comments. From a base that
// says nothing, or that is written in a way this does not know, comes the plain
// form: each key once, in the order of the types.
func Rewrite(base []byte, v Values) []byte {
	if old, err := ReadValues("", base); err == nil {
		if all, ok := pieces(string(base)); ok {
			text := newWriter(all).write(v, old)
			if again, err := ReadValues("", text); err == nil && reflect.DeepEqual(again, prune(v, Form())) {
				return text
			}
		}
	}
	return newWriter([]piece{{}}).write(v, Values{})
}

// writer writes values over the pieces of an older text.
type writer struct {
	b     strings.Builder
	at    map[string]*piece // by the place of their table: service.3.policy
	order []string          // the places, as they follow in the text
}

func newWriter(all []piece) *writer {
	w := &writer{at: map[string]*piece{}}
	n := map[string]int{}
	for i := range all {
		p := &all[i]
		place := counted(n, p.path, p.array)
		w.at[place] = p
		w.order = append(w.order, place)
	}
	return w
}

func (w *writer) write(v, old Values) []byte {
	w.table(prune(v, Form()).(Values), old, "", nil, Form())
	return []byte(strings.TrimLeft(w.b.String(), "\n"))
}

func (w *writer) lines(all []string) {
	for _, l := range all {
		w.b.WriteString(l + "\n")
	}
}

// table writes the keys of a table, then the tables below it. place is where
// the older text has it.
func (w *writer) table(v, old Values, place string, names []string, fields []Field) {
	inline := map[string]bool{}
	var tail []string
	if p := w.at[place]; p != nil {
		tail = p.tail
		done := map[string]bool{}
		for _, x := range p.items {
			inline[x.key] = true
			value, stays := v[x.key]
			switch same := reflect.DeepEqual(value, old[x.key]); {
			case stays && same:
				w.lines(x.lead)
				w.line(x.raw, x.note)
			case stays && !done[x.key]:
				w.lines(x.lead)
				w.line(keyOf(x.key)+" = "+literalOf(value, find(fields, x.key)), x.note)
				done[x.key] = true
			}
		}
	}
	for _, key := range w.keys(v, place, fields) {
		if f := find(fields, key); v[key] != nil && !inline[key] && !below(v[key], f) {
			w.line(keyOf(key)+" = "+literalOf(v[key], f), "")
			inline[key] = true
		}
	}
	w.lines(tail)
	for _, key := range w.keys(v, place, fields) {
		if !inline[key] {
			w.below(v[key], old[key], join(place, key), append(slices.Clip(names), key), find(fields, key))
		}
	}
}

func (w *writer) line(text, note string) {
	if note != "" {
		text += " " + note
	}
	w.b.WriteString(text + "\n")
}

// below writes a table or a list of tables that has headers of its own.
func (w *writer) below(v, old any, place string, names []string, f *Field) {
	if f == nil {
		f = &Field{}
	}
	header := keysOf(names)
	switch v := v.(type) {
	case Values:
		was, _ := old.(Values)
		p := w.at[place]
		if p != nil {
			w.lines(p.lead)
			w.b.WriteString(p.header + "\n")
		} else if hasKeys(v, f.Fields) {
			w.b.WriteString("\n[" + header + "]\n")
		}
		w.table(v, was, place, names, f.Fields)
	default:
		list, _ := v.([]any)
		was, _ := old.([]any)
		w.tables(list, was, place, names, f)
	}
}

// tables writes a list of tables. The comments before the first stay before the first.
func (w *writer) tables(list, was []any, place string, names []string, f *Field) {
	var first []string
	if p := w.at[join(place, "0")]; p != nil {
		first = p.lead
	}
	if len(list) == 0 {
		if slices.ContainsFunc(first, func(l string) bool { return l != "" }) {
			w.lines(first)
		}
		return
	}
	for i, j := range match(list, was, f.Fields) {
		x, _ := list[i].(Values)
		from := join(place, strconv.Itoa(j))
		p, lead := w.at[from], []string{""}
		switch {
		case i == 0 && w.at[join(place, "0")] != nil:
			lead = first
		case j > 0 && p != nil:
			lead = p.lead
		}
		w.lines(lead)
		if p != nil {
			w.b.WriteString(p.header + "\n")
		} else {
			w.b.WriteString("[[" + keysOf(names) + "]]\n")
			from = "\x00"
		}
		old := Values{}
		if j >= 0 && j < len(was) {
			old, _ = was[j].(Values)
		}
		w.table(x, old, from, names, f.Fields)
	}
}

// keys are those of a table: as the older text has them, then as the types do.
func (w *writer) keys(v Values, place string, fields []Field) []string {
	var all []string
	add := func(key string) {
		if !slices.Contains(all, key) {
			all = append(all, key)
		}
	}
	for _, at := range w.order {
		if rest, ok := strings.CutPrefix(at, place); ok && rest != "" && (place == "" || rest[0] == '.') {
			key, _, _ := strings.Cut(strings.TrimPrefix(rest, "."), ".")
			if place != "" || at != "" {
				add(key)
			}
		}
	}
	for _, f := range fields {
		if _, ok := v[f.Key]; ok {
			add(f.Key)
		}
	}
	rest := []string{}
	for key := range v {
		rest = append(rest, key)
	}
	slices.Sort(rest)
	for _, key := range rest {
		add(key)
	}
	return all
}

// below tells a value that is written under a header of its own.
func below(v any, f *Field) bool {
	if f == nil {
		return false
	}
	switch v := v.(type) {
	case Values:
		return f.Kind == KindTable || f.Kind == KindMap
	case []any:
		return f.Kind == KindTables && len(v) > 0
	}
	return false
}

// hasKeys tells a table that has more than tables below it.
func hasKeys(v Values, fields []Field) bool {
	for key, x := range v {
		if !below(x, find(fields, key)) {
			return true
		}
	}
	return false
}

// match finds for each table of a list the one it was: of the same name, else
// the same in all, else at the same place; -1 where it is new.
func match(list, was []any, fields []Field) []int {
	found, taken := make([]int, len(list)), make([]bool, len(was))
	pass := func(same func(i, j int) bool) {
		for i := range list {
			for j := 0; j < len(was) && found[i] < 0; j++ {
				if !taken[j] && same(i, j) {
					found[i], taken[j] = j, true
				}
			}
		}
	}
	for i := range found {
		found[i] = -1
	}
	name := NameKey(fields)
	named := func(x any) any { t, _ := x.(Values); return t[name] }
	pass(func(i, j int) bool {
		return name != "" && named(list[i]) != nil && reflect.DeepEqual(named(list[i]), named(was[j]))
	})
	pass(func(i, j int) bool { return reflect.DeepEqual(list[i], was[j]) })
	pass(func(i, j int) bool { return i == j })
	return found
}

// NameKey is the key that names the tables of a list, "" where none does.
func NameKey(fields []Field) string {
	for _, key := range []string{"id", "code", "lang", "name"} {
		if f := find(fields, key); f != nil && f.Kind == KindString && f.Ref == "" {
			return key
		}
	}
	return ""
}

// prune leaves out tables that say nothing.
func prune(v any, fields []Field) any {
	m, ok := v.(Values)
	if !ok {
		return v
	}
	out := Values{}
	for key, x := range m {
		f := find(fields, key)
		if f == nil {
			f = &Field{}
		}
		switch y := x.(type) {
		case Values:
			if x = prune(y, f.Fields); len(x.(Values)) == 0 {
				continue
			}
		case []any:
			all := make([]any, len(y))
			for i := range y {
				all[i] = prune(y[i], f.Fields)
			}
			x = all
		}
		out[key] = x
	}
	return out
}
