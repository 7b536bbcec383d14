package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"motcua/controller"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/sim/day"
	"motcua/internal/wire"
)

const (
	mostPast     = 400     // days: a year and what people compare it with
	pastVisitors = 22      // citizens an hour
	pastFrom     = 7 * 60  // minutes of the day, when people begin to come and to work
	pastTo       = 17 * 60 // and when the last one has come
)

// past is the time of days that a demo center is to have behind it: it passes as
// fast as the simulated people act, and ends with the working day.
type past struct {
	mu  sync.Mutex // the controller reads while people live
	now queue.Moment
	end time.Time
}

func (c *past) read() queue.Moment {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Now is the simulated people's wall clock.
func (c *past) Now() time.Time { return c.read().Wall }

// Wait lets time go by; it ends the people's day at the end of the working day.
func (c *past) Wait(ctx context.Context, d time.Duration) error {
	at := c.Now().Add(max(d, 0))
	if at.After(c.end) {
		return context.Canceled
	}
	c.set(at)
	return ctx.Err()
}

// set lets time go by until at.
func (c *past) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now.Up, c.now.Wall = c.now.Up+at.Sub(c.now.Wall), at
}

// live lets a center that has no log yet have lived its last days: the same
// controller, the same interface, simulated people, and a clock that does not
// wait. A center with a log keeps the days it has.
func live(p *program, token string, days int, seed uint64, o controller.Options) error {
	if _, err := os.Stat(o.Engine.Store.Path); days == 0 || !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	today := time.Now().In(center.Zone)
	first := time.Date(today.Year(), today.Month(), today.Day()-days, 0, 0, pastFrom*60, 0, center.Zone)
	for first.Weekday() == time.Sunday || first.Weekday() == time.Saturday { // a demo center is open at any hour
		first = first.AddDate(0, 0, 1)
	}
	clock := &past{now: queue.Moment{Wall: first.Add(-time.Minute), Up: time.Hour, Boot: "past"}}
	o.Engine.Clock, o.Engine.Synced, o.Engine.Built, o.Link = clock.read, nil, time.Time{}, nil
	quiet := slog.New(slog.DiscardHandler)
	o.Log, o.Senders = quiet, nil
	ctl, err := controller.New(p.ctx, o)
	if err != nil {
		return err
	}
	defer closeLog(p.log, ctl)
	ctx, stop := context.WithCancel(p.ctx)
	ended := make(chan error, 1)
	go func() { ended <- ctl.Run(ctx) }()
	people := day.Options{Center: client.New("http://past", token).Through(inside{ctl.Handler()}), Visitors: pastVisitors, Seed: seed, Clock: clock, Log: quiet}
	for _, k := range ctl.Center().Kiosks {
		people.Kiosks = append(people.Kiosks, k.ID)
	}
	err = clock.live(ctx, people, first, today, func(at time.Time) error {
		fmt.Print("\r", i18n.T(p.lang, "terminal.past", "day", at.Format("02/01/2006")))
		return ctl.Alive(ctx) // the day before closes
	})
	fmt.Println()
	stop()
	return errors.Join(err, <-ended)
}

// live lets people come on every workday from first until the day of today.
func (c *past) live(ctx context.Context, people day.Options, first, today time.Time, next func(time.Time) error) error {
	for at := first; center.DayOf(at) < center.DayOf(today); at = at.AddDate(0, 0, 1) {
		if at.Weekday() == time.Sunday || at.Weekday() == time.Saturday {
			continue
		}
		c.set(at)
		c.end = at.Add((pastTo - pastFrom) * time.Minute)
		if err := next(at); err != nil {
			return err
		}
		people.Seed++
		if err := errors.Join(day.New(people).Run(ctx), goHome(ctx, people.Center)); err != nil {
			return err
		}
	}
	c.set(time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, center.Zone))
	return next(today)
}

// goHome lets whoever has nobody before them close their counter.
func goHome(ctx context.Context, c day.Center) error {
	all, err := c.Counters(ctx)
	for i := 0; err == nil && i < len(all.Counters); i++ {
		_, err = c.Act(ctx, client.NewKey(), all.Counters[i].ID, "close", wire.ActionRequest{})
		if fault.KindOf(err) == fault.Conflict {
			err = nil
		}
	}
	return err
}

// inside carries requests to a handler in the same process.
type inside struct{ handler http.Handler }

// RoundTrip answers at once.
func (t inside) RoundTrip(r *http.Request) (*http.Response, error) {
	w := &answer{header: http.Header{}, status: http.StatusOK}
	t.handler.ServeHTTP(w, r)
	return &http.Response{
		StatusCode: w.status, Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, r.Context().Err()
}

// answer keeps what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
