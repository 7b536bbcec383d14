package advice

import (
	"math"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
)

// Past is what a roster remembers of one day: who came when.
type Past struct {
	Date center.Day                      `json:"date"`
	Came map[center.ServiceCode]*[48]int `json:"came"` // people by half hour of the local day
}

// Remember folds a day that is over.
func Remember(d *queue.Day) Past {
	p := Past{Date: d.Date, Came: map[center.ServiceCode]*[48]int{}}
	for _, t := range d.Tickets() {
		if t.Away { // and never came
			continue
		}
		s := t.Legs[0].Service
		if p.Came[s] == nil {
			p.Came[s] = &[48]int{}
		}
		at := t.IssuedAt.In(center.Zone)
		p.Came[s][(at.Hour()*60+at.Minute())/30]++
	}
	return p
}

// What a roster rests on.
const (
	EnoughDays = 4  // of one weekday, for any number at all
	recentDays = 12 // of one weekday, the latest ones
	eightInTen = 0.8416
)

// RosterDay is what one day of next week needs.
type RosterDay struct {
	Date   center.Day `json:"date"`
	N      int        `json:"n"`      // days of this weekday that it is learned from
	Enough bool       `json:"enough"` // N is at least EnoughDays; else there are no groups
	Busy   float64    `json:"busy"`   // planned people over the mean: 8 in 10 such days are not busier
	Groups []Staffing `json:"groups"`
}

// Roster plans the seven days from a date on, leaving out those on which the
// center stays closed. w tells how long things take. A weekday with too little
// history gets no numbers, for none would be better than a guess.
func Roster(c *center.Center, history []Past, w *queue.World, from center.Day) ([]RosterDay, error) {
	start, err := from.Start()
	if err != nil {
		return nil, err
	}
	var all []RosterDay
	for i := range 7 {
		at := start.AddDate(0, 0, i)
		day := center.DayOf(at)
		if len(c.Hours.On(day)) == 0 {
			continue
		}
		past := sameWeekday(history, at.Weekday())
		r := RosterDay{Date: day, N: len(past), Enough: len(past) >= EnoughDays}
		if r.Enough {
			r.Busy = busy(past)
			world := *w
			world.Rates = usual(past, r.Busy)
			r.Groups = Today(c, &world)
		}
		all = append(all, r)
	}
	return all, nil
}

// sameWeekday are the latest days of a weekday on which anybody came.
func sameWeekday(history []Past, weekday time.Weekday) []Past {
	var all []Past
	for _, p := range history {
		if at, err := p.Date.Start(); err == nil && at.Weekday() == weekday && p.people() > 0 {
			all = append(all, p)
		}
	}
	return all[max(0, len(all)-recentDays):]
}

func (p *Past) people() int {
	n := 0
	for _, slots := range p.Came {
		for _, k := range slots {
			n += k
		}
	}
	return n
}

// busy is by how much a day that eight in ten do not surpass is busier than the mean.
func busy(past []Past) float64 {
	var sum, squares float64
	for i := range past {
		n := float64(past[i].people())
		sum += n
		squares += n * n
	}
	n := float64(len(past))
	mean := sum / n
	deviation := math.Sqrt(max(0, squares-n*mean*mean) / (n - 1))
	return min(1+eightInTen*deviation/mean, 1.5)
}

// usual are the mean rates of past days, times a factor.
func usual(past []Past, factor float64) map[center.ServiceCode]queue.Rates {
	rates := map[center.ServiceCode]queue.Rates{}
	for _, p := range past {
		for s, slots := range p.Came {
			r := rates[s]
			for i, n := range slots {
				r.Ordinary[i] += 2 * float64(n) / float64(len(past)) * factor
			}
			rates[s] = r
		}
	}
	return rates
}
