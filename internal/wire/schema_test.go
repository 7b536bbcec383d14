package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oasdiff/yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/wire"
)

const (
	docs       = "../../docs"
	schemaBase = "https://motcua.invalid/schema/"
)

var update = flag.Bool("update", false, "write the examples of docs/schema anew; read the diff")

var at = time.Date(2026, 11, 23, 1, 5, 30, 250e6, time.UTC)

// schemas reads docs/schema. A closed set refuses fields that the schemas do not
// name: receivers must ignore such fields, but what we send is all described.
func schemas(t *testing.T, closed bool) *jsonschema.Compiler {
	t.Helper()
	files, err := filepath.Glob(docs + "/schema/*.schema.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("docs/schema: %d files, %v", len(files), err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if closed {
			closeObjects(doc)
		}
		if err := c.AddResource(schemaBase+filepath.Base(f), doc); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func closeObjects(doc any) {
	switch d := doc.(type) {
	case map[string]any:
		if _, isType := d["type"]; isType && d["properties"] != nil {
			d["additionalProperties"] = false
		}
		for _, v := range d {
			closeObjects(v)
		}
	case []any:
		for _, v := range d {
			closeObjects(v)
		}
	}
}

func compile(t *testing.T, c *jsonschema.Compiler, name string) *jsonschema.Schema {
	t.Helper()
	s, err := c.Compile(schemaBase + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, raw []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return s.Validate(doc)
}

// held is what most events of a counter carry.
var held = queue.Event{Ticket: "20261123-A012", Number: "A012", Counter: "3", By: "staff-3"}

func with(change func(*queue.Event)) queue.Event {
	e := held
	change(&e)
	return e
}

// everything has one event of every type, as the program makes them.
func everything() map[string]any {
	slip := wire.SlipData{Ticket: "20261123-A012", Printer: "P1"}
	failed := slip
	failed.Cause, failed.Copy, failed.MM = wire.PaperOut, 1, 61
	printed, again := slip, slip
	printed.MM, again.Copy, again.By = 142, 1, "greeter"
	due, slot := at.In(center.Zone).Truncate(time.Second), time.Date(2026, 11, 23, 8, 15, 0, 0, center.Zone)
	booked := queue.Event{Appointment: "20261123-7mkq2", Service: "HT", Purpose: center.Submit, Slot: &slot}
	return map[string]any{
		"ticket.issued": queue.Event{Ticket: "20261123-A012", Number: "A012", Series: queue.Ordinary, Service: "HT", Purpose: center.Submit,
			Priority: true, Source: "K1", Printer: "P1", Counter: "3", Also: []center.ServiceCode{"CT"}, Away: true, Appointment: "20261123-7mkq2",
			Slot: &slot, By: "greeter", Taken: &due, Told: &queue.Told{LowS: 240, HighS: 600, P50S: 371, P80S: 560, P90S: 702, By: "pace"}},
		"ticket.called": with(func(e *queue.Event) {
			e.Service, e.Why, e.Due, e.Over, e.DueOf, e.Passes, e.Passed = "HT", queue.ByHand, &due, "A009", &slot, 2, 1
			e.Reason, e.Official, e.Together = "needs-help", "staff-3", true
		}),
		"ticket.planned":    with(func(e *queue.Event) { e.Also = []center.ServiceCode{"CT"} }),
		"ticket.rejoined":   queue.Event{Ticket: "20261123-A012", Number: "A012", Service: "HT", By: "greeter"},
		"ticket.reclassed":  queue.Event{Ticket: "20261123-A012", Number: "A012", By: "greeter"},
		"ticket.checked-in": queue.Event{Ticket: "20261123-A012", Number: "A012", By: "kiosk-1"},
		"policy.set": queue.Event{Rules: map[center.ServiceCode]center.Rule{"HT": {Target: 15, HeadStart: 15, Weight: 1, Cap: 3}},
			Serves: map[center.CounterID][]center.ServiceCode{"3": {"HT"}}, Target: new(5)},
		"appointment.booked":   booked,
		"appointment.due":      booked,
		"appointment.canceled": queue.Event{Appointment: "20261123-7mkq2", Service: "HT", Slot: &slot},
		"ticket.recalled":      held,
		"ticket.started":       held,
		"ticket.finished": with(func(e *queue.Event) {
			e.Dossiers, e.Outside, e.Inferred, e.Then, e.Reason, e.Silent = 2, 1, true, "CT", queue.Forgotten, 1980
		}),
		"ticket.no-show":      held,
		"ticket.parked":       with(func(e *queue.Event) { e.Inferred = true }),
		"ticket.resumed":      with(func(e *queue.Event) { e.Service = "HT" }),
		"ticket.transferred":  with(func(e *queue.Event) { e.ToCounter, e.Back, e.Reason = "5", "3", "specialist" }),
		"ticket.returned":     held,
		"ticket.canceled":     queue.Event{Ticket: "20261123-A012", Number: "A012", Reason: "changed", By: "greeter"},
		"ticket.assisted":     queue.Event{Ticket: "20261123-A012", Number: "A012", Assist: true, By: "greeter"},
		"ticket.expired":      queue.Event{Ticket: "20261123-A012", Number: "A012", Reason: "away"},
		"counter.opened":      queue.Event{Counter: "3", By: "staff-3"},
		"counter.closed":      queue.Event{Counter: "3", Reason: "closing"},
		"counter.paused":      queue.Event{Counter: "3", By: "staff-3", Reason: "lunch", Until: &slot, Official: "staff-3"},
		"counter.ready":       queue.Event{Counter: "3", By: "staff-3"},
		"counter.incident":    queue.Event{Counter: "3", By: "staff-3", Reason: "vneid"},
		"counter.undone":      with(func(e *queue.Event) { e.Undone = queue.TicketNoShow }),
		"counter.recovered":   queue.Event{Counter: "3", By: "staff-3", Reason: "vneid", Official: "staff-3"},
		"counter.staffed":     queue.Event{Counter: "3", By: "manager", Official: "P7MKQ2VX4TN3C", Present: true},
		"counter.asked":       with(func(e *queue.Event) { e.By, e.Silent, e.Official = "controller", 1980, "staff-3" }),
		"counter.attended":    held,
		"ticket.noted":        with(func(e *queue.Event) { e.Note = "7MKQ2VX4TN3C5RWD" }),
		"note.erased":         queue.Event{Ticket: "20261123-A012", Number: "A012", By: "greeter", Note: "7MKQ2VX4TN3C5RWD"},
		wire.CounterAlarmed:   wire.AlarmData{Counter: "3", By: "staff-3"},
		wire.AlarmAnswered:    wire.AlarmData{Counter: "3", By: "manager", Reason: "withdrawn"},
		wire.FiguresExplained: wire.ExplainedData{ID: "7MKQ2VX4TN3C5RWD", Day: "2026-11-20", Figure: "wait", Ticket: "20261120-A012", By: "staff-3"},
		wire.LogOpened:        wire.LogOpenedData{Epoch: "5f1d2c3b4a596877", Point: "H19.26.1"},
		wire.EpochOpened:      wire.EpochOpenedData{Epoch: "5f1d2c3b4a596877", First: 91},
		wire.ProgramStarted:   wire.ProgramStartedData{Version: "1.0.0"},
		wire.ConfigChanged:    wire.ConfigChangedData{SHA256: strings.Repeat("ab", 32)},
		wire.ForecastFitted:   wire.ForecastFittedData{Until: "2026-11-22", Days: 40, Used: true, Reason: "not-worse", Tickets: 2100, LossMin: 7.1, BeforeMin: 7.3},
		wire.ForecastScored: wire.ForecastScores{All: wire.ForecastScore{
			N: 420, Kept: 351, Early: 70, MAE: 4.2, MedianAE: 2.9, Bias: .4, Over10: 22, Cover50: 214, Cover80: 338, Cover90: 380, HOL: 6.4, Average: 7.9, Configured: 9.8, Untold: 3,
		}},
		wire.DayOpened:     nil,
		wire.DayClosed:     wire.DayClosedData{Expired: 3, Head: strings.Repeat("cd", 32)},
		wire.LogVerified:   wire.LogVerifiedData{By: "P2", From: 1, To: 48120, Head: strings.Repeat("cd", 32), Bad: 41877, Findings: 2, MS: 5210},
		wire.ClockJumped:   wire.ClockJumpedData{ByMS: -3600000},
		wire.SlipClaimed:   slip,
		wire.SlipPrinted:   printed,
		wire.SlipFailed:    failed,
		wire.SlipReordered: again,
		wire.SlipOrdered:   wire.SlipData{Ticket: "20261123-closing", Printer: "P1"},
		wire.PaperCounted:  wire.PaperData{Printer: "P1", MM: 61_250, LastMM: 78_900, SlipMM: 141, Cause: wire.PaperLow, LowMM: 60_800},
		wire.PaperChanged:  wire.PaperData{Printer: "P1", MM: 79_400, LastMM: 79_400, Cause: wire.PaperOut},
		wire.PaperServed: wire.PaperServedData{Service: "HT", Purpose: center.Submit, Number: "P017", Taken: slot, Counter: "3",
			Called: &due, Finished: &due, By: "greeter"},
		wire.SelfTestBegan: wire.SelfTestData{ID: "7mkq2vx4tn3c"},
		wire.SelfTestEnded: wire.SelfTestData{ID: "7mkq2vx4tn3c", OK: true, Checks: []wire.SelfTestCheck{
			{What: wire.CheckClock, OK: true}, {What: wire.CheckSound, Untested: true}, {What: wire.CheckStrip, Device: "P1", OK: true, Cause: wire.PaperLow, MM: 80}}},
		wire.HelpAsked:         wire.HelpData{Device: "K1"},
		wire.HelpAnswered:      wire.HelpData{Device: "K1", By: "greeter", Reason: "late"},
		wire.AlertRaised:       wire.AlertData{Alert: 812, Kind: "late", Subject: "HT", N: 2},
		wire.AlertAcknowledged: wire.AlertData{Alert: 812, Kind: "late", Subject: "HT", By: "Pabc"},
		wire.AlertEscalated:    wire.AlertData{Alert: 790, Kind: "paper", Subject: "P1", Since: &slot},
		wire.AlertTold:         wire.AlertData{Alert: 790, Kind: "paper", Subject: "P1", Channel: "sms", Cause: "unreachable"},
		wire.AlertCleared:      wire.AlertData{Alert: 812, Kind: "late", Subject: "HT", Reason: "gone"},

		wire.CaseOpened:    wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", Route: "handler", Due: "2026-11-30", Referred: true},
		wire.CaseAssigned:  wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", By: "P7mkq2vx4tn3c", Route: "manager"},
		wire.CaseAnswered:  wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", By: "P7mkq2vx4tn3c", Late: true},
		wire.CaseReopened:  wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", Due: "2026-12-07"},
		wire.CaseSettled:   wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", Referred: true, Satisfied: new(true)},
		wire.CaseWithdrawn: wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", By: "P7mkq2vx4tn3c"},
		wire.CaseTold:      wire.CaseData{Case: "7MKQ2VX4TN3C5RWD", Channel: "sms", Cause: "unreachable"},

		wire.NoticeClaimed:          wire.NoticeData{Ticket: "20261123-A012", Channel: "sms", Kind: "near"},
		wire.NoticeSent:             wire.NoticeData{Ticket: "20261123-A012", Channel: "sms", Kind: "near"},
		wire.NoticeFailed:           wire.NoticeData{Ticket: "20261123-A012", Channel: "email", Kind: "called", Cause: "unreachable"},
		wire.SessionOpened:          wire.SessionData{Session: "S7mkq2vx4tn3c", Account: "P7mkq2vx4tn3c", Roles: []string{"staff"}, How: "pin", Station: "C7mkq2vx4tn3c"},
		wire.SessionRefused:         wire.SessionData{Account: "P7mkq2vx4tn3c", How: "password", Why: "password-wrong"},
		wire.SessionClosed:          wire.SessionData{Session: "S7mkq2vx4tn3c", Account: "P7mkq2vx4tn3c", Why: "ended", By: "P2"},
		wire.AccountChanged:         wire.AccountData{Account: "P7mkq2vx4tn3c", What: "made", Roles: []string{"staff"}, Counter: "3", By: "P2"},
		wire.StationPaired:          wire.StationData{Station: "C7mkq2vx4tn3c", Counter: "3", By: "P2"},
		wire.StationRemoved:         wire.StationData{Station: "C7mkq2vx4tn3c", Counter: "3", By: "P2"},
		wire.InspectionOpened:       wire.InspectionData{Inspection: "I7mkq2vx4tn3c", Account: "P3", Until: "2026-11-27T17:00:00+07:00", By: "P2"},
		wire.InspectionDrawn:        wire.InspectionData{Inspection: "I7mkq2vx4tn3c", From: "2026-11-02", To: "2026-11-20", N: 30, Of: 7214, Choice: 4711, By: "P3"},
		wire.InspectionExported:     wire.InspectionData{Inspection: "I7mkq2vx4tn3c", From: "2026-11-02", To: "2026-11-20", Head: strings.Repeat("ef", 32), By: "P3"},
		wire.InspectionClosed:       wire.InspectionData{Inspection: "I7mkq2vx4tn3c"},
		wire.ReportExported:         wire.ReportData{From: "2026-11-01", To: "2026-11-30", Cut: "service", Format: "xlsx", SHA256: strings.Repeat("0a", 32), By: "a-7"},
		wire.ReportSent:             wire.ReportData{Report: "monthly", From: "2026-10-01", To: "2026-10-31", Cut: "service", Format: "pdf", SHA256: strings.Repeat("0b", 32), Recipient: 1},
		wire.PersonalErased:         wire.ErasedData{What: "account", Before: "2024-11-23", Rows: 2},
		wire.DeviceState:            wire.DeviceData{Device: "P1", State: wire.Broken, Cause: wire.PaperOut, Since: &due, Good: &due},
		wire.QuestionnairePublished: publishedExample(),
		wire.RatingsAdmitted: wire.RatingsData{Answers: []wire.RatingData{
			{Counter: "3", Service: "HT", Purpose: center.Submit, Hour: "2026-11-23T08", Official: "P7mkq2vx4tn3c",
				Questionnaire: "hai-long@4e5e587a", Levels: 5, Satisfied: 4, Overall: 2, Reasons: []string{"waiting"}, Items: map[string]int{"result": 4}},
			{Counter: "3", Hour: "2026-11-23", Questionnaire: "hai-long@4e5e587a", Levels: 5, Satisfied: 4, Overall: 5, Channel: wire.ByPhone, Helped: true, Due: "on-time"},
			{Questionnaire: "hai-long@4e5e587a", Levels: 5, Satisfied: 4, Overall: 5, Apart: true}}},
		wire.RatingsObserved: wire.ObservedData{Observed: []rating.Observed{{Counter: "3", Official: "P7mkq2vx4tn3c", Day: "2026-11-23", Legs: 41, Woken: 39, Skipped: 2, Undone: 1,
			Answers: 17, Phone: 2, Paper: 1, Timed: 14, Gone: 1, Near: 9, Same: 3}}, Services: map[string]int{"HT": 12}, Hours: map[string]int{"09": 7}},
		wire.RatingsRefused: wire.RefusedData{By: "P7mkq2vx4tn3c", N: 3},
	}
}

// types lists every event type, in the order of the log's documentation.
func types() []string {
	var all []string
	for t := range everything() {
		all = append(all, t)
	}
	slices.Sort(all)
	return all
}

func exampleBatch(t *testing.T) []byte {
	t.Helper()
	var entries []wire.Entry
	var prev wire.Hash
	data := everything()
	for i, kind := range types() {
		raw, err := json.Marshal(data[kind])
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(wire.Body{Seq: int64(i) + 1, Type: kind, At: at.Add(time.Duration(i) * time.Second), Up: 60000 + int64(i)*1000,
			Boot: "9f2c41d0-7a55-4b0e-8a61-20d1c8e1a7f3", Day: "2026-11-23", Data: raw})
		if err != nil {
			t.Fatal(err)
		}
		prev = wire.Chain(prev, body)
		entries = append(entries, wire.Entry{Seq: int64(i) + 1, Type: kind, Body: body, Hash: prev})
	}
	raw, err := wire.EncodeBatch("5f1d2c3b4a596877", 1, "motcua/h19/h19-26-1", entries)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// examples are the messages as the program writes them.
func examples(t *testing.T) map[string][]byte {
	t.Helper()
	batch := exampleBatch(t)
	b, err := wire.DecodeBatch(batch)
	if err != nil {
		t.Fatal(err)
	}
	last, _, err := wire.CheckEvent(b.Events[len(b.Events)-1], b.Epoch, "motcua/h19/h19-26-1", b.To)
	if err != nil {
		t.Fatal(err)
	}
	today := wire.Today{Issued: 86, Waiting: 7, LongestS: 640, Legs: 75, MeanWaitS: 412, P90WaitS: 790, Within15: 71, LeftAfter: 1, Finished: 70,
		NoShows: 2, Dossiers: 81, Outside: 4, Ratings: &wire.RatingFigures{N: 41, Counts: [5]int{1, 0, 3, 17, 20}, Satisfied: 37, Asked: 70, Versions: []wire.RatingCounts{{Questionnaire: "hai-long@3f2a9c01",
			Levels: 5, Satisfied: 4, Counts: []int{1, 0, 3, 17, 20}, Items: []wire.ItemCounts{{Code: "result", Counts: []int{0, 1, 0, 4, 6}}}}}},
		Services: []wire.ServiceToday{{Service: "HT", Issued: 30, Legs: 28, MeanWaitS: 380, Within15: 27, LeftAfter: 0}},
		Reprints: 2, OnPaper: 3, PaperServed: 5}
	out := map[string][]byte{"evt": batch}
	for name, v := range map[string]any{
		"ack":    wire.Ack{V: 1, Epoch: b.Epoch, Seq: b.To, Hash: last.Hash},
		"online": wire.Online{V: 1, On: true, Session: "8c1f00d2e3a4b596", Epoch: b.Epoch, First: 1, Last: b.To, Acked: 0, Version: "1.0.0", At: at},
		"snap": wire.Snap{V: 1, At: at, Seq: b.To, Day: "2026-11-23", Name: "Phường Tam Hiệp", Open: true, Today: today,
			Waiting:  []wire.QueueState{{Service: "HT", Waiting: 7, LongestS: 640, Counters: 2, Wait: &wire.Range{LowS: 600, HighS: 1200}, Next: "A013"}},
			Counters: []wire.SnapCounter{{ID: "1", State: wire.Open}, {ID: "2", State: wire.WrapUp}},
			Devices: []wire.DeviceStatus{{Device: "P1", Kind: "printer", Driver: "epson-tm-t82", Kiosk: "K1", Counter: "3", State: wire.Broken,
				Cause: wire.PaperOut, Code: "P1-11", At: &at, Since: &at, LastGood: &at, Counts: map[string]int64{"jobs": 61},
				Paper: &wire.Paper{UsedMM: 61_250, RollMM: 78_900, LeftMM: 17_650, EndsAt: &at, Slips: 125}}},
			Power: &wire.Power{Since: at, Low: true},
			SelfTest: &wire.SelfTest{ID: "7mkq2vx4tn3c", At: at, Running: true, OK: false, Checks: []wire.SelfTestCheck{
				{What: wire.CheckDisk, Cause: "disk-full"}}},
		},
	} {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = raw
	}
	return out
}

func TestMessagesKeepTheirFormAndSchema(t *testing.T) {
	closed := schemas(t, true)
	for name, raw := range examples(t) {
		if err := validate(t, compile(t, closed, name+".schema.json"), raw); err != nil {
			t.Errorf("%s does not fit its schema: %v", name, err)
		}
		file := filepath.Join(docs, "schema", "examples", name+".json")
		if *update {
			if err := os.WriteFile(file, append(raw, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(file)
		if err != nil || string(golden) != string(raw)+"\n" {
			t.Errorf("%s = %s, want %s (%v)", name, raw, golden, err)
		}
	}
}

func TestEveryEventTypeIsDescribed(t *testing.T) {
	described := types()
	for _, kind := range wire.Types() {
		if !slices.Contains(described, kind) {
			t.Errorf("%s has no example", kind)
		}
	}
	c := schemas(t, false)
	for _, kind := range described {
		s := compile(t, c, "data.schema.json#/$defs/"+kind)
		if kind != wire.DayOpened && validate(t, s, []byte(`{"nonsense":1}`)) == nil {
			t.Errorf("the schema of %s accepts anything", kind)
		}
	}
}

func TestSchemasRefuse(t *testing.T) {
	c, good := schemas(t, false), examples(t)
	for _, tt := range []struct{ name, old, new string }{
		{"evt", `"v":1`, `"v":2`}, {"evt", `"from":1`, `"from":0`}, {"evt", `"dossiers":2`, `"dossiers":-2`}, {"evt", `"overall":2`, `"overall":6`},
		{"evt", `"type":"counter.paused","at"`, `"type":"Paused","at"`}, {"evt", `,"reason":"lunch"`, ``}, {"evt", `"2026-11-23T08"`, `"2026-11-23T08:05"`},
		{"snap", `"n":41`, `"n":4`}, {"snap", `"wrap-up"`, `"gone"`}, {"online", `"first":1`, `"first":0`}, {"ack", `"seq":`, `"seq":-`},
	} {
		bad := bytes.Replace(good[tt.name], []byte(tt.old), []byte(tt.new), 1)
		if bytes.Equal(bad, good[tt.name]) {
			t.Errorf("%s holds no %s", tt.name, tt.old)
		}
		if validate(t, compile(t, c, tt.name+".schema.json"), bad) == nil {
			t.Errorf("the schema of %s accepts %s", tt.name, tt.new)
		}
	}
}

// TestAsyncAPI holds the document against the topics and files it speaks of.
func TestAsyncAPI(t *testing.T) {
	raw, err := os.ReadFile(docs + "/asyncapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	j, err := yaml.YAMLToJSON(raw)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		AsyncAPI string `json:"asyncapi"`
		Channels map[string]struct {
			Address    string                     `json:"address"`
			Parameters map[string]json.RawMessage `json:"parameters"`
		} `json:"channels"`
		Operations map[string]struct {
			Action string `json:"action"`
		} `json:"operations"`
	}
	var tree any
	if err := json.Unmarshal(j, &doc); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(j, &tree); err != nil {
		t.Fatal(err)
	}
	if doc.AsyncAPI != "3.0.0" {
		t.Errorf("asyncapi = %q, want 3.0.0", doc.AsyncAPI)
	}
	for _, kind := range []string{wire.TopicEvt, wire.TopicSnap, wire.TopicOnline, wire.TopicAck} {
		if c := doc.Channels[kind]; c.Address != wire.Topic("{prov}", "{point}", kind) || len(c.Parameters) != 2 {
			t.Errorf("channel %s = %+v, want the address %s", kind, c, wire.Topic("{prov}", "{point}", kind))
		}
	}
	for name, op := range doc.Operations {
		if op.Action != "send" && op.Action != "receive" {
			t.Errorf("operation %s has the action %q", name, op.Action)
		}
	}
	resolve(t, tree, tree)
}

// resolve follows every $ref of the document.
func resolve(t *testing.T, root, node any) {
	t.Helper()
	switch n := node.(type) {
	case map[string]any:
		if ref, ok := n["$ref"].(string); ok && !refers(root, ref) {
			t.Errorf("$ref %s leads nowhere", ref)
		}
		for _, v := range n {
			resolve(t, root, v)
		}
	case []any:
		for _, v := range n {
			resolve(t, root, v)
		}
	}
}

func refers(root any, ref string) bool {
	path, local := strings.CutPrefix(ref, "#/")
	if !local {
		_, err := os.Stat(filepath.Join(docs, ref))
		return err == nil
	}
	for _, key := range strings.Split(path, "/") {
		m, ok := root.(map[string]any)
		if !ok {
			return false
		}
		root = m[key]
	}
	return root != nil
}
