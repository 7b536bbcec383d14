package controller

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// document is the OpenAPI document as the tests hold answers against it.
type document struct {
	tree       map[string]any
	compiler   *jsonschema.Compiler
	operations map[string]operation // by "POST /tickets"
}

type operation struct {
	name string
	path string
	node map[string]any
	at   string // JSON pointer
}

func readDocument(t testing.TB, raw []byte) *document {
	t.Helper()
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	d := &document{tree: tree.(map[string]any), compiler: jsonschema.NewCompiler(), operations: map[string]operation{}}
	d.compiler.DefaultDraft(jsonschema.Draft2020)
	d.compiler.AssertFormat()
	if err := d.compiler.AddResource("openapi.json", tree); err != nil {
		t.Fatal(err)
	}
	for path, item := range d.tree["paths"].(map[string]any) {
		for method, node := range item.(map[string]any) {
			if method != "get" && method != "post" && method != "put" {
				continue
			}
			op := operation{strings.ToUpper(method) + " " + path, path, node.(map[string]any), "/paths/" + escape(path) + "/" + method}
			d.operations[op.name] = op
		}
	}
	return d
}

// escape writes a token of a JSON pointer (RFC 6901).
func escape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

// at returns what a JSON pointer names, nil for nothing.
func (d *document) at(pointer string) any {
	var node any = d.tree
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch v := node.(type) {
		case map[string]any:
			node = v[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(v) {
				return nil
			}
			node = v[i]
		default:
			return nil
		}
	}
	return node
}

// follow returns the pointer that a reference at pointer names, or pointer itself.
func (d *document) follow(pointer string) string {
	if node, ok := d.at(pointer).(map[string]any); ok {
		if ref, ok := node["$ref"].(string); ok {
			return strings.TrimPrefix(ref, "#")
		}
	}
	return pointer
}

// find returns the operation of a request: the one with the most literal path.
func (d *document) find(method, path string) (operation, bool) {
	var best operation
	literal := -1
	for _, op := range d.operations {
		if n := matches(op.path, path); strings.HasPrefix(op.name, method+" ") && n > literal {
			best, literal = op, n
		}
	}
	return best, literal >= 0
}

// matches returns how many parts of a path are those of the template, -1 where it does not fit.
func matches(template, path string) int {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return -1
	}
	n := 0
	for i := range want {
		switch {
		case want[i] == got[i]:
			n++
		case !strings.HasPrefix(want[i], "{"):
			return -1
		}
	}
	return n
}

// answers says whether an answer is as the document describes it.
func (d *document) answers(op operation, status int, contentType string, body []byte) error {
	pointer := d.follow(op.at + "/responses/" + strconv.Itoa(status))
	node, ok := d.at(pointer).(map[string]any)
	if !ok {
		return fmt.Errorf("%s: status %d is not described: %s", op.name, status, body)
	}
	if node["content"] == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s: %d has a body: %s", op.name, status, body)
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("%s: %d has the content type %q: %w", op.name, status, contentType, err)
	}
	at := pointer + "/content/" + escape(media)
	if d.at(at) == nil {
		return fmt.Errorf("%s: %d does not describe %s", op.name, status, media)
	}
	if !strings.HasSuffix(media, "json") {
		return nil
	}
	return d.valid(at+"/schema", body)
}

// asks says whether the body of a request is as the document describes it.
func (d *document) asks(op operation, body []byte) error {
	if len(body) == 0 {
		return nil
	}
	if d.at(d.follow(op.at+"/requestBody")+"/content/application~1toml") != nil {
		return nil // what a file may hold, another document says
	}
	pointer := d.follow(op.at+"/requestBody") + "/content/application~1json/schema"
	if d.at(pointer) == nil {
		return errors.New(op.name + ": no body is described")
	}
	return d.valid(pointer, body)
}

func (d *document) valid(pointer string, body []byte) error {
	schema, err := d.compiler.Compile("openapi.json#" + pointer)
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if err := schema.Validate(v); err != nil {
		return fmt.Errorf("%w in %s", err, body)
	}
	return nil
}

// codesOf are the problem codes of an operation, by status.
func (op operation) codesOf(d *document, status string) []string {
	pointer := d.follow(op.at + "/responses/" + status)
	node, _ := d.at(pointer + "/content/application~1problem+json/schema/properties/type").(map[string]any)
	var all []string
	for _, urn := range stringsOf(node["enum"]) {
		all = append(all, strings.TrimPrefix(urn, "urn:motcua:problem:"))
	}
	return all
}

func (op operation) codes(d *document) []string {
	var all []string
	for _, status := range op.statuses() {
		all = append(all, op.codesOf(d, status)...)
	}
	return all
}

func (op operation) statuses() []string {
	return slices.Sorted(maps.Keys(op.node["responses"].(map[string]any)))
}

func stringsOf(list any) []string {
	var all []string
	items, _ := list.([]any)
	for _, x := range items {
		all = append(all, fmt.Sprint(x))
	}
	return all
}

// TestDriftIsNoticed plants what the checks are there to catch.
func TestDriftIsNoticed(t *testing.T) {
	d := readDocument(t, openAPI)
	cancel := d.operations["POST /tickets/{id}/cancel"]
	good := `{"ticket":{"id":"20261123-A001","number":"A001","series":"ordinary","service":"HT","purpose":"submit","priority":false,` +
		`"state":"waiting","issued_at":"2026-11-23T08:00:00+07:00","ahead":0,"wait":null}}`
	if err := d.answers(cancel, 200, "application/json", []byte(good)); err != nil {
		t.Fatal(err)
	}
	problem := `{"type":"urn:motcua:problem:ticket-state","title":"Conflict","status":409,"detail":"A sentence."}`
	if err := d.answers(cancel, 409, "application/problem+json", []byte(problem)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		status     int
		media      string
		body       string
		old, fresh string
	}{
		"a missing field":            {200, "application/json", good, `"ahead":0,`, ``},
		"a new field":                {200, "application/json", good, `"ahead":0,`, `"ahead":0,"mood":"good",`},
		"another type":               {200, "application/json", good, `"ahead":0`, `"ahead":"0"`},
		"an unknown state":           {200, "application/json", good, `waiting`, `lost`},
		"a time of another form":     {200, "application/json", good, `2026-11-23T08:00:00+07:00`, `23/11/2026`},
		"a status not described":     {418, "application/json", good, ``, ``},
		"a media type not described": {200, "text/html", good, ``, ``},
		"a body beside 204":          {204, "application/json", good, ``, ``},
		"a code not listed":          {409, "application/problem+json", problem, `ticket-state`, `counter-busy`},
		"a problem without detail":   {409, "application/problem+json", problem, `A sentence.`, ``},
	} {
		if err := d.answers(cancel, c.status, c.media, []byte(strings.Replace(c.body, c.old, c.fresh, 1))); err == nil {
			t.Errorf("%s is not noticed", name)
		}
	}
	delete(d.operations, "GET /board")
	d.operations[http.MethodGet+" /weather"] = operation{}
	if got := compareRoutes(d); len(got) != 2 {
		t.Errorf("a route not described and one that does not exist = %v", got)
	}
}
