package web

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/ui"
	"motcua/internal/wire"
)

// mostLatest is how much of the day book the manager's page shows; the file has all of it.
const mostLatest = 12

// contingent is how many numbers a service has given of those it may give.
type contingent struct {
	offer
	Given, Daily        int // Daily 0: no limit
	Phones, PhonesDaily int
}

// policy is a policy of calling in words, and for whom it is.
type policy struct{ Name, Services, Words string }

// ruled fills in what the rules of giving and calling numbers tell a manager.
func (p *pages) ruled(pg *page, v *moreView) {
	v.Book = p.Rules.Book()
	for _, c := range v.Book.Calls {
		if !c.Undone {
			v.Calls++
			if c.Why == queue.ByHand {
				v.ByHand++
			}
		}
	}
	v.Latest = slices.Clone(v.Book.Calls[max(0, len(v.Book.Calls)-mostLatest):])
	slices.Reverse(v.Latest)
	v.Books = len(pg.Center.Appointments.Slots) > 0
	v.Contingents = contingents(p.offers(pg), v.Book, pg.Center.Remote)
	v.Policies = pg.policies()
	v.Notices = p.noticeLog(pg, v.Book.Notices)
}

// contingents lists the services that have a limit or are full.
func contingents(offers []offer, b Book, r center.Remote) (list []contingent) {
	phones := 0
	if r.On {
		phones = r.Daily
	}
	for _, o := range offers {
		if o.Daily > 0 || o.Full != "" || phones > 0 {
			list = append(list, contingent{o, b.Given[o.Code], o.Daily, b.Phones[o.Code], phones})
		}
	}
	return list
}

// Sentence is why a number was called, empty where the log is older than reasons.
func (p *page) Sentence(c wire.BookedCall) string {
	if c.Why == "" {
		return ""
	}
	return c.CallReason.Sentence(p.Lang)
}

// ByHand tells that an official called the number out of its order.
func (p *page) ByHand(c wire.BookedCall) bool { return c.Why == queue.ByHand }

// Booking is what has become of an appointment, as a word with its sign.
func (p *page) Booking(a wire.Appointment) template.HTML {
	state, icon, tone := string(a.State), "clock", "action"
	switch {
	case a.State == queue.Arrived:
		icon, tone = "check", "good"
	case a.State == queue.Dropped:
		icon, tone = "absent", "stale"
	case p.Now.Sub(a.Slot).Minutes() > float64(p.Center.Appointments.Grace):
		state, icon, tone = "late", "warning", "warn"
	}
	return template.HTML(`<span class="state tone-`+tone+`">`) + ui.IconSVG(icon) +
		template.HTML(template.HTMLEscapeString(p.T("manager.booking-"+state))+`</span>`)
}

// policies says the policies in force: the one of most services first, then
// those that differ, each with its services.
func (p *page) policies() []policy {
	var list []policy
	var codes [][]center.ServiceCode
	for i := range p.Center.Services {
		s := &p.Center.Services[i]
		preset := s.Policy.Preset
		if preset == "" {
			preset = p.Center.Policy.Preset
		}
		is := policy{Name: p.preset(preset), Words: p.words(p.Center.Rule(s))}
		at := slices.Index(list, is)
		if at < 0 {
			at, list, codes = len(list), append(list, is), append(codes, nil)
		}
		codes[at] = append(codes[at], s.Code)
	}
	most := 0
	for i := range codes {
		if len(codes[i]) > len(codes[most]) {
			most = i
		}
	}
	for i := range list {
		if list[i].Services = p.Services(codes[i]); i == most && len(list) > 1 {
			list[i].Services = p.T("manager.policy-others")
		} else if len(list) == 1 {
			list[i].Services = ""
		}
	}
	if most > 0 {
		list[0], list[most] = list[most], list[0]
	}
	return list
}

// preset is a preset's short name: what stands before the colon of its sentence.
func (p *page) preset(code string) string {
	if code == "" {
		code = "fair"
	}
	name, _, _ := strings.Cut(p.T("policy."+code), ":")
	return name
}

// words says a rule with its numbers.
func (p *page) words(r center.Rule) string {
	say := []string{p.T("manager.policy-target", "n", r.Target)}
	switch {
	case r.HeadStart >= center.Strictly:
		say = append(say, p.T("manager.policy-strict"))
	case r.HeadStart > 0:
		say = append(say, p.T("manager.policy-head", "n", r.HeadStart))
	}
	if r.Weight > 1 {
		say = append(say, p.T("manager.policy-weight", "n", strings.TrimSuffix(strings.TrimSuffix(p.Minutes(r.Weight), ".0"), ",0")))
	}
	if r.Every > 0 {
		say = append(say, p.T("manager.policy-every", "n", r.Every))
	}
	if r.Cap > 0 {
		say = append(say, p.T("manager.policy-cap", "n", r.Cap))
	} else {
		say = append(say, p.T("manager.policy-no-cap"))
	}
	return strings.Join(say, " ")
}

// Of is a part of n as a share, or that there is none.
func (p *page) Of(part, n int) string {
	if n == 0 {
		return "–"
	}
	return p.Percent(float64(part) / float64(n))
}

// scored is a row of the forecast's scores.
type scored struct {
	Page  *page
	Name  string
	Score wire.ForecastScore
}

// Scored is the row of one class of tickets.
func (p *page) Scored(class string, s wire.ForecastScore) scored {
	return scored{p, p.T("manager.class-" + class), s}
}

// Minutes writes minutes with one decimal.
func (p *page) Minutes(m float64) string {
	text := strings.Replace(fmt.Sprintf("%.1f", m), "-", "−", 1)
	if p.Lang == i18n.VI {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return text
}
