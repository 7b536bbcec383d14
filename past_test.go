package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// TestADemoMayHaveAPast lives a few days before the first start, by the same
// rules and into the same log, and not again at the next one.
func TestADemoMayHaveAPast(t *testing.T) {
	c := demoCommand{History: 3, Seed: 1}
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
