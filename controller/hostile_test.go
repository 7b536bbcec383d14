package controller

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"motcua/internal/wire"
)

// misfits are what somebody may put where something else belongs.
var misfits = map[string]any{
	"null": nil, "true": true, "a number": 7, "a fraction": 0.5, "negative": -1, "huge": 1e300, "a list": []any{"x"}, "an object": map[string]any{"x": 1},
	"nothing": "", "markup": `<script>alert(1)</script><img src=x onerror=alert(1)>`, "right to left": "\u202egnp.exe\u2066",
	"a formula": `=HYPERLINK("http://evil.example","x")`, "control": "a\x00b\x1b[31m", "long": strings.Repeat("dài ", 2000), "SQL": `'; DROP TABLE event; --`,
	"a path": "../../../etc/passwd", "half a letter": json.RawMessage(`"\ud800"`), "a wrong date": "2026-02-30T25:61:00Z", "a long list": slices.Repeat([]any{"HT"}, 1000),
}

// plausible are values for the fields that a request cannot do without.
var plausible = map[string]any{
	"service": "HT", "purpose": "submit", "code": "A001", "token": "guess", "number": "A001", "state": "present", "slot": "2026-11-23T10:00:00+07:00",
	"answers": map[string]any{"overall": 3}, "overall": 3, "results": []any{}, "kind": "none", "reason": "break",
}

// TestHostileFields puts into each field of each request, one at a time, what
// does not belong there: it is refused in a sentence and changes nothing, or it
// is within what the interface describes. Nothing breaks.
func TestHostileFields(t *testing.T) {
	o := openTour(t, nil)
	o.h.act(t, "1", "open", wire.ActionRequest{})
	tried := 0
	for _, name := range slices.Sorted(maps.Keys(o.doc.operations)) {
		op := o.doc.operations[name]
		schema := o.doc.requested(op)
		if schema == "" || op.path == "/session" { // its failures lock the address out, as they should
			continue
		}
		for _, field := range o.doc.fields(schema, nil) {
			for _, kind := range slices.Sorted(maps.Keys(misfits)) {
				o.misfit(op, o.doc.minimal(schema), field, kind)
				tried++
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d hostile requests", tried)
	}
	o.want(200, "", testToken, "GET /board", "")
}

func (o *tour) misfit(op operation, body map[string]any, field []string, kind string) {
	putAt(body, field, misfits[kind])
	raw, err := json.Marshal(body)
	if err != nil {
		o.Fatal(err)
	}
	head := o.h.engine.hub.last()
	ask := o.ask
	if misfits[kind] == nil || misfits[kind] == "" { // the same as leaving it out (docs/api.md)
		ask = func(token, call, body string, headers ...string) answered {
			return o.send(o.h.url+"/api/v1", token, call, body, headers...)
		}
	}
	a := ask(testToken, fillPath(op.name), string(raw))
	where := fmt.Sprintf("%s with %s = %s", op.name, strings.Join(field, "."), kind)
	switch now := o.h.engine.hub.last(); {
	case a.status >= 500:
		o.Errorf("%s: %d %s", where, a.status, a.body)
	case a.status >= 400 && (a.detail == "" || len(a.detail) > 600):
		o.Errorf("%s: %d says %q", where, a.status, a.detail)
	case a.status >= 400 && now != head:
		o.Errorf("%s: %d %s appended %d entries", where, a.status, a.code, now-head)
	}
}

// fillPath names something in a call's path.
func fillPath(call string) string { return pathFiller.Replace(call) }

var pathFiller = strings.NewReplacer("{id}", "20261123-A001", "{ticket}", "20261123-A001", "{counter}", "1", "{action}", "transfer", "{device}", "K1",
	"{printer}", "P1", "{secret}", "guess", "{code}", "guess", "{lang}", "guess")

func putAt(body map[string]any, field []string, v any) {
	for _, name := range field[:len(field)-1] {
		next, ok := body[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			body[name] = next
		}
		body = next
	}
	body[field[len(field)-1]] = v
}

// requested is the pointer to the schema of an operation's JSON body, "" for none.
func (d *document) requested(op operation) string {
	at := d.follow(op.at+"/requestBody") + "/content/application~1json/schema"
	if d.at(at) == nil {
		return ""
	}
	return d.follow(at)
}

// fields lists the fields of an object, those of objects inside it too.
func (d *document) fields(schema string, inside []string) (all [][]string) {
	node, _ := d.at(schema).(map[string]any)
	properties, _ := node["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		path := append(slices.Clone(inside), name)
		all = append(all, path)
		if len(path) < 3 {
			all = append(all, d.fields(d.follow(schema+"/properties/"+escape(name)), path)...)
		}
	}
	return all
}

// minimal is a request with what it cannot do without.
func (d *document) minimal(schema string) map[string]any {
	body := map[string]any{}
	node, _ := d.at(schema).(map[string]any)
	required, _ := node["required"].([]any)
	for _, name := range required {
		if v, ok := plausible[name.(string)]; ok {
			body[name.(string)] = v
		}
	}
	raw, _ := json.Marshal(body) // what is put into it must not change plausible
	body = map[string]any{}
	_ = json.Unmarshal(raw, &body)
	return body
}
