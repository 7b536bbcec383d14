package config

import (
	"encoding"
	"reflect"
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// Kind says how a key of the configuration is shown and typed.
type Kind string

// The kinds of keys.
const (
	KindText   Kind = "text"   // words in Vietnamese and English
	KindString Kind = "string" // one line
	KindRaw    Kind = "raw"    // a string that may hold any character, as a device sends it
	KindBool   Kind = "bool"
	KindInt    Kind = "int"
	KindFloat  Kind = "float"
	KindWindow Kind = "window" // a stretch of a day, "07:30-11:30"
	KindDay    Kind = "day"    // a date, "2026-11-23"
	KindMoney  Kind = "money"  // đồng, or "không"
	KindMap    Kind = "map"    // names with a string each
	KindTable  Kind = "table"  // keys of its own
	KindTables Kind = "tables" // a list of tables
	KindBlocks Kind = "blocks" // a list of the blocks of a slip
	KindList   Kind = "list"   // a list of one of the others
)

// Field is one key of the configuration, as a form shows it.
type Field struct {
	Key      string   `json:"key"`
	Kind     Kind     `json:"kind"`
	Of       Kind     `json:"of,omitempty"`       // of a list: what it lists
	Optional bool     `json:"optional,omitempty"` // left out means something that no value says
	Ref      string   `json:"ref,omitempty"`      // the list whose ids are values: service, counter, printer
	Choices  []string `json:"choices,omitempty"`  // the values that there are; empty: any
	Fields   []Field  `json:"fields,omitempty"`   // of a table
}

// Form is every key of a center's file, as the types say.
func Form() []Field { return fieldsOf(reflect.TypeFor[center.Center](), "") }

var (
	textType    = reflect.TypeFor[i18n.Text]()
	windowType  = reflect.TypeFor[center.Window]()
	dayType     = reflect.TypeFor[center.Day]()
	moneyType   = reflect.TypeFor[center.Dong]()
	blockType   = reflect.TypeFor[center.SlipBlock]()
	rawType     = reflect.TypeFor[center.ASCII]()
	langType    = reflect.TypeFor[i18n.Lang]()
	purposeType = reflect.TypeFor[center.Purpose]()
	serviceType = reflect.TypeFor[center.ServiceCode]()
	counterType = reflect.TypeFor[center.CounterID]()
	deviceType  = reflect.TypeFor[center.DeviceID]()
	unmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// fieldsOf is every key of a table, in the order of the type.
func fieldsOf(t reflect.Type, path string) []Field {
	var all []Field
	for f := range t.Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		if f.Anonymous && key == "" {
			all = append(all, fieldsOf(f.Type, path)...)
			continue
		}
		if key == "" && t == blockType {
			key, _, _ = strings.Cut(f.Tag.Get("json"), ",")
		}
		if key == "" || key == "-" || !f.IsExported() {
			continue
		}
		x := fieldOf(f.Type, key, join(path, key))
		if t == rawType && x.Kind == KindString {
			x.Kind = KindRaw
		}
		all = append(all, x)
	}
	return all
}

func fieldOf(t reflect.Type, key, path string) Field {
	f := Field{Key: key, Kind: scalar(t)}
	if t.Kind() == reflect.Pointer {
		f.Optional, t = true, t.Elem()
		f.Kind = scalar(t)
	}
	switch {
	case f.Kind != "":
	case t.Kind() == reflect.Map:
		f.Kind = KindMap
	case t.Kind() == reflect.Struct:
		f.Kind, f.Fields = KindTable, fieldsOf(t, path)
	case t.Kind() == reflect.Slice && t.Elem() == blockType:
		f.Kind, f.Fields = KindBlocks, fieldsOf(blockType, path)
	case t.Kind() == reflect.Slice && scalar(t.Elem()) == "" && t.Elem().Kind() == reflect.Struct:
		f.Kind, f.Fields = KindTables, fieldsOf(t.Elem(), path)
	case t.Kind() == reflect.Slice:
		f.Kind, f.Of = KindList, scalar(t.Elem())
		t = t.Elem()
	}
	f.Ref, f.Choices = refOf(t, key, path), choicesOf(t, path)
	return f
}

// scalar is the kind of a value that stands alone, "" for the others.
func scalar(t reflect.Type) Kind {
	switch {
	case t == textType:
		return KindText
	case t == windowType:
		return KindWindow
	case t == dayType:
		return KindDay
	case t == moneyType:
		return KindMoney
	case reflect.PointerTo(t).Implements(unmarshaler):
		return KindString
	}
	switch t.Kind() {
	case reflect.String:
		return KindString
	case reflect.Bool:
		return KindBool
	case reflect.Int, reflect.Int64:
		return KindInt
	case reflect.Float64:
		return KindFloat
	}
	return ""
}

// refOf is the list that a value of this type is taken from.
func refOf(t reflect.Type, key, path string) string {
	switch {
	case t == serviceType && key != "code":
		return "service"
	case t == counterType && key != "id":
		return "counter"
	case t == deviceType && key != "id":
		return strings.TrimSuffix(key, "s")
	case path == "display.layout":
		return "layout"
	}
	return ""
}

func choicesOf(t reflect.Type, path string) []string {
	switch t {
	case langType:
		if path == "language.lang" {
			return nil
		}
		return texts(i18n.Langs)
	case purposeType:
		return texts(center.Purposes)
	}
	return center.Choices(path)
}

func texts[T ~string](all []T) []string {
	var s []string
	for _, x := range all {
		s = append(s, string(x))
	}
	return s
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// find is the field of a table, nil where it has no such key.
func find(fields []Field, key string) *Field {
	for i := range fields {
		if fields[i].Key == key {
			return &fields[i]
		}
	}
	return nil
}
