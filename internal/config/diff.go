package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// Change is one difference between two configurations. Path names the key, and
// a table of a list by its id or its number: service, HT, target.
type Change struct {
	Path []string `json:"path"`
	Old  any      `json:"old,omitempty"` // absent: it was not there
	New  any      `json:"new,omitempty"` // absent: it is gone
}

// mostChanges is how many differences anybody reads.
const mostChanges = 500

// Diff lists what differs between two configurations, in the order of the types.
func Diff(old, now Values) []Change {
	d := &differ{}
	d.table(old, now, nil, Form())
	return d.all[:min(len(d.all), mostChanges)]
}

type differ struct{ all []Change }

func (d *differ) add(path []string, old, now any) {
	d.all = append(d.all, Change{slices.Clone(path), old, now})
}

func (d *differ) table(old, now Values, path []string, fields []Field) {
	for i := range fields {
		f := &fields[i]
		a, b := old[f.Key], now[f.Key]
		if reflect.DeepEqual(a, b) {
			continue
		}
		at := append(slices.Clip(path), f.Key)
		switch f.Kind {
		case KindTable:
			x, _ := a.(Values)
			y, _ := b.(Values)
			d.table(x, y, at, f.Fields)
		case KindTables:
			x, _ := a.([]any)
			y, _ := b.([]any)
			d.tables(x, y, at, f)
		default:
			d.add(at, a, b)
		}
	}
}

// tables compares two lists of tables, each table with the one it was.
func (d *differ) tables(old, now []any, path []string, f *Field) {
	from := match(now, old, f.Fields)
	moved := slices.DeleteFunc(slices.Clone(from), func(j int) bool { return j < 0 })
	for i, j := range from {
		y, _ := now[i].(Values)
		at := append(slices.Clip(path), nameOf(y, i, f.Fields))
		if j < 0 {
			d.add(at, nil, y)
			continue
		}
		x, _ := old[j].(Values)
		d.table(x, y, at, f.Fields)
	}
	for j := range old {
		if x, _ := old[j].(Values); !slices.Contains(from, j) {
			d.add(append(slices.Clip(path), nameOf(x, j, f.Fields)), x, nil)
		}
	}
	if !slices.IsSorted(moved) {
		d.add(path, namesOf(old, f.Fields), namesOf(now, f.Fields))
	}
}

// nameOf is how a table of a list is called.
func nameOf(x Values, i int, fields []Field) string {
	if name, ok := x[NameKey(fields)].(string); ok && name != "" {
		return name
	}
	return "#" + strconv.Itoa(i+1)
}

func namesOf(list []any, fields []Field) any {
	all := make([]any, len(list))
	for i := range list {
		x, _ := list[i].(Values)
		all[i] = nameOf(x, i, fields)
	}
	return fmt.Sprint(all...)
}
