package controller

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/satisfaction"
	"motcua/internal/wire"
)

// TestPublication gives six answers, and reads what is published before and
// after the day is over.
func TestPublication(t *testing.T) {
	o := openTour(t, func(x *Options) {
		x.Center.Services[0].Name.VI = "=HYPERLINK(\"https://evil.example\")"
		x.Center.Questionnaires[0].Comment = true
		x.Center.Publish = center.Publish{Licence: "CC BY 4.0", LicenceURL: "https://creativecommons.org/licenses/by/4.0/", Contact: "motcua@example.gov.vn"}
	})
	o.want(200, "", "staff", "POST /counters/1/open", "")
	for i := range 6 {
		token := o.h.finish(t)
		if code := o.h.answer(t, "tablet", fmt.Sprint("answer-", i), wire.RatingRequest{Token: token, Answers: wire.Answers{Overall: 5 - i/5*4, Comment: "Cảm ơn cô Lan"}}); code != "" {
			t.Fatal(code)
		}
	}
	read := func() (p satisfaction.Published, raw string) {
		t.Helper()
		if err := o.h.publisher.look(t.Context()); err != nil {
			t.Fatal(err)
		}
		a := o.want(200, "", "", "GET /public/satisfaction", "")
		if err := json.Unmarshal(a.body, &p); err != nil || len(p.Periods) != 3 {
			t.Fatalf("%s: %v", a.body, err)
		}
		return p, string(a.body)
	}
	if p, _ := read(); p.Until != "2026-11-22" || p.Periods[0].Total.Satisfied != nil {
		t.Errorf("before the day is over: %+v", p.Periods[0].Total)
	}
	o.h.now.pass(16 * time.Hour)
	if err := o.h.Alive(t.Context()); err != nil { // the day is closed with it
		t.Fatal(err)
	}
	p, raw := read()
	x := p.Periods[0]
	if x.Period != "2026-Q4" || x.Total.Satisfied == nil || x.Total.Satisfied.Yes != 5 || x.Total.Satisfied.N != 6 || x.Total.Asked != 6 || len(x.Services) != 1 || x.Services[0].Service != "HT" {
		t.Errorf("after it: %s", raw)
	}
	for _, never := range []string{"Cảm ơn", "Lan", `"counter"`, "official_id", "staff-1"} {
		if strings.Contains(raw, never) {
			t.Errorf("%q is published: %s", never, raw)
		}
	}
	o.openForms(raw)
}

// openForms reads the other forms of what is published.
func (o *tour) openForms(raw string) {
	o.Helper()
	a := o.want(200, "", "", "GET /public/satisfaction?format=csv", "")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(a.body), "\ufeff"))).ReadAll()
	if err != nil || !strings.HasPrefix(string(a.body), "\ufeff") || len(lines) < 10 {
		o.Fatalf("CSV: %v\n%s", err, a.body)
	}
	if !slices.ContainsFunc(lines, func(l []string) bool {
		return l[3] == "HT" && strings.HasPrefix(l[4], "'=HYPERLINK") && l[5] == "satisfied" && l[10] == "5"
	}) {
		o.Errorf("no line of the service: %s", a.body)
	}
	for _, call := range []string{"/public/satisfaction", "/public/catalog"} {
		a := o.want(200, "", "", "GET "+call, "")
		if a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Cache-Control") != "public, max-age=600" {
			o.Errorf("%s: %v", call, a.header)
		}
		if a := o.ask("", "GET "+call, "", "If-None-Match: "+a.header.Get("ETag")); a.status != http.StatusNotModified {
			o.Errorf("%s with its tag = %d", call, a.status)
		}
	}
	var catalog struct {
		Type    string `json:"@type"`
		Dataset []struct {
			License      map[string]string `json:"dct:license"`
			Distribution []struct {
				URL map[string]string `json:"dcat:downloadURL"`
			} `json:"dcat:distribution"`
		} `json:"dcat:dataset"`
	}
	a = o.want(200, "", "", "GET /public/catalog", "")
	if err := json.Unmarshal(a.body, &catalog); err != nil || catalog.Type != "dcat:Catalog" || len(catalog.Dataset) != 1 || len(catalog.Dataset[0].Distribution) != 2 ||
		catalog.Dataset[0].Distribution[1].URL["@id"] != "https://mc.example.vn/api/v1/public/satisfaction?format=csv" {
		o.Errorf("catalog: %v\n%s", err, a.body)
	}
	if again := o.want(200, "", "", "GET /public/satisfaction", ""); string(again.body) != raw {
		o.Error("the same state is written in two ways")
	}
}
