package simulate

import (
	"fmt"
	"time"

	"motcua/internal/center"
)

// Limits of a scenario: far beyond any center, and small enough for a machine.
const (
	MostServices     = 64
	MostCounters     = 256
	MostReplications = 100_000
	MostVisits       = 20_000_000 // in one replication
	MostMinutes      = 60 * 24 * 366 * 250
	mostRate         = 100_000 // visits an hour
	mostMean         = 24 * 60 // minutes of service
	mostSteps        = 10_000  // of arrivals, and values of an empirical law
)

// Scenario is what is played: who comes when, how long they take, who serves
// them and in which order. docs/simulate.md has every key. Durations are minutes.
type Scenario struct {
	Name         string          `toml:"name"`
	Seed         int64           `toml:"seed"`
	Replications int             `toml:"replications"`
	Start        Clock           `toml:"start"`   // time of day at which a replication begins
	Length       float64         `toml:"length"`  // how long people come
	Visits       int             `toml:"visits"`  // or: how many come
	WarmUp       float64         `toml:"warm_up"` // who comes before that is served and not counted
	Hours        []center.Window `toml:"hours"`   // when numbers are issued; none: always, for as long as it takes
	Trace        string          `toml:"trace"`   // CSV file of arrivals, beside the scenario
	Policy       center.Policy   `toml:"policy"`
	Services     []Service       `toml:"service"`
	Counters     []Counter       `toml:"counter"`

	trace []arrival
}

// Service is what people come for.
type Service struct {
	Code     center.ServiceCode `toml:"code"`
	Target   *int               `toml:"target"`   // minutes a citizen should wait at most
	Policy   center.Policy      `toml:"policy"`   // where it differs from the scenario's
	Priority float64            `toml:"priority"` // share of visits in the priority class
	Arrivals Arrivals           `toml:"arrivals"`
	Time     Law                `toml:"time"` // of service
	Booked   Booked             `toml:"appointments"`
	NoShow   float64            `toml:"no_show"`  // share that does not come when called
	Transfer Transfer           `toml:"transfer"` // to another service afterwards
}

// Arrivals is a Poisson process, of one rate or of one rate per step.
type Arrivals struct {
	PerHour float64   `toml:"per_hour"`
	Steps   []float64 `toml:"steps"` // visits an hour in each step; after the last nobody comes
	Every   float64   `toml:"every"` // minutes of a step
}

// Booked are appointments, all of them taken.
type Booked struct {
	Window center.Window `toml:"window"`
	Every  int           `toml:"every"`  // minutes between two slots
	Places int           `toml:"places"` // people a slot
	Missed float64       `toml:"missed"` // share that does not come
	Early  float64       `toml:"early"`  // the others come evenly spread from that long before
	Late   float64       `toml:"late"`   // to that long after
}

// Law is a distribution of service times, in minutes.
type Law struct {
	Law    string    `toml:"law"`    // exp, lognormal, deterministic or empirical
	Mean   float64   `toml:"mean"`   // all but empirical
	SCV    float64   `toml:"scv"`    // lognormal: squared coefficient of variation
	Values []float64 `toml:"values"` // empirical: each as likely as the others
}

// Transfer sends a share of the served on to another service.
type Transfer struct {
	To    center.ServiceCode `toml:"to"`
	Share float64            `toml:"share"`
}

// Counter is a desk.
type Counter struct {
	ID       center.CounterID     `toml:"id"`
	Services []center.ServiceCode `toml:"services"`
	Hours    []center.Window      `toml:"hours"`  // of each day; none: always
	Breaks   []center.Window      `toml:"breaks"` // of each day, within the hours
}

// Clock is a time of day in minutes after midnight, "07:30".
type Clock int

// UnmarshalText reads "07:30".
func (c *Clock) UnmarshalText(b []byte) error {
	at, err := time.Parse("15:04", string(b))
	if err != nil || len(b) != 5 {
		return fmt.Errorf("%q is not a time of day such as \"07:30\"", b)
	}
	*c = Clock(at.Hour()*60 + at.Minute())
	return nil
}

// service returns the position of a service, -1 for one that the scenario does not have.
func (s *Scenario) service(code center.ServiceCode) int {
	for i := range s.Services {
		if s.Services[i].Code == code {
			return i
		}
	}
	return -1
}

// Center is the reception point as the rules see it.
func (s *Scenario) Center() *center.Center {
	c := &center.Center{Policy: s.Policy, Hours: center.Hours{Always: true}}
	if s.Hours != nil {
		h := s.Hours
		c.Hours = center.Hours{Monday: h, Tuesday: h, Wednesday: h, Thursday: h, Friday: h, Saturday: h, Sunday: h}
	}
	for i := range s.Services {
		v := &s.Services[i]
		x := center.Service{Code: v.Code, Policy: v.Policy, Prefix: prefix(i), Width: 5, Minutes: max(int(v.Time.mean()+.5), 1)}
		if v.Target != nil {
			x.Target = *v.Target
		}
		c.Services = append(c.Services, x)
		if b := &v.Booked; b.Every > 0 {
			c.Appointments.Slots = append(c.Appointments.Slots, center.Slots{
				Service: v.Code, Days: []string{weekday}, Window: b.Window, Every: b.Every, Places: b.Places,
			})
		}
	}
	for _, v := range s.Counters {
		c.Counters = append(c.Counters, center.Counter{ID: v.ID, Services: v.Services})
	}
	c.Default()
	return c
}

// prefix gives each service letters of its own: A to Z, then AA, AB.
func prefix(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return prefix(i/26-1) + prefix(i%26)
}

func minutes(m float64) time.Duration { return time.Duration(m * float64(time.Minute)) }
