package config

import (
	"encoding"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// ValuesOf are the values of a center with its defaults filled in: what a form
// shows where the file says nothing. It leaves out what is not there at all.
func ValuesOf(c *center.Center) Values {
	return valuesOf(reflect.ValueOf(c).Elem(), Form())
}

func valuesOf(v reflect.Value, fields []Field) Values {
	out := Values{}
	for f, x := range v.Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		if key == "" {
			key, _, _ = strings.Cut(f.Tag.Get("json"), ",")
		}
		if form := find(fields, key); form != nil && f.IsExported() {
			if y := valueOf(x, form); y != nil {
				out[key] = y
			}
		}
	}
	return out
}

func valueOf(v reflect.Value, f *Field) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch {
	case f.Kind == KindTable:
		return valuesOf(v, f.Fields)
	case v.Kind() == reflect.Slice:
		all := make([]any, v.Len())
		for i := range all {
			if f.Kind == KindList {
				all[i] = valueOf(v.Index(i), &Field{Kind: f.Of})
			} else {
				all[i] = valuesOf(v.Index(i), f.Fields)
			}
		}
		return all
	}
	return singleOf(v)
}

func singleOf(v reflect.Value) any {
	if t, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := t.MarshalText()
		if err != nil {
			return nil
		}
		return string(b)
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int64:
		return v.Int()
	case reflect.Float64:
		return v.Float()
	case reflect.Map:
		out := Values{}
		for _, k := range v.MapKeys() {
			out[k.String()] = v.MapIndex(k).String()
		}
		return out
	case reflect.Struct: // words
		return Values{"vi": v.FieldByName("VI").String(), "en": v.FieldByName("EN").String()}
	}
	return nil
}

// files are the keys that name a file of the machine.
var files = map[string]bool{"secret": true, "previous": true, "ca": true, "cert": true, "key": true, "logo": true}

// Outward refuses what a browser names anew and what lies elsewhere: files that
// do not stand beside the center's file, and folders of reports that are not
// inside one of these. What a center reads and sends, and where it writes, must
// not be just anywhere on the machine.
func Outward(before, now Values, folders ...string) (faults []Placed) {
	for _, c := range Diff(before, now) {
		faults = append(faults, outward(c.New, c.Path[len(c.Path)-1], PlaceOf(c.Path, now), folders)...)
	}
	return faults
}

func outward(v any, key, path string, folders []string) (faults []Placed) {
	switch v := v.(type) {
	case string:
		if files[key] && v != "" && !filepath.IsLocal(v) {
			return []Placed{{path, fault.New(fault.Invalid, "settings-path", "value", printable(v))}}
		}
		if key == "folder" && v != "" && !slices.ContainsFunc(folders, func(dir string) bool { return inside(dir, v) }) {
			return []Placed{{path, fault.New(fault.Invalid, "settings-folder", "value", printable(v), "folders", strings.Join(folders, ", "))}}
		}
	case Values:
		for k, x := range v {
			faults = append(faults, outward(x, k, join(path, k), folders)...)
		}
	case []any:
		for _, x := range v {
			faults = append(faults, outward(x, key, path, folders)...)
		}
	}
	return faults
}

// inside tells whether a path is a directory or below it.
func inside(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}
