package controller

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// enter writes a call into the day book, and that one was taken back.
func (s *state) enter(e queue.Event, m queue.Moment) {
	switch {
	case e.Type == queue.TicketCalled:
		line := wire.BookedCall{At: m.Wall, Counter: e.Counter, Ticket: e.Ticket, Number: e.Number, Service: e.Service}
		if t, ok := s.day.Ticket(e.Ticket); ok {
			line.Priority, line.Paper = t.Priority, t.Taken != nil
		}
		if r := eventReason(e); r != nil {
			line.CallReason = *r
		}
		s.book = append(s.book, line)
	case e.Type == queue.CounterUndone && e.Undone == queue.TicketCalled:
		for i := range slices.Backward(s.book) {
			if line := &s.book[i]; line.Ticket == e.Ticket && line.Counter == e.Counter {
				line.Undone = true
				break
			}
		}
	}
}

// getCallReport answers the day book: one line a call.
func getCallReport(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	day := c.asked(r)
	calls, err := ofDay(r.Context(), c.engine, day, func(s *state, _ queue.Moment) []wire.BookedCall { return slices.Clone(s.book) })
	if err != nil {
		return err
	}
	switch r.URL.Query().Get("format") {
	case "", "json":
		return send(w, wire.DayBook{Day: day, Calls: append([]wire.BookedCall{}, calls...)})
	case "csv":
		c.writeCalls(w, language(r), day, calls)
		return nil
	}
	return fault.New(fault.Invalid, "report-format")
}

// writeCalls writes the day book for a spreadsheet. Its reason is a sentence.
func (c *Controller) writeCalls(w http.ResponseWriter, lang i18n.Lang, day center.Day, calls []wire.BookedCall) {
	out := spreadsheet(w, lang, "motcua-calls-"+string(day), "time", "counter", "number", "service", "priority", "due",
		"over", "over_due", "passes", "passed", "by_hand", "undone", "why")
	for _, x := range calls {
		_ = out.Write(c.callCells(lang, x))
	}
	out.Flush()
}

func (c *Controller) callCells(lang i18n.Lang, x wire.BookedCall) []string {
	name := string(x.Service)
	if s, ok := c.opts.Center.Service(x.Service); ok {
		name = s.Name.In(lang)
	}
	mark := map[bool]string{true: "x"}
	cells := []string{
		x.At.In(center.Zone).Format(time.TimeOnly), string(x.Counter), x.Number, cell(name), mark[x.Priority], "", x.Over, "",
		strconv.Itoa(x.Passes), strconv.Itoa(x.Passed), "", mark[x.Undone], "",
	}
	if x.Why == "" { // logged before calls had reasons
		return cells
	}
	cells[5] = x.Due.In(center.Zone).Format(time.TimeOnly)
	if x.OverDue != nil {
		cells[7] = x.OverDue.In(center.Zone).Format(time.TimeOnly)
	}
	if x.Reason != "" {
		cells[10] = i18n.T(lang, "byhand."+x.Reason)
	}
	cells[12] = x.Sentence(lang)
	return cells
}
