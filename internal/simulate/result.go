package simulate

// The classes of a row.
const (
	Priority    = "priority"
	Ordinary    = "ordinary"
	Appointment = "appointment" // those who come late, too
)

// Classes lists the classes.
var Classes = []string{Priority, Ordinary, Appointment}

// Result is what came of a scenario. Waits are minutes; docs/simulate.md defines every field.
type Result struct {
	Scenario     string          `json:"scenario"`
	Seed         int64           `json:"seed"`
	Replications int             `json:"replications"`
	Rows         []Row           `json:"rows"`
	Counters     []CounterResult `json:"counters"`
}

// Row is a service and a class; empty stands for all.
type Row struct {
	Service   string     `json:"service"`
	Class     string     `json:"class"`
	N         int        `json:"n"`        // waits that ended in front of a counter
	Refused   int        `json:"refused"`  // got no number
	NoShows   int        `json:"no_shows"` // were called and did not come
	Unserved  int        `json:"unserved"` // still waited when the day was over
	Waits     *Waits     `json:"wait"`     // null where n is 0
	Overtakes *Overtakes `json:"overtakes"`
}

// Waits are minutes, and shares from 0 to 1.
type Waits struct {
	Mean     float64     `json:"mean"`
	CI95     *[2]float64 `json:"ci95"` // of the mean; null where there is nothing to tell it from
	P50      float64     `json:"p50"`
	P80      float64     `json:"p80"`
	P90      float64     `json:"p90"`
	P95      float64     `json:"p95"`
	P99      float64     `json:"p99"`
	Max      float64     `json:"max"`
	Within15 float64     `json:"within15"`
	Within30 float64     `json:"within30"`
}

// Overtakes counts later comers who were called before one who could have been.
type Overtakes struct {
	Mean float64 `json:"mean"`
	Max  int     `json:"max"`
}

// CounterResult is how busy a counter was, over all replications.
type CounterResult struct {
	ID          string  `json:"id"`
	Served      int     `json:"served"`
	Utilization float64 `json:"utilization"` // busy over open time in which people come
}
