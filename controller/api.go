package controller

import (
	"net/http"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// route is one call of the interface. No roles: anybody, even without a session.
type route struct {
	method, path string
	roles        []string
	serve        func(*Controller, http.ResponseWriter, *http.Request, caller) error
}

var anyone = []string{"display", "kiosk", "tablet", "bridge", "greeter", "staff", "manager", "inspector", "technician"}

// routes is the whole interface; openapi.yaml describes each, and a test holds them together.
var routes = []route{
	{"GET", "/services", anyone, getServices},
	{"GET", "/counters", anyone, getCounters},
	{"GET", "/board", anyone, getBoard},
	{"GET", "/events", anyone, getEvents},
	{"POST", "/tickets", []string{"kiosk", "greeter", "manager"}, postTicket},
	{"GET", "/tickets", []string{"greeter", "staff", "manager"}, getTickets},
	{"GET", "/tickets/{id}/notes", []string{"greeter", "staff"}, getNotes},
	{"POST", "/tickets/{id}/notes", []string{"greeter", "staff"}, postNote},
	{"POST", "/tickets/{id}/notes/{note}/erase", []string{"greeter", "staff", "manager"}, postNoteErase},
	{"GET", "/tickets/{id}", []string{"kiosk", "greeter", "staff", "manager", "bridge"}, getTicket},
	{"POST", "/tickets/{id}/cancel", []string{"kiosk", "greeter", "staff"}, ticketRule(timeless((*queue.Day).Cancel))},
	{"POST", "/tickets/{id}/service", []string{"greeter"}, postService},
	{"POST", "/tickets/{id}/rejoin", []string{"kiosk", "greeter", "staff", "manager"}, ticketRule((*queue.Day).Rejoin)},
	{"POST", "/tickets/{id}/ordinary", []string{"greeter", "staff", "manager"}, ticketRule(timeless((*queue.Day).Reclass))},
	{"POST", "/tickets/{id}/assist", []string{"kiosk", "greeter", "staff", "manager"}, postAssist},
	{"POST", "/tickets/{id}/check-in", []string{"kiosk", "greeter", "staff"}, ticketRule(timeless((*queue.Day).CheckIn))},
	{"GET", "/procedures", anyone, getProcedures},
	{"GET", "/dossiers/{code}", []string{"kiosk", "greeter", "staff"}, getDossier},
	{"GET", "/entry", []string{"display", "kiosk", "greeter", "manager"}, getEntry},
	{"POST", "/phone/tickets", nil, postPhoneTicket},
	{"POST", "/phone/tickets/{secret}/check-in", nil, postPhoneCheckIn},
	{"GET", "/appointments", nil, getSlots},
	{"POST", "/appointments", nil, postAppointment},
	{"GET", "/appointments/{code}", nil, getAppointment},
	{"POST", "/appointments/{code}/cancel", nil, postAppointmentCancel},
	{"POST", "/appointments/{code}/check-in", nil, postAppointmentCheckIn},
	{"POST", "/counters/{counter}/staff", []string{"manager"}, postStaff},
	{"POST", "/counters/{counter}/alarm", []string{"staff"}, postAlarm},
	{"POST", "/counters/{counter}/alarm/answer", []string{"staff", "manager"}, postAlarmAnswer},
	{"GET", "/alarms", []string{"manager"}, getAlarms},
	{"GET", "/me/figures", []string{"staff", "greeter"}, getOwnFigures},
	{"GET", "/me/explanations", []string{"staff", "greeter"}, getOwnExplanations},
	{"POST", "/me/explanations", []string{"staff", "greeter"}, postExplanation},
	{"GET", "/reports/explanations", []string{"manager", "inspector"}, getExplanations},
	{"POST", "/counters/{counter}/{action}", []string{"staff", "bridge"}, postAction},
	{"GET", "/counters/{counter}/survey", []string{"tablet"}, getSurvey},
	{"POST", "/slips/{ticket}/claim", []string{"bridge"}, postClaim},
	{"POST", "/slips/{ticket}/done", []string{"bridge"}, postDone},
	{"POST", "/slips/{ticket}/failed", []string{"bridge"}, postFailed},
	{"POST", "/slips/{ticket}/reprint", []string{"staff", "greeter", "manager"}, postReprint},
	{"POST", "/printers/{printer}/roll", []string{"manager", "technician"}, postRoll},
	{"POST", "/paper/served", []string{"greeter", "manager"}, postPaperServed},
	{"POST", "/scans", []string{"bridge", "kiosk", "tablet", "staff", "greeter"}, postScan},
	{"POST", "/help", []string{"kiosk", "bridge"}, postHelp},
	{"POST", "/help/{device}/done", []string{"kiosk", "greeter", "staff", "manager"}, postHelped},
	{"GET", "/alerts", []string{"manager", "inspector", "technician", "display"}, getAlerts},
	{"POST", "/alerts/{alert}/acknowledge", []string{"manager"}, postAcknowledge},
	{"POST", "/selftest", []string{"manager", "technician"}, postSelfTest},
	{"POST", "/selftest/{id}/results", []string{"bridge", "kiosk", "display", "tablet"}, postResults},
	{"GET", "/devices", []string{"bridge", "kiosk", "display", "tablet", "technician"}, getDevices},
	{"POST", "/devices/{device}/state", []string{"bridge", "kiosk", "display", "tablet"}, postDevice},
	{"POST", "/ratings", nil, postRating},
	{"POST", "/ratings/paper", []string{"greeter", "handler"}, postPaperRating},
	{"GET", "/comments", []string{"handler"}, getComments},
	{"GET", "/questionnaires", nil, getQuestionnaires},
	{"GET", "/questionnaires/{version}", nil, getQuestionnaire},
	{"POST", "/session", nil, postSession},
	{"POST", "/clock/confirm", []string{"manager", "technician"}, postClock},
	{"GET", "/reports/figures", []string{"manager", "inspector"}, getFigures},
	{"GET", "/reports/satisfaction", []string{"manager", "inspector"}, getSatisfaction},
	{"GET", "/reports/tickets", []string{"manager", "inspector"}, getFigureTickets},
	{"GET", "/reports/tickets/{id}", []string{"manager", "inspector"}, getTicketEvents},
	{"GET", "/reports/flags", []string{"manager", "inspector"}, getFlags},
	{"GET", "/reports/exceptions", []string{"manager", "inspector"}, getExceptions},
	{"GET", "/reports/dossiers", []string{"manager", "inspector"}, getDossiers},
	{"GET", "/reports/day", []string{"manager", "inspector"}, getDayReport},
	{"GET", "/reports/calls", []string{"manager", "inspector"}, getCallReport},
	{"GET", "/reports/export", []string{"manager", "inspector"}, getExport},
	{"GET", "/reports/advice", []string{"manager", "inspector"}, getAdvice},
	{"GET", "/hooks", []string{"manager", "inspector", "technician"}, getHooks},
	{"POST", "/hooks/{hook}/test", []string{"manager", "technician"}, postHookTest},
	{"GET", "/verify", []string{"manager", "inspector", "technician"}, getVerify},
	{"POST", "/verify", []string{"manager", "inspector", "technician"}, postVerify},
	{"GET", "/slides", []string{"display", "kiosk", "manager", "technician"}, getSlides},
	{"GET", "/slides/{name}", []string{"display", "kiosk", "manager", "technician"}, getSlide},
	{"GET", "/packs", nil, getPacks},
	{"GET", "/packs/{lang}", nil, getPack},
	{"GET", "/packs/{lang}/font", nil, getPackFont},
	{"GET", "/settings", mayLook, getSettings},
	{"PUT", "/settings", mayChange, putSettings},
	{"POST", "/settings/check", mayChange, postSettingsCheck},
	{"POST", "/settings/slip", mayChange, postSettingsSlip},
	{"GET", "/settings/form", mayLook, getSettingsForm},
	{"GET", "/settings/file", mayLook, getSettingsFile},
	{"PUT", "/settings/file", mayChange, putSettingsFile},
	{"POST", "/settings/file/check", mayChange, postSettingsFileCheck},
	{"GET", "/settings/versions", mayLook, getSettingsVersions},
	{"GET", "/settings/versions/{version}", mayLook, getSettingsVersion},
	{"GET", "/settings/versions/{version}/changes", mayLook, getSettingsChanges},
	{"POST", "/settings/versions/{version}/check", mayChange, postSettingsVersionCheck},
	{"POST", "/settings/versions/{version}/restore", mayChange, postSettingsRestore},
	{"GET", "/public/satisfaction", nil, getPublic},
	{"GET", "/public/catalog", nil, getCatalog},
	{"GET", "/feedback", nil, getFeedback},
	{"POST", "/feedback", nil, postFeedback},
	{"GET", "/feedback/{secret}", nil, getOwnCase},
	{"POST", "/feedback/{secret}/{verb}", nil, postOwnCase},
	{"GET", "/cases", whoSettles, getCases},
	{"GET", "/cases/{case}", whoSettles, getCase},
	{"POST", "/cases/{case}/{verb}", whoSettles, postCase},
	{"GET", "/openapi.json", nil, getOpenAPI},
}

func (c *Controller) api(mux *http.ServeMux) {
	for _, rt := range routes {
		mux.HandleFunc(rt.method+" /api/v1"+rt.path, func(w http.ResponseWriter, r *http.Request) {
			c.meters.timed(rt, w, r, func(w http.ResponseWriter) {
				if err := c.serve(w, r, rt); err != nil {
					c.problem(w, r, err)
				}
			})
		})
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		c.problem(w, r, fault.New(fault.NotFound, "call-unknown"))
	})
}

func (c *Controller) serve(w http.ResponseWriter, r *http.Request, rt route) error {
	var who caller
	if rt.roles != nil {
		var err error
		if who, err = c.who(r); err != nil {
			return err
		}
		if !who.may(rt.roles...) {
			return fault.New(fault.Forbidden, "role", "roles", strings.Join(rt.roles, ", "))
		}
	} else if known, err := c.who(r); err == nil {
		who = known
	}
	return rt.serve(c, w, r, who)
}

func getServices(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	v := view(c.engine, (*state).servicesView)
	v.Languages = c.packs.languages()
	return send(w, v)
}

func getBoard(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, c.engine.board())
}

func postTicket(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.IssueRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if wish.Key == "" {
		return fault.New(fault.Malformed, "key-missing")
	}
	if q.Service == "" {
		return fault.New(fault.Invalid, "service-missing")
	}
	if err := mayIssue(who, q); err != nil {
		return err
	}
	source, printer, err := c.source(who, q)
	if err != nil {
		return err
	}
	ask := queue.Wish{Service: q.Service, Purpose: q.Purpose, Priority: q.Priority, Source: source, Printer: printer, Also: q.Also,
		Assist: q.Assist, Proxy: q.Proxy, Another: q.Another, Instead: q.Instead, Procedure: c.procedureFor(q)}
	if q.Paper != nil {
		ask.Paper = &queue.OnPaper{Number: q.Paper.Number, Taken: q.Paper.Taken, By: who.id}
	}
	if q.Appointment != "" {
		return c.guess(r, who, func() error { return answer(w, c.engine.arrive(r.Context(), wish, q.Appointment, ask)) })
	}
	return answer(w, c.engine.issue(r.Context(), wish, ask))
}

// source finds where a ticket is made and who prints it.
func (c *Controller) source(who caller, q wire.IssueRequest) (source, printer center.DeviceID, err error) {
	kiosk := q.Kiosk
	if who.device != "" && !who.may("greeter") {
		if kiosk != "" && kiosk != who.device {
			return "", "", fault.New(fault.Forbidden, "device-other", "device", kiosk)
		}
		kiosk = who.device
	}
	if kiosk != "" {
		k, ok := c.site().Kiosk(kiosk)
		if !ok {
			return "", "", fault.New(fault.Invalid, "device-unknown", "device", kiosk)
		}
		return k.ID, k.Printer, nil
	}
	if q.Printer != "" {
		if _, ok := c.site().Printer(q.Printer); !ok {
			return "", "", fault.New(fault.Invalid, "device-unknown", "device", q.Printer)
		}
	}
	return queue.Greeter, q.Printer, nil
}

func getTicket(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	id := queue.TicketID(r.PathValue("id"))
	t := view(c.engine, func(s *state, _ queue.Moment) *wire.Ticket {
		t, ok := s.day.Ticket(id)
		if !ok {
			return nil
		}
		v := s.ticketView(t)
		return &v
	})
	if t == nil {
		return fault.New(fault.NotFound, "ticket-unknown", "ticket", id)
	}
	return send(w, wire.TicketAnswer{Ticket: *t})
}

// aRule is a rule about one ticket that somebody asks for.
type aRule func(d *queue.Day, id queue.TicketID, by string, now queue.Moment) ([]queue.Event, error)

// timeless is a rule that does not depend on the time.
func timeless(rule func(*queue.Day, queue.TicketID, string) ([]queue.Event, error)) aRule {
	return func(d *queue.Day, id queue.TicketID, by string, _ queue.Moment) ([]queue.Event, error) {
		return rule(d, id, by)
	}
}

// ticketRule serves a rule that needs nothing but the ticket.
func ticketRule(rule aRule) func(*Controller, http.ResponseWriter, *http.Request, caller) error {
	return func(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
		wish, err := read(w, r, who, &struct{}{})
		if err != nil {
			return err
		}
		id := queue.TicketID(r.PathValue("id"))
		return answer(w, c.engine.change(r.Context(), wish, id, func(d *queue.Day, now queue.Moment) ([]queue.Event, error) {
			return rule(d, id, who.id, now)
		}))
	}
}

func postService(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q struct {
		Service center.ServiceCode `json:"service"`
	}
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if q.Service == "" {
		return fault.New(fault.Invalid, "service-missing")
	}
	id := queue.TicketID(r.PathValue("id"))
	return answer(w, c.engine.change(r.Context(), wish, id, func(d *queue.Day, _ queue.Moment) ([]queue.Event, error) {
		return d.Rebook(id, q.Service, who.id)
	}))
}

func postSession(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	var q wire.SessionRequest
	if _, err := read(w, r, caller{}, &q); err != nil {
		return err
	}
	who, err := c.login(w, r, q)
	if err != nil {
		return err
	}
	return send(w, map[string]any{"name": who.name, "roles": who.roles})
}

func postClock(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	if _, err := read(w, r, who, &struct{}{}); err != nil {
		return err
	}
	return answer(w, c.engine.confirmClock(r.Context(), who.id))
}
