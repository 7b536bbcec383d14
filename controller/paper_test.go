package controller

import (
	"testing"
	"time"

	"motcua/internal/center"
)

// hours is so many slips an hour from one hour of the day to another.
func hours(n float64, from, to int) (rate [48]float64) {
	for i := from * 2; i < to*2; i++ {
		rate[i] = n
	}
	return rate
}

func TestPaperForecast(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone) }
	lunch := hours(30, 8, 17)
	lunch[23], lunch[24], lunch[25] = 0, 0, 0 // half past eleven to one
	for name, c := range map[string]struct {
		f           paperForecast
		left, slips int
		ends        string
	}{
		"a new roll lasts the day":            {paperForecast{Roll: 80_000, Slip: 140, Rate: hours(30, 8, 17), Now: at(8, 0)}, 80_000, 571, ""},
		"it ends in the afternoon":            {paperForecast{Used: 45_000, Roll: 80_000, Slip: 140, Rate: hours(30, 8, 17), Now: at(8, 0)}, 35_000, 250, "16:20"},
		"nobody comes over lunch":             {paperForecast{Used: 52_000, Roll: 80_000, Slip: 140, Rate: lunch, Now: at(8, 0)}, 28_000, 200, "16:10"},
		"in the middle of a half hour":        {paperForecast{Used: 78_600, Roll: 80_000, Slip: 140, Rate: hours(30, 8, 17), Now: at(9, 25)}, 1_400, 10, "09:45"},
		"a pace of nothing":                   {paperForecast{Used: 79_000, Roll: 80_000, Slip: 140, Now: at(9, 0)}, 1_000, 7, ""},
		"not after closing":                   {paperForecast{Used: 79_000, Roll: 80_000, Slip: 100, Rate: hours(30, 8, 24), Now: at(16, 50)}, 1_000, 10, ""},
		"counted beyond what a roll gives":    {paperForecast{Used: 81_000, Roll: 80_000, Slip: 140, Rate: hours(30, 8, 17), Now: at(9, 0)}, 0, 0, "09:00"},
		"the printer says little, count more": {paperForecast{Used: 40_000, Roll: 80_000, Slip: 150, Low: true, LowAt: 40_000, Rate: hours(30, 8, 17), Now: at(9, 0)}, nearEnd, 20, "09:40"},
		"and prints on":                       {paperForecast{Used: 42_250, Roll: 80_000, Slip: 150, Low: true, LowAt: 40_000, Rate: hours(30, 8, 17), Now: at(9, 0)}, 750, 5, "09:10"},
		"longer than anybody assumed":         {paperForecast{Used: 49_000, Roll: 80_000, Slip: 150, Low: true, LowAt: 40_000, Rate: hours(30, 8, 17), Now: at(9, 0)}, 0, 0, "09:00"},
		"it has none":                         {paperForecast{Used: 40_000, Roll: 80_000, Slip: 150, Out: true, Rate: hours(30, 8, 17), Now: at(9, 0)}, 0, 0, ""},
		"no slip was ever printed":            {paperForecast{Roll: 1_200, Rate: hours(60, 8, 17), Now: at(9, 0)}, 1_200, 10, "09:10"},
	} {
		c.f.Until = at(17, 0)
		got := c.f.paper()
		ends := ""
		if got.EndsAt != nil {
			ends = got.EndsAt.Format("15:04")
		}
		if got.LeftMM != c.left || got.Slips != c.slips || ends != c.ends {
			t.Errorf("%s: %d mm, %d slips, ends %q; want %d, %d, %q", name, got.LeftMM, got.Slips, ends, c.left, c.slips, c.ends)
		}
	}
}

func TestMeanSlip(t *testing.T) {
	r := &roll{}
	if got := r.mean(); got != 0 {
		t.Errorf("mean of nothing = %d", got)
	}
	r.done(0, 0) // its driver does not know
	for range 3 {
		r.done(120, 0)
	}
	if got := r.mean(); got != 120 {
		t.Errorf("mean of three = %d, want 120", got)
	}
	r.SlipMM = 170 // what the morning knew weighs as the 47 that are missing
	if got := r.mean(); got != 167 {
		t.Errorf("mean beside the morning's = %d, want 167", got)
	}
	for range 2 * lastSlips {
		r.done(150, 0)
	}
	if got := r.mean(); got != 150 || len(r.slips) != lastSlips {
		t.Errorf("mean of the last = %d of %d, want 150 of %d", got, len(r.slips), lastSlips)
	}
}
