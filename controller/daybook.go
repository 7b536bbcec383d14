package controller

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/export"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/notice"
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
	book, err := ofDay(r.Context(), c.engine, day, (*state).bookView)
	if err != nil {
		return err
	}
	book.Day = day
	switch r.URL.Query().Get("format") {
	case "", "json":
		return send(w, book)
	case "csv":
		c.writeCalls(w, language(r), book)
		return nil
	}
	return fault.New(fault.Invalid, "report-format")
}

// bookView is the day book; nothing that goes on changes it.
func (s *state) bookView(queue.Moment) wire.DayBook {
	return wire.DayBook{Calls: append([]wire.BookedCall{}, s.book...), Reprints: slices.Clone(s.again), Paper: slices.Clone(s.served), Notices: s.noticesView()}
}

// writeCalls writes the day book for a spreadsheet: the calls, each with its
// reason in a sentence, then slips that were printed once more, then who was
// served on a paper number while nothing worked.
func (c *Controller) writeCalls(w http.ResponseWriter, lang i18n.Lang, book wire.DayBook) {
	out := spreadsheet(w, lang, "motcua-calls-"+string(book.Day), "time", "counter", "number", "service", "priority", "due",
		"over", "over_due", "passes", "passed", "by_hand", "undone", "paper", "why")
	for _, x := range book.Calls {
		_ = out.Write(c.callCells(lang, x))
	}
	other := func(at time.Time, counter center.CounterID, number, service, paper, why string) {
		_ = out.Write([]string{at.In(center.Zone).Format(time.TimeOnly), string(counter), number, service, "", "", "", "", "", "", "", "", paper, why})
	}
	for _, x := range book.Reprints {
		other(x.At, "", x.Number, "", "", i18n.T(lang, "report.reprint", "copy", x.Copy, "printer", x.Printer))
	}
	for _, x := range book.Paper {
		other(x.Taken, x.Counter, x.Number, c.serviceCell(lang, x.Service), "x", i18n.T(lang, "report.paper-served"))
	}
	for _, x := range book.Notices {
		other(x.At, "", x.Number, "", "", i18n.T(lang, "notice.book-"+x.State, "channel", i18n.T(lang, "notice.channel-"+x.Channel),
			"kind", i18n.T(lang, "notice.kind-"+x.Kind), "cause", i18n.T(lang, "notice.cause-"+cmp.Or(x.Cause, notice.Unsure))))
	}
	out.Flush()
}

func (c *Controller) serviceCell(lang i18n.Lang, code center.ServiceCode) string {
	if s, ok := c.site().Service(code); ok {
		return export.Guard(s.Name.In(lang))
	}
	return export.Guard(string(code))
}

func (c *Controller) callCells(lang i18n.Lang, x wire.BookedCall) []string {
	mark := map[bool]string{true: "x"}
	cells := []string{
		x.At.In(center.Zone).Format(time.TimeOnly), string(x.Counter), x.Number, c.serviceCell(lang, x.Service), mark[x.Priority], "", x.Over, "",
		strconv.Itoa(x.Passes), strconv.Itoa(x.Passed), "", mark[x.Undone], mark[x.Paper], "",
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
	cells[13] = x.Sentence(lang)
	return cells
}
