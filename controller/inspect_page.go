package controller

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
)

var _ web.Inspections = (*inspections)(nil)

// inspections shows inspections to the pages.
type inspections struct{ c *Controller }

func (p *inspections) List(ctx context.Context, account string) ([]web.Inspection, error) {
	e := p.c.engine
	e.mu.RLock()
	known := e.inspections
	e.mu.RUnlock()
	var all []web.Inspection
	for _, x := range known {
		if account != "" && x.Account != account {
			continue
		}
		y := web.Inspection{ID: x.ID, Account: x.Account, Opened: time.Unix(x.Opened, 0), Until: time.Unix(x.Until, 0)}
		if name, _, ok := e.person(x.Account); ok {
			y.Name = name
		}
		y.Open = x.Closed == 0 && p.c.clock().Wall.Unix() < x.Until
		if end := cmp.Or(x.Closed, x.Until); !y.Open {
			y.Until = time.Unix(end, 0)
		}
		samples, err := p.c.samplesOf(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range samples {
			y.Samples = append(y.Samples, web.Sample{First: s.First, Last: s.Last, Choice: s.Choice, Of: s.Visits, Tickets: s.Tickets, Drawn: time.Unix(s.Drawn, 0)})
		}
		all = append(all, y)
	}
	return all, nil
}

func (p *inspections) Open(ctx context.Context, by web.Who, account string, until time.Time) error {
	return p.c.engine.openInspection(ctx, account, until, by.ID)
}

func (p *inspections) Close(ctx context.Context, by web.Who, id string) error {
	return p.c.engine.closeInspection(ctx, id, by.ID)
}

func (p *inspections) Draw(ctx context.Context, by web.Who, id string, first, last center.Day, n int, choice int64) error {
	x, err := p.c.engine.inspectionOf(id, p.c.clock().Wall)
	if err != nil {
		return err
	}
	return p.c.engine.draw(ctx, x, first, last, n, choice, by.ID)
}

func (p *inspections) Record(w http.ResponseWriter, r *http.Request, by web.Who, id string, first, last center.Day) error {
	x, err := p.c.engine.inspectionOf(id, p.c.clock().Wall)
	if err != nil {
		return err
	}
	return p.c.record(w, r, x, first, last, by.ID)
}
