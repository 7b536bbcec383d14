package kiosk

import (
	"errors"
	"strings"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// standing is what the one-stop system says of the dossier that lies over the screen.
type standing struct {
	key     string // of the errand under way; empty: none
	typed   bool   // the code was typed, so that only its standing is wanted
	dossier wire.Dossier
	told    bool
	problem string // the controller's sentence, in the language lang
	fault   string // its code
	lang    i18n.Lang
}

// askCode asks for the dossier whose code was typed.
func (f *Flow) askCode() {
	code := strings.Trim(f.seeking.code, "-. ")
	if code == "" || f.scan != nil {
		return
	}
	f.show(&scanned{answer: wire.ScanAnswer{Kind: wire.ScanDossier, Dossier: code}, told: true, standing: standing{typed: true}}, Errand{})
	f.askStanding()
}

// askStanding asks how the dossier stands that lies over the screen.
func (f *Flow) askStanding() {
	if s := f.scan; s != nil && s.answer.Kind == wire.ScanDossier && f.shelf != nil && f.shelf.Dossiers {
		s.standing.key = f.run(Errand{Dossier: s.answer.Dossier})
	}
}

// Stood takes how a dossier stands.
func (f *Flow) Stood(key string, d wire.Dossier, err error) {
	if f.scan == nil || f.scan.standing.key != key {
		return
	}
	s := &f.scan.standing
	s.key, s.dossier, s.told, s.lang, f.scan.touched = "", d, err == nil, f.Lang, f.now
	var problem *client.Problem
	switch {
	case errors.As(err, &problem):
		s.problem, s.fault = problem.Detail, problem.Fault.Code
	case err != nil:
		s.fault = "controller-away"
	}
}

// standingLook is how the states of a dossier look.
var standingLook = map[wire.DossierState]struct {
	icon string
	tone ui.Tone
}{
	wire.DossierReceived: {"submit", ui.Pressing}, wire.DossierProcessing: {"clock", ui.Pressing}, wire.DossierSupplement: {"supplement", ui.Careful},
	wire.DossierFee: {"fee", ui.Careful}, wire.DossierReady: {"collect", ui.Right}, wire.DossierReturned: {"check", ui.Right},
	wire.DossierRefused: {"warning", ui.Careful}, wire.DossierWithdrawn: {"closed", ui.Aged}, wire.DossierOther: {"help", ui.Aged},
}

// stands adds to what is said of a dossier how it stands.
func (f *Flow) stands(p panel) panel {
	s := f.scan.standing
	switch {
	case s.told:
		return f.standingPanel(p, s.dossier)
	case s.fault != "" && s.typed:
		why, next := f.why(s)
		return panel{what: "dossier-" + s.fault, icon: "warning", tone: ui.Careful, sentence: why, next: next}
	case s.key != "" && s.typed:
		return panel{what: "asking", icon: "clock", tone: ui.Pressing, sentence: f.l("asking"), next: f.t("working-wait")}
	case s.key != "":
		p.next += "\n" + f.l("asking")
	}
	return p
}

// why is why nobody knows how a dossier stands, in the language of the screen.
func (f *Flow) why(s standing) (why, next string) {
	if s.problem != "" && s.lang == f.Lang {
		return whatAndNext(s.problem)
	}
	if key := "fault." + s.fault; s.fault != "controller-away" && i18n.Has(key) {
		if sentence := i18n.T(f.Lang, key); !strings.Contains(sentence, "{") {
			return whatAndNext(sentence)
		}
	}
	return f.l("no-answer"), f.l("no-answer-next")
}

// whatAndNext parts what happened, said large, from what can be done.
func whatAndNext(text string) (what, next string) {
	if what, next, found := strings.Cut(text, ". "); found {
		return what + ".", next
	}
	return text, ""
}

func (f *Flow) standingPanel(p panel, d wire.Dossier) panel {
	look := standingLook[d.State]
	told := panel{what: "dossier-" + string(d.State), icon: look.icon, tone: look.tone, sentence: f.l("state-" + string(d.State)), next: f.dated(d)}
	switch {
	case !f.openNow():
	case d.State == wire.DossierReady:
		told.does, told.word = "collect", f.t("scan-collect")
	case d.State == wire.DossierReturned || d.State == wire.DossierWithdrawn:
	default:
		told.does, told.word = "other", f.l("number-for-it")
	}
	return told
}

// dated is the end of the code and the dates of a dossier, one a line.
func (f *Flow) dated(d wire.Dossier) string {
	lines := []string{f.l("code-end", "end", masked(d.Code))}
	for _, x := range []struct {
		name string
		day  center.Day
	}{{"received", d.Received}, {"due", d.Due}, {"done", d.Done}} {
		if at, err := x.day.Start(); err == nil && (x.name != "due" || d.Done == "") {
			lines = append(lines, f.l("day-"+x.name, "date", i18n.Date(f.Lang, at)))
		}
	}
	return strings.Join(lines, "\n")
}

// masked is what others may see of a dossier's code: its end.
func masked(code string) string {
	at := strings.LastIndexByte(code, '-')
	return "…" + code[max(at, 0):]
}
