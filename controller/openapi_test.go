package controller

import (
	"bytes"
	"encoding/json"
	cli "flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/yaml"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

//go:generate go test -count 1 -run ^TestOpenAPIIsGenerated$ . -args -update

var update = cli.Bool("update", false, "write openapi.json anew")

func TestOpenAPIIsGenerated(t *testing.T) {
	source, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	compact, err := yaml.YAMLToJSON(source)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Indent(&want, compact, "", " "); err != nil {
		t.Fatal(err)
	}
	want.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("openapi.json is not made from openapi.yaml: run go generate ./controller")
	}
}

// TestOpenAPIIsValid asks somebody else's reader whether this is OpenAPI 3.1.
func TestOpenAPIIsValid(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestOpenAPIDescribesEveryRoute(t *testing.T) {
	for _, wrong := range compareRoutes(readDocument(t, openAPI)) {
		t.Error(wrong)
	}
}

// rootRoutes are the calls beside /api/v1.
var rootRoutes = []route{{"GET", "/healthz", nil, nil}, {"GET", "/readyz", nil, nil}, {"GET", "/metrics", nil, nil}}

// compareRoutes holds paths, methods and roles against the table, both ways.
func compareRoutes(d *document) (wrong []string) {
	known := map[string]bool{}
	for _, rt := range slices.Concat(routes, rootRoutes) {
		name := rt.method + " " + rt.path
		known[name] = true
		op, ok := d.operations[name]
		if !ok {
			wrong = append(wrong, name+" is not described")
			continue
		}
		_, said, _ := strings.Cut(fmt.Sprint(op.node["description"]), "Roles: ")
		if got, want := strings.TrimSpace(said), strings.Join(rt.roles, ", "); strings.TrimSuffix(got, ".") != want {
			wrong = append(wrong, fmt.Sprintf("%s is described for the roles %q, not %q", name, got, want))
		}
		if open := op.node["security"] != nil; open != (rt.roles == nil) {
			wrong = append(wrong, fmt.Sprintf("%s: security [] = %t, open to anybody = %t", name, open, rt.roles == nil))
		}
	}
	for name := range d.operations {
		if !known[name] {
			wrong = append(wrong, name+" is described and does not exist")
		}
	}
	return wrong
}

func TestOpenAPINamesEveryCode(t *testing.T) {
	d := readDocument(t, openAPI)
	want := map[string][]string{
		"schemas/Purpose":                       texts(center.Purposes),
		"schemas/Cause":                         wire.Causes,
		"schemas/Reason":                        rating.Reasons,
		"schemas/RoleName":                      config.Roles,
		"schemas/ByHand":                        queue.CallReasons,
		"schemas/Appointment/properties/state":  texts([]queue.Booking{queue.Booked, queue.Arrived, queue.Dropped}),
		"schemas/CallReason/properties/why":     texts([]queue.Why{queue.Only, queue.Due, queue.Limit, queue.Turn, queue.ByHand}),
		"schemas/Counter/properties/incident":   queue.IncidentReasons,
		"schemas/Entry/properties/type":         wire.Types(),
		"schemas/Counter/properties/state":      {wire.Closed, wire.Open, wire.Paused, wire.WrapUp},
		"schemas/DeviceKind":                    deviceKinds(),
		"schemas/Counts/propertyNames":          wire.Counts,
		"schemas/SelfTestCheck/properties/what": wire.Checks,
		"schemas/ScanAnswer/properties/kind":    {wire.ScanTicket, wire.ScanAppointment, wire.ScanDossier, wire.ScanCard, wire.ScanUnknown},
		"schemas/Ticket/properties/series":      texts([]queue.Series{queue.Ordinary, queue.Paper}),
		"schemas/Verification/properties/state": wire.VerifyStates,
		"schemas/HookCause":                     wire.HookCauses,
		"schemas/Presence":                      texts([]wire.Presence{wire.Present, wire.Absent, wire.Broken}),
		"schemas/Dossier/properties/state":      texts(wire.DossierStates),
		"schemas/TicketState":                   texts([]queue.State{queue.Waiting, queue.Called, queue.Serving, queue.Parked, queue.Finished, queue.NoShow, queue.Canceled, queue.Expired}),
		"../paths/~1counters~1{counter}~1{action}/post/parameters/1/schema": slices.Collect(maps.Keys(queue.Actions)),
	}
	for at, list := range want {
		pointer := "/components/" + at
		if rest, ok := strings.CutPrefix(at, ".."); ok {
			pointer = rest
		}
		node, _ := d.at(pointer).(map[string]any)
		if got := stringsOf(node["enum"]); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(list))) {
			t.Errorf("%s = %v, want %v", at, got, list)
		}
	}
	for name, op := range d.operations {
		for _, code := range op.codes(d) {
			if !i18n.Has("fault." + code) {
				t.Errorf("%s: there is no fault %q", name, code)
			}
		}
	}
}

// deviceKinds are the kinds of a center that has one device of each.
func deviceKinds() (all []string) {
	c := &center.Center{
		Kiosks: make([]center.Kiosk, 1), Printers: make([]center.Printer, 1), Displays: make([]center.Display, 1), Tablets: make([]center.Tablet, 1),
		Buses: make([]center.Bus, 1), Units: make([]center.Unit, 1), Lamps: make([]center.Lamp, 1), Buttons: make([]center.Button, 1),
		Digits: make([]center.Digits, 1), Scanners: make([]center.Scanner, 1), Voices: make([]center.Voice, 1), UPS: center.UPS{ID: "UPS"},
	}
	for _, k := range c.DeviceKinds() {
		all = append(all, k.Kind)
	}
	return all
}

func texts[S ~string](all []S) []string {
	var out []string
	for _, s := range all {
		out = append(out, string(s))
	}
	return out
}

// TestOpenAPISchemasMatchTheTypes compares names and what is always there.
func TestOpenAPISchemasMatchTheTypes(t *testing.T) {
	d := readDocument(t, openAPI)
	for _, v := range []any{
		wire.Problem{}, wire.Services{}, center.Service{}, wire.Counters{}, wire.Counter{}, wire.Ticket{}, wire.Range{}, wire.IssueRequest{},
		wire.TicketAnswer{}, wire.ActionRequest{}, wire.ActionAnswer{}, wire.Board{}, wire.Call{}, wire.QueueState{}, wire.DeviceStatus{},
		wire.Devices{}, center.Kiosk{}, center.Printer{}, center.Display{}, center.Tablet{}, center.Bus{}, center.Unit{}, center.ASCII{}, center.Lamp{}, center.Button{}, center.Digits{}, center.Scanner{}, center.Voice{}, center.UPS{},
		wire.Slip{}, wire.SlipAnswer{}, wire.SlipClaim{}, wire.SlipDone{}, wire.SlipFailure{}, wire.SlipReprint{}, wire.StateReport{}, wire.Paper{}, wire.Power{},
		wire.SelfTest{}, wire.SelfTestCheck{}, wire.SelfTestResults{}, wire.ScanRequest{}, wire.ScanAnswer{}, wire.Card{}, wire.PaperTicket{}, wire.PaperServedRequest{}, wire.PaperServedData{}, wire.BookedReprint{}, wire.BookedNotice{}, wire.Survey{}, wire.RatingRequest{}, wire.PaperRatingRequest{}, wire.Answers{},
		wire.SessionRequest{}, wire.DayReport{}, wire.Today{}, wire.ServiceToday{}, wire.RatingFigures{}, i18n.Text{}, wire.Body{}, wire.Full{}, center.Priority{}, wire.NextCall{}, wire.CallReason{},
		wire.Verification{}, wire.ClosingSlip{}, wire.LogHead{}, wire.DayHead{}, wire.Hooks{}, wire.Hook{}, wire.HookTest{}, wire.Delivery{},
		wire.EntryCode{}, wire.PhoneRequest{}, wire.Slots{}, wire.Slot{}, wire.BookingRequest{}, wire.CheckInRequest{}, wire.Appointment{},
		wire.AppointmentAnswer{}, wire.DayBook{}, wire.BookedCall{}, wire.Procedures{}, center.Procedure{}, wire.Dossier{},
	} {
		kind := reflect.TypeOf(v)
		name := kind.Name()
		if name == "Body" {
			name = "Entry"
		}
		node, _ := d.at("/components/schemas/" + name).(map[string]any)
		var fields, always []string
		for _, f := range reflect.VisibleFields(kind) {
			tag, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous || tag == "-" {
				continue
			}
			fields = append(fields, tag)
			if rest == "" {
				always = append(always, tag)
			}
		}
		properties, _ := node["properties"].(map[string]any)
		if got, want := slices.Sorted(maps.Keys(properties)), slices.Sorted(slices.Values(fields)); !slices.Equal(got, want) {
			t.Errorf("%s has the properties %v, want %v", name, got, want)
		}
		if got, want := slices.Sorted(slices.Values(stringsOf(node["required"]))), slices.Sorted(slices.Values(always)); !slices.Equal(got, want) {
			t.Errorf("%s requires %v, want %v", name, got, want)
		}
	}
	schemas, _ := d.at("/components/schemas").(map[string]any)
	for name, s := range schemas {
		if node, _ := s.(map[string]any); node["type"] == "object" && node["propertyNames"] == nil && node["additionalProperties"] != false {
			t.Errorf("%s allows properties that it does not describe", name)
		}
	}
}
