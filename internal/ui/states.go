package ui

// Tone is the meaning a color carries. Every tone goes with an icon and a word.
type Tone string

// The tones.
const (
	Plain    Tone = "text"
	Pressing Tone = "action"
	Calling  Tone = "turn"
	Right    Tone = "good"
	Careful  Tone = "warn"
	Wrong    Tone = "fault"
	Aged     Tone = "stale"
)

// Ink returns the color of text or a sign of that tone on Ground or Surface.
func (t Theme) Ink(tone Tone) Color {
	switch tone {
	case Pressing:
		return t.Action
	case Calling:
		return t.TurnText
	case Right:
		return t.Good
	case Careful:
		return t.Warn
	case Wrong:
		return t.Fault
	case Aged:
		return t.Stale
	}
	return t.Text
}

// Sign is how a state looks: a tone, an icon, and the catalog key of its word.
type Sign struct {
	Tone Tone
	Icon string
	Key  string // of the catalog: "ui.waiting"
}

var signs = map[string]Sign{
	// a ticket
	"waiting":  {Plain, "clock", "ui.waiting"},
	"called":   {Calling, "bell", "ui.called"},
	"serving":  {Right, "person", "ui.serving"},
	"parked":   {Careful, "parked", "ui.parked"},
	"finished": {Right, "check", "ui.finished"},
	"no-show":  {Careful, "absent", "ui.no-show"},
	"canceled": {Aged, "closed", "ui.canceled"},
	"expired":  {Aged, "closed", "ui.expired"},
	// a counter
	"open":    {Right, "check", "ui.open"},
	"closed":  {Aged, "closed", "ui.closed"},
	"paused":  {Careful, "pause", "ui.paused"},
	"wrap-up": {Plain, "submit", "ui.wrap-up"},
	// a device, a connection, a figure
	"present": {Right, "check", "ui.present"},
	"absent":  {Aged, "offline", "ui.absent"},
	"broken":  {Wrong, "warning", "ui.broken"},
	"stale":   {Aged, "age", "ui.stale"},
}

// SignOf returns how a state of a ticket, counter or device is shown; an
// unknown state looks plain and keeps its own name as key.
func SignOf(state string) Sign {
	if s, ok := signs[state]; ok {
		return s
	}
	return Sign{Plain, "help", "ui." + state}
}
