package web

import (
	"html/template"
	"strings"

	"motcua/internal/cases"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/store"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// dial is a number as a telephone dials it.
func dial(hotline string) string { return strings.NewReplacer(" ", "", ".", "").Replace(hotline) }

// Dial is the official line's number for a link.
func (v feedbackView) Dial() string { return dial(v.Hotline) }

// Dial is the official line's number for a link.
func (v ownCaseView) Dial() string { return dial(v.Hotline) }

// Waits tells that an answer is owed.
func (v ownCaseView) Waits() bool { return waits(v.State) }

// May tells that the citizen may still withdraw.
func (v ownCaseView) May() bool { return v.State != cases.Settled && v.State != cases.Withdrawn }

// Content tells that the citizen was satisfied.
func (v ownCaseView) Content() bool { return v.Satisfied != nil && *v.Satisfied }

// Answers and Questions are the texts of a case, the newest answer first.
func (v ownCaseView) Answers() (all []wire.CaseText) {
	for i := range v.Texts {
		if t := v.Texts[len(v.Texts)-1-i]; t.Kind == store.CaseAnswer {
			all = append(all, t)
		}
	}
	return all
}

// Questions are what the citizen wrote.
func (v ownCaseView) Questions() (all []wire.CaseText) {
	for _, t := range v.Texts {
		if t.Kind != store.CaseAnswer {
			all = append(all, t)
		}
	}
	return all
}

func waits(s cases.State) bool { return s == cases.Opened || s == cases.Assigned }

// Waits tells that an answer is owed.
func (v caseView) Waits() bool { return waits(v.State) }

// Content tells that the citizen was satisfied.
func (v caseView) Content() bool { return v.Satisfied != nil && *v.Satisfied }

// CaseRoute is who answers.
func (p *page) CaseRoute(r cases.Route) string { return p.T("feedback.route-" + string(r)) }

// CaseMatter is what a case is about.
func (p *page) CaseMatter(m string) string { return p.T("feedback.matter-" + m) }

// caseSigns are the tone and the icon of each state.
var caseSigns = map[cases.State][2]string{
	cases.Opened: {"warn", "bell"}, cases.Assigned: {"action", "clock"}, cases.Answered: {"good", "check"}, cases.Settled: {"good", "check"}, cases.Withdrawn: {"stale", "pause"},
}

// CaseSign is a case's state in color, sign and word.
func (p *page) CaseSign(c wire.CaseLine) template.HTML {
	s := caseSigns[c.State]
	return sign(s[0], s[1], p.T("cases.state-"+string(c.State)))
}

func sign(tone, icon, word string) template.HTML {
	return template.HTML(`<span class="state tone-`+tone+`">`) + ui.IconSVG(icon) + template.HTML(template.HTMLEscapeString(word)+`</span>`)
}

// CaseDue is the due day, and what is left until it.
func (p *page) CaseDue(c wire.CaseLine) template.HTML {
	day := template.HTML(template.HTMLEscapeString(p.DayName(c.Due)))
	small := func(s string) template.HTML {
		return template.HTML("<small>" + template.HTMLEscapeString(s) + "</small>")
	}
	switch {
	case c.Overdue:
		return day + "<br>" + sign("fault", "warning", p.T("cases.over", "n", max(1, -c.Days)))
	case !waits(c.State):
		if c.Late {
			return day + small(p.T("cases.was-late"))
		}
		return day
	case c.Days == 0:
		return day + small(p.T("cases.left-today"))
	}
	return day + small(p.T("cases.left", "n", c.Days))
}

// CaseShare is a share with what it is of and its interval.
func (p *page) CaseShare(s wire.CaseShare) string {
	if s.Share == nil {
		return p.T("cases.few", "n", p.Int(s.N))
	}
	return p.T("cases.share", "share", p.Percent(*s.Share), "low", p.Percent(s.Low), "high", p.Percent(s.High), "n", p.Int(s.N))
}

// casesOf are the year's figures as far as the reader may know of the cases.
func (p *pages) casesOf(pg *page) *wire.CasePeriod {
	if p.Cases == nil || pg.Who == nil {
		return nil
	}
	f := p.Cases.List(*pg.Who).Figures
	if len(f) == 0 || f[len(f)-1].Opened == 0 {
		return nil
	}
	return &f[len(f)-1]
}

// CaseStep says who wrote or did something.
func (p *page) CaseStep(t wire.CaseText) string {
	switch t.Kind {
	case store.CaseTaken:
		return t.By + " " + p.T("cases.taken")
	case store.CasePassed:
		return t.By + " " + p.T("cases.passed", "route", p.CaseRoute(t.Route))
	case store.CaseReferred:
		if t.Text == "" {
			return t.By + " " + p.T("cases.unreferred")
		}
		return t.By + " " + p.T("cases.referred")
	case store.CaseAnswer, store.CaseNote:
		return p.T("cases."+t.Kind) + " · " + t.By
	}
	return p.T("cases." + t.Kind)
}

// CaseTell says how the citizen hears of the answer.
func (p *page) CaseTell(c wire.Case) string {
	if c.To == "" {
		return p.T("cases.told-none")
	}
	to := c.To
	if rest, ok := strings.CutPrefix(to, "84"); ok && !strings.Contains(to, "@") {
		to = "0" + rest
	}
	return p.T("cases.told-"+c.Channel, "to", to)
}

// CaseTold says what became of the message.
func (p *page) CaseTold(told string) string {
	switch told {
	case store.CaseOwed, store.CaseClaimed, store.CaseSent:
		return p.T("cases.was-" + told)
	}
	return p.T("cases.was-not", "cause", known(p.Lang, "notice.cause-"+told, i18n.T(p.Lang, "notice.cause-"+notice.Unsure)))
}
