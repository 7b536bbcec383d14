package main

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"motcua/internal/center"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
)

// TestADemoMayHaveAPast lives a few days before the first start, by the same
// rules and into the same log, and looks at them as a manager does. Its
// pictures are those of README.
func TestADemoMayHaveAPast(t *testing.T) {
	c := demoCommand{History: 3, Seed: 1}
	if os.Getenv("MOTCUA_PICTURES") != "" {
		c.History = 30
	}
	d := runDemo(t, c)
	worked := 0
	for back := 1; back <= c.History; back++ {
		at := time.Now().In(center.Zone).AddDate(0, 0, -back)
		status, report := dayReport(t, d, center.DayOf(at))
		if weekend := at.Weekday() == time.Sunday || at.Weekday() == time.Saturday; weekend != (status == http.StatusNotFound) {
			t.Errorf("%s answers %d", at.Format(time.DateOnly), status)
		}
		if status != http.StatusOK {
			continue
		}
		worked++
		if f := report.Figures; f.Finished < 50 || f.Waiting != 0 || f.MeanWaitS == 0 || f.Ratings == nil {
			t.Errorf("%s came to %+v", at.Format(time.DateOnly), f)
		}
	}
	if worked < 1 {
		t.Errorf("none of %d days was worked", c.History)
	}
	d.lookBack(t, c.History)
}

// lookBack opens the report of the days before today, and goes from a figure to
// its tickets and from a ticket to its events.
func (d *demo) lookBack(t *testing.T, days int) {
	pictures := kittest.Pictures(t)
	today := time.Now().In(center.Zone)
	period := today.AddDate(0, 0, -days).Format(time.DateOnly) + ".." + today.AddDate(0, 0, -1).Format(time.DateOnly)
	browser := screenstest.Browser(t)
	login := openTab(t, browser, d.url, "/login?next=/reports/"+period+"#"+d.token, 1366, 1100)
	login.until("location.pathname.startsWith('/reports/')")
	login.until("document.querySelector('svg') && document.readyState === 'complete'")
	login.shot(pictures, "report")
	login.do(chromedp.Evaluate[chromedp.Void]("document.querySelector('a[href*=\"/behind?\"]').click()"))
	login.until("location.pathname.endsWith('/behind') && document.querySelector('a[href*=\"/tickets/\"]')")
	login.do(chromedp.Evaluate[chromedp.Void]("document.querySelector('a[href*=\"/tickets/\"]').click()"))
	login.until("location.pathname.includes('/tickets/') && document.querySelectorAll('tbody tr').length > 2")
	openTab(t, browser, d.url, "/settings", 1366, 900).shot(pictures, "settings")
}

func dayReport(t *testing.T, d *demo, day center.Day) (status int, report wire.DayReport) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+"/api/v1/reports/day?date="+string(day), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+d.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		if err := json.NewDecoder(answer.Body).Decode(&report); err != nil {
			t.Fatal(err)
		}
	}
	return answer.StatusCode, report
}
