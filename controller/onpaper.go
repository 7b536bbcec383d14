package controller

import (
	"net/http"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// mayIssue tells apart who may issue what: a number that stands on paper, only
// people; any other, who stands at the door.
func mayIssue(who caller, q wire.IssueRequest) error {
	roles := []string{"kiosk", "greeter"}
	if q.Paper != nil {
		roles = []string{"greeter", "manager"}
	}
	switch {
	case !who.may(roles...):
		return fault.New(fault.Forbidden, "role", "roles", strings.Join(roles, ", "))
	case q.Paper != nil && q.Appointment != "": // one of the two says when its wait began
		return fault.New(fault.Malformed, "json")
	}
	return nil
}

func postPaperServed(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.PaperServedRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		if err := t.servedOnPaper(q, who.id); err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, struct{}{}, nil
	}))
}

// servedOnPaper enters who was served on a paper number while nothing worked.
func (t *tx) servedOnPaper(q wire.PaperServedRequest, by string) error {
	if err := t.e.plausible(t.now); err != nil {
		return err
	}
	if !t.open {
		return fault.New(fault.Conflict, "day-closed")
	}
	number, err := queue.PaperNumber(q.Number)
	if err != nil {
		return err
	}
	s, ok := t.center.Service(q.Service)
	switch {
	case q.Service == "":
		return fault.New(fault.Invalid, "service-missing")
	case !ok:
		return fault.New(fault.Invalid, "service-unknown", "service", q.Service)
	case q.Purpose == "":
		return fault.New(fault.Invalid, "purpose-missing")
	case !s.Offers(q.Purpose):
		return fault.New(fault.Invalid, "purpose-unknown", "purpose", q.Purpose)
	}
	if _, ok := t.center.Counter(q.Counter); q.Counter != "" && !ok {
		return fault.New(fault.Invalid, "counter-unknown", "counter", q.Counter)
	}
	last := q.Taken
	for _, at := range []*time.Time{q.Called, q.Finished} {
		if at != nil && (at.Before(last) || at.After(t.now.Wall)) {
			return fault.New(fault.Invalid, "paper-order")
		} else if at != nil {
			last = *at
		}
	}
	if err := queue.Taken(t.day.Date, q.Taken, t.now.Wall); err != nil {
		return err
	}
	if t.day.Numbered(number) || t.onPaper(q.Service, number) {
		return fault.New(fault.Conflict, "paper-known", "number", number)
	}
	t.emit(wire.PaperServed, &wire.PaperServedData{
		Service: q.Service, Purpose: q.Purpose, Number: number, Taken: q.Taken.In(center.Zone).Truncate(time.Second), Counter: q.Counter,
		Called: local(q.Called), Finished: local(q.Finished), By: by,
	})
	return nil
}

func local(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	x := at.In(center.Zone).Truncate(time.Second)
	return &x
}

// onPaper tells whether a paper number of a service has been entered as served.
func (s *state) onPaper(code center.ServiceCode, number string) bool {
	for _, x := range s.served {
		if x.Service == code && x.Number == number {
			return true
		}
	}
	return false
}
