package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// marks says why an entry of a type stands out: a code of the catalog, "daybook.mark-".
var marks = map[string]string{
	wire.ClockJumped: "clock", wire.EpochOpened: "log", wire.LogOpened: "log", wire.ProgramStarted: "program", wire.ConfigChanged: "config", wire.QuestionnairePublished: "config",
	wire.DayOpened: "day", wire.DayClosed: "day", string(queue.PolicySet): "config", string(queue.CounterUndone): "undone",
	string(queue.CounterIncident): "incident", string(queue.CounterRecovered): "incident",
	wire.AlertRaised: "alert", wire.AlertEscalated: "alert", wire.CounterAlarmed: "alert",
	"session.refused": "refused", "account.changed": "account", "station.paired": "account", "station.removed": "account",
	"inspection.opened": "account", "inspection.exported": "account", "inspection.closed": "account", "personal.erased": "erased",
	"report.exported": "export", "report.sent": "export",
}

// Mark tells why an entry stands out, "" where it does not.
func Mark(b wire.Body) string {
	if b.Type == string(queue.TicketCalled) || b.Type == string(queue.TicketFinished) {
		var d struct {
			Why    queue.Why `json:"why"`
			Reason string    `json:"reason"`
		}
		_ = json.Unmarshal(b.Data, &d) // an entry that cannot be read has neither
		switch {
		case d.Why == queue.ByHand:
			return "hand"
		case d.Reason == queue.Forgotten:
			return "forgotten"
		}
		return ""
	}
	if b.Type == wire.LogVerified {
		var d wire.LogVerifiedData
		if json.Unmarshal(b.Data, &d) == nil && d.OK {
			return "" // it happens every day
		}
		return "log"
	}
	return marks[b.Type]
}

// tails are what an entry may say beyond its first sentence, in this order.
var tails = []string{"service", "purpose", "priority", "away", "also", "told", "appointment", "taken", "then", "back", "dossiers", "outside", "inferred", "assist",
	"reason", "cause", "state", "until", "copy", "why", "together", "official", "checks", "answers", "n", "station", "roles", "channel", "kind", "remained", "expired", "version", "effective", "late", "referred"}

// Told writes an entry as one or two sentences. name tells who is behind an opaque id.
func Told(lang i18n.Lang, c *center.Center, b wire.Body, name func(string) string) string {
	t := teller{lang: lang, center: c, name: name, kind: b.Type}
	if err := json.Unmarshal(b.Data, &t.data); err != nil {
		t.data = nil
	}
	key := "daybook." + b.Type
	said := "" // a reason that the sentence tells in other words
	if v := t.variant(); v != "" && i18n.Has(key+"-"+v) {
		key += "-" + v
		said = v
	}
	if !i18n.Has(key) {
		return b.Type
	}
	pattern := i18n.T(lang, key)
	out := []string{i18n.T(lang, key, t.args()...)}
	for _, f := range tails {
		if _, there := t.data[f]; !there || strings.Contains(pattern, "{"+f+"}") || !i18n.Has("daybook.with-"+f) {
			continue
		}
		if text := t.word(f); text != "" && (said == "" || t.text(f) != said) && (f != "reason" || t.data["why"] == nil) {
			out = append(out, i18n.T(lang, "daybook.with-"+f, append(t.args(), f, text)...))
		}
	}
	return strings.Join(out, " ")
}

// teller knows the words of one entry's fields.
type teller struct {
	lang   i18n.Lang
	center *center.Center
	name   func(string) string
	kind   string
	data   map[string]any
}

func (t *teller) text(field string) string {
	switch v := t.data[field].(type) {
	case string:
		return v
	case float64:
		return i18n.Int(t.lang, int(v))
	case bool:
		return fmt.Sprint(v)
	case nil:
		return ""
	}
	return ""
}

// variant is what a type may have sentences of its own for.
func (t *teller) variant() string {
	switch t.kind {
	case wire.ClockJumped:
		if t.text("confirmed_by") != "" {
			return "confirmed"
		}
	case wire.HelpAnswered, wire.AlarmAnswered, string(queue.CounterClosed), wire.AlertCleared:
		return t.text("reason")
	case string(queue.CounterStaffed), string(queue.TicketAssisted):
		if t.data["present"] == nil && t.data["assist"] == nil {
			return "off"
		}
	case string(queue.CounterUndone):
		if t.text("number") == "" {
			return "counter"
		}
	case string(queue.TicketTransferred):
		if t.text("to_counter") != "" {
			return "counter"
		}
	case string(queue.TicketFinished):
		if t.text("reason") == queue.Forgotten {
			return "forgotten"
		}
	case wire.SelfTestEnded:
		if t.data["ok"] == nil {
			return "bad"
		}
	case wire.LogVerified:
		if t.text("cause") != "" {
			return "failed"
		}
		if t.data["ok"] == nil {
			return "bad"
		}
	case wire.CaseSettled:
		return t.text("satisfied")
	case wire.AlertTold, wire.CaseTold:
		if t.text("cause") != "" {
			return "failed"
		}
	case wire.DeviceState:
		if t.text("since") != "" {
			return "again"
		}
	}
	return ""
}

// args fill every placeholder that a sentence may have.
func (t *teller) args() []any {
	args := []any{"by", t.who("by"), "account", t.who("account"), "person", t.who("official"), "confirmed_by", t.who("confirmed_by"),
		"number", t.number(), "thing", t.thing()}
	for _, f := range []string{"service", "purpose", "counter", "to_counter", "device", "printer", "source", "reason", "cause", "undone", "state", "slot", "told",
		"also", "then", "back", "version", "kind", "channel", "dossiers", "outside", "copy", "point", "epoch", "first", "expired", "head", "by_ms", "answers", "until", "days", "n", "of",
		"from", "to", "format", "report", "what", "rows", "remained", "why", "how", "station", "figure", "about", "silent_s", "mm", "harassment", "checks", "effective", "due", "bad"} {
		args = append(args, f, t.word(f))
	}
	return args
}

func (t *teller) who(field string) string {
	switch id := t.text(field); id {
	case "":
		return i18n.T(t.lang, "daybook.nobody")
	case "citizen", "file", wire.BySchedule:
		return i18n.T(t.lang, "daybook.by-"+id)
	default:
		return cmp.Or(t.name(id), id)
	}
}

func (t *teller) number() string {
	if n := t.text("number"); n != "" {
		return n
	}
	_, n, _ := strings.Cut(t.text("ticket"), "-")
	return known(t.lang, "daybook.number-"+n, n)
}

// thing is what an alert is about, behind the name of its kind; an alert may be of the whole center.
func (t *teller) thing() string {
	subject := t.text("subject")
	if subject == "" {
		return ""
	}
	if s, ok := t.center.Service(center.ServiceCode(subject)); ok {
		return " " + s.Name.In(t.lang)
	}
	return " " + subject
}

// word is one field as people say it.
func (t *teller) word(field string) string {
	v := t.text(field)
	switch field {
	case "service", "then":
		return t.service(v)
	case "also":
		return t.list(field, t.service)
	case "roles":
		return t.list(field, func(r string) string { return known(t.lang, "manager.role-"+r, r) })
	case "purpose":
		return known(t.lang, "purpose."+v, v)
	case "reason":
		return t.oneOf(v, "byhand.", "incident.", "pause.", "transfer.", "daybook.reason-")
	case "cause":
		return t.oneOf(v, "cause.", "notice.cause-", "fault.")
	case "why":
		return t.because(v)
	case "state":
		return known(t.lang, "state."+v, v)
	case "undone":
		return known(t.lang, "daybook.did-"+v, v)
	case "kind":
		return t.oneOf(v, "daybook.alert-", "notice.kind-")
	case "channel":
		return known(t.lang, "notice.channel-"+v, v)
	case "what", "how", "figure", "effective":
		return known(t.lang, "daybook."+field+"-"+v, v)
	case "source":
		return known(t.lang, "daybook.source-"+v, v)
	case "official":
		return t.official()
	case "slot", "taken", "until":
		return t.clock(v)
	case "about", "from", "to", "due":
		return t.date(v)
	case "told":
		return t.told()
	case "by_ms":
		return t.jump()
	case "silent_s":
		n, _ := t.data[field].(float64)
		return i18n.Duration(t.lang, time.Duration(n)*time.Second)
	case "answers", "checks":
		list, _ := t.data[field].([]any)
		return i18n.Int(t.lang, len(list))
	case "head":
		return v[:min(len(v), 16)]
	}
	return v
}

func (t *teller) service(code string) string {
	if s, ok := t.center.Service(center.ServiceCode(code)); ok {
		return s.Name.In(t.lang)
	}
	return code
}

func (t *teller) list(field string, say func(string) string) string {
	var all []string
	list, _ := t.data[field].([]any)
	for _, x := range list {
		all = append(all, say(fmt.Sprint(x)))
	}
	return strings.Join(all, ", ")
}

func (t *teller) oneOf(code string, rooms ...string) string {
	for _, room := range rooms {
		if code != "" && i18n.Has(room+code) {
			return i18n.T(t.lang, room+code)
		}
	}
	return code
}

// because is the reason of a call, or of a refusal.
func (t *teller) because(v string) string {
	if t.kind != string(queue.TicketCalled) {
		return t.oneOf(v, "daybook.why-", "fault.")
	}
	raw, _ := json.Marshal(t.data) // read from JSON: it can be written
	var e queue.Event
	if json.Unmarshal(raw, &e) != nil || e.Due == nil {
		return ""
	}
	return wire.CallReason{Why: e.Why, Due: *e.Due, Over: e.Over, OverDue: e.DueOf, Passes: e.Passes, Passed: e.Passed, Reason: e.Reason}.Sentence(t.lang)
}

// official is whose work it is, where somebody else pressed.
func (t *teller) official() string {
	if id := t.text("official"); id != t.text("by") {
		return t.name(id)
	}
	return ""
}

func (t *teller) clock(v string) string {
	at, err := time.Parse(time.RFC3339, v)
	if err != nil {
		return t.date(v)
	}
	return i18n.Clock(at.In(center.Zone))
}

// date writes a service day; anything else stays as it is.
func (t *teller) date(v string) string {
	day, err := center.Day(v).Start()
	if err != nil {
		return v
	}
	return i18n.Date(t.lang, day)
}

func (t *teller) told() string {
	d, _ := t.data["told"].(map[string]any)
	low, _ := d["low_s"].(float64)
	high, _ := d["high_s"].(float64)
	if high == 0 {
		return ""
	}
	return i18n.Int(t.lang, int(low)/60) + "–" + i18n.Int(t.lang, int(high)/60)
}

// jump is how far the clock jumped, with its direction.
func (t *teller) jump() string {
	ms, _ := t.data["by_ms"].(float64)
	d, way := time.Duration(ms)*time.Millisecond, "forward"
	if ms < 0 {
		d, way = -d, "back"
	}
	return i18n.T(t.lang, "daybook.jump-"+way, "time", i18n.Duration(t.lang, d))
}

// Groups that the page offers, in words.
func (p *page) Group(g string) string { return known(p.Lang, "daybook.group-"+g, g) }

// Marked is why an entry stands out, in words.
func (p *page) Marked(mark string) string { return p.T("daybook.mark-" + mark) }

// standing are the marks there are.
func standing() []string {
	all := []string{"hand", "forgotten"}
	for _, m := range marks {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	slices.Sort(all)
	return all
}
