package controller

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const (
	mostExplanation = 1000 // letters
	explainWithin   = 31   // days after its day that a figure can be explained
	ownDays         = 30   // that are shown unasked
)

// postExplanation keeps what an official says about own figures: giải trình. It
// stands beside the figure and changes nothing.
func postExplanation(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.ExplanationRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if !slices.Contains(wire.Explainable, q.Figure) {
		return fault.New(fault.Invalid, "figure-unknown", "figures", strings.Join(wire.Explainable, ", "))
	}
	text, err := plain(q.Text, mostExplanation)
	if err != nil {
		return err
	}
	if err := explainable(q.Day, c.Now()); err != nil {
		return err
	}
	if day := strings.ReplaceAll(string(q.Day), "-", "") + "-"; q.Ticket != "" && (!strings.HasPrefix(string(q.Ticket), day) || len(q.Ticket) > 32) {
		return fault.New(fault.NotFound, "ticket-unknown", "ticket", q.Ticket[:min(len(q.Ticket), 32)])
	}
	name := c.officialName(who.id)
	return answer(w, c.engine.ask(r.Context(), wish, func(t *tx) (int, any, error) {
		x := store.Explanation{ID: newID(), Author: who.id, About: q.Day, Figure: q.Figure, Ticket: q.Ticket, At: t.now.Wall.Unix(), Text: text}
		t.emit(wire.FiguresExplained, &wire.ExplainedData{ID: x.ID, Day: x.About, Figure: x.Figure, Ticket: x.Ticket, By: x.Author})
		t.batch.Explained = append(t.batch.Explained, x)
		x.Text = "" // what is remembered of the answer must not hold it
		return http.StatusCreated, explanationView(x, name), nil
	}))
}

// explainable refuses a day that is to come, or long over.
func explainable(day center.Day, now time.Time) error {
	start, err := day.Start()
	if err != nil {
		return fault.New(fault.Invalid, "day-form")
	}
	if start.After(now) || now.Sub(start) > explainWithin*24*time.Hour {
		return fault.New(fault.Conflict, "explain-late", "days", explainWithin)
	}
	return nil
}

func explanationView(x store.Explanation, name string) wire.Explanation {
	return wire.Explanation{ID: x.ID, By: wire.Official{ID: x.Author, Name: name}, Day: x.About, Figure: x.Figure, Ticket: x.Ticket,
		At: time.Unix(x.At, 0).In(center.Zone), Text: x.Text}
}

// getOwnExplanations answers the caller's own; getExplanations those of all.
func getOwnExplanations(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	return c.sendExplanations(w, r, who.id)
}

func getExplanations(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	return c.sendExplanations(w, r, "")
}

func (c *Controller) sendExplanations(w http.ResponseWriter, r *http.Request, author string) error {
	from, to, err := c.period(r)
	if err != nil {
		return err
	}
	all, err := c.explanations(r.Context(), author, from, to)
	if err != nil {
		return err
	}
	return send(w, wire.Explanations{Explanations: all})
}

// explanations are what was said about the figures of some days, by one author
// or by all with "", the newest first.
func (c *Controller) explanations(ctx context.Context, author string, from, to center.Day) ([]wire.Explanation, error) {
	s, _ := view2(c.engine, func(*state) bool { return true })
	said, err := s.Explanations(ctx, author, from, to)
	if err != nil {
		return nil, err
	}
	all := make([]wire.Explanation, 0, len(said))
	for _, x := range said {
		name := c.officialName(x.Author)
		all = append(all, explanationView(x, name))
	}
	return all, nil
}

// period reads the days that are asked for: from and to, by themselves the last 30.
func (c *Controller) period(r *http.Request) (from, to center.Day, err error) {
	q := r.URL.Query()
	from, to = center.Day(q.Get("from")), center.Day(q.Get("to"))
	if to == "" {
		to = center.DayOf(c.Now())
	}
	end, err := to.Start()
	if err != nil {
		return "", "", fault.New(fault.Invalid, "day-form")
	}
	if from == "" {
		from = center.DayOf(end.AddDate(0, 0, 1-ownDays))
	}
	if _, err := from.Start(); err != nil || from > to {
		return "", "", fault.New(fault.Invalid, "day-form")
	}
	return from, to, nil
}
