package controller

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"motcua/controller/web"
	"motcua/internal/cases"
	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/satisfaction"
)

var _ web.Publication = (*publisher)(nil)

// publisher works out what the center publishes of the survey, once a day when
// the day before is over, and keeps it in memory.
type publisher struct {
	c   *Controller
	now atomic.Pointer[publication]

	mu     sync.Mutex // of what follows
	ledger *satisfaction.Ledger
	until  center.Day     // the last day that was looked at
	site   *center.Center // under which the present state was made
}

// publication is one state of it, in every form.
type publication struct {
	satisfaction.Published
	json, csv, catalog []byte
}

const publishCheck = time.Minute

func newPublisher(c *Controller) *publisher {
	return &publisher{c: c, ledger: satisfaction.NewLedger()}
}

// Published is the present state, false before the first one is worked out, and
// where nothing is published.
func (p *publisher) Published() (satisfaction.Published, bool) {
	x := p.now.Load()
	if x == nil || p.c.site().Publish.Off {
		return satisfaction.Published{}, false
	}
	return x.Published, true
}

// run works it out until ctx ends. What goes wrong is logged, and tried again.
func (p *publisher) run(ctx context.Context) {
	tick := time.NewTicker(publishCheck)
	defer tick.Stop()
	for {
		if err := p.look(ctx); err != nil && ctx.Err() == nil {
			p.c.log.Error("nothing new published", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look works out a new state where a day has ended, or the configuration is another.
func (p *publisher) look(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	site, today, until := p.c.site(), center.DayOf(p.c.clock().Wall), p.c.engine.lastOver()
	if site.Publish.Off || site == p.site && until == p.until {
		return nil
	}
	from := max(p.until, satisfaction.PublishedSince(today))
	for d, err := range p.c.engine.days(ctx, from, until) {
		if err != nil {
			return err
		}
		p.ledger.Add(d, p.c.engine.asked)
	}
	p.ledger.End(dayAfter(until))
	x, err := p.state(site, until)
	if err != nil {
		return err
	}
	p.now.Store(x)
	p.until, p.site = until, site
	return nil
}

// lastOver is the last date of which nothing can enter the log any more.
func (e *Engine) lastOver() center.Day {
	return view(e, func(s *state, now queue.Moment) center.Day {
		yesterday := center.DayOf(now.Wall.AddDate(0, 0, -1))
		if s.open {
			return min(yesterday, dayBefore(s.day.Date, 1))
		}
		return yesterday
	})
}

func dayAfter(d center.Day) center.Day { return center.PeriodOf(center.OneDay, d).Next().From }

// asked is what a version of a questionnaire asked, nil for one that nobody knows.
func (e *Engine) asked(version string) *center.Questionnaire {
	return view(e, func(s *state, _ queue.Moment) *center.Questionnaire {
		q, _ := s.questionnaire(version)
		return q
	})
}

// state makes what is published of the days up to until.
func (p *publisher) state(site *center.Center, until center.Day) (*publication, error) {
	today := dayAfter(until)
	f := p.c.feedback()
	x := &publication{Published: satisfaction.Published{V: 1, Center: site.Agency, Name: site.Name, Point: site.Point, Demo: site.Demo, Until: until,
		Licence: site.Publish.Licence, LicenceURL: site.Publish.LicenceURL, Contact: site.Publish.Contact, Hotline: f.Hotline, Portal: f.Portal}}
	x.Periods = p.ledger.Periods(today, p.c.engine.asked, harassmentLimit(site, until))
	known := p.c.engine.casesNow()
	for i := range x.Periods {
		period := &x.Periods[i]
		period.Complaints = satisfaction.ComplaintsOf(known, *period, until, today)
		slices.SortStableFunc(period.Services, func(a, b satisfaction.PublishedRow) int { return rowOf(site, a.Service) - rowOf(site, b.Service) })
		for j := range period.Services {
			if s, ok := site.Service(period.Services[j].Service); ok {
				period.Services[j].Name = &s.Name
			}
		}
	}
	x.Words(p.c.engine.asked)
	return x, x.write(site)
}

// rowOf is where a service stands in the configuration; others come last.
func rowOf(site *center.Center, code center.ServiceCode) int {
	i := slices.IndexFunc(site.Services, func(s center.Service) bool { return s.Code == code })
	if i < 0 {
		return len(site.Services)
	}
	return i
}

// casesNow are all cases as they stand.
func (e *Engine) casesNow() (all []cases.Case) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, x := range e.cases.inOrder() {
		all = append(all, x.Case)
	}
	return all
}

// write makes the forms in which it is fetched.
func (x *publication) write(site *center.Center) (err error) {
	if x.json, err = json.Marshal(x.Published); err != nil {
		return err
	}
	if x.csv, err = x.CSV(); err != nil {
		return err
	}
	x.catalog, err = json.Marshal(x.Catalog(site.URL))
	return err
}
