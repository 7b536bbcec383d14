package rating

// When a result was there, as the one-stop system tells it; empty where it does not.
const (
	Early  = "early"
	OnTime = "on-time"
	Late   = "late"
)

// Dossier is what is known of one finished dossier.
type Dossier struct {
	Due    string      // Early, OnTime, Late; empty: no dates are known
	Chosen map[int]int // by indicator: points of the option that the citizen chose; for ByAttitude 0 is a complaint
}

// Points are what a dossier earns, by indicator. An indicator that nothing is
// known of is absent, which is not 0.
func (s *Scheme) Points(d *Dossier) map[int]int {
	earned := map[int]int{}
	for _, i := range s.Indicators {
		chosen, told := d.Chosen[i.Number]
		onTime, dated := map[string]int{Early: i.Most, OnTime: i.Most / 2, Late: 0}[d.Due]
		switch {
		case i.By == ByOthers, i.By == ByAttitude && !(dated && told):
			continue
		case i.By == ByTime && dated, i.By == ByAttitude && chosen > 0:
			earned[i.Number] = onTime
		case told && chosen >= 0 && chosen <= i.Most:
			earned[i.Number] = chosen
		}
	}
	return earned
}

// Earned is the points of N dossiers together.
type Earned struct{ Sum, N int }

// Tally is the points of many dossiers, by indicator.
type Tally map[int]Earned

// Add counts one dossier.
func (t Tally) Add(points map[int]int) {
	for number, p := range points {
		t[number] = Earned{t[number].Sum + p, t[number].N + 1}
	}
}

// Merge counts the dossiers of another tally too: a year is made of its
// dossiers, not of its quarters' rounded scores.
func (t Tally) Merge(other Tally) {
	for number, e := range other {
		t[number] = Earned{t[number].Sum + e.Sum, t[number].N + e.N}
	}
}

// Score is what an organization or an official reached.
//
// The circular leaves an indicator without data out and does not say that its
// thresholds shrink with it. So nothing is scaled: Sum stands beside Of, and
// there is a Class only where no indicator is missing. Lowest and Highest are
// what it would be if all that is missing earned nothing, or everything.
type Score struct {
	Scheme     string           `json:"scheme"`
	Indicators []IndicatorScore `json:"indicators"`
	Sum        Tenths           `json:"sum"`     // of the rounded scores
	Of         Tenths           `json:"of"`      // the most that Sum can be with what has data
	With       int              `json:"with"`    // indicators that have data
	Missing    []int            `json:"missing"` // indicators that have none
	Class      *Class           `json:"class"`   // null: not enough data
	Lowest     Class            `json:"lowest"`
	Highest    Class            `json:"highest"`
}

// IndicatorScore is the score of one indicator: Sum ÷ N, rounded to one
// decimal. A score that was given from outside has no N.
type IndicatorScore struct {
	Number int     `json:"number"`
	Sum    int     `json:"sum"`
	N      int     `json:"n"`
	Score  *Tenths `json:"score"` // null: no data
}

// Organization scores an organization: all indicators. Given are the scores
// of indicators that no device may feed, as the organization reports them.
func (s *Scheme) Organization(t Tally, given map[int]Tenths) Score {
	return s.score(t, given, s.Classes, func(Indicator) bool { return true })
}

// Official scores a person: the indicators that count for one.
func (s *Scheme) Official(t Tally, given map[int]Tenths) Score {
	return s.score(t, given, s.Bands, func(i Indicator) bool { return i.Official })
}

func (s *Scheme) score(t Tally, given map[int]Tenths, classes []Class, counts func(Indicator) bool) Score {
	all := Score{Scheme: s.ID, Missing: []int{}}
	lacking := Tenths(0)
	for _, i := range s.Indicators {
		if !counts(i) {
			continue
		}
		most := Tenths(10 * i.Most)
		one := IndicatorScore{Number: i.Number, Sum: t[i.Number].Sum, N: t[i.Number].N}
		if g, ok := given[i.Number]; ok && i.By == ByOthers && g >= 0 && g <= most {
			one.Score = &g
		} else if one.N > 0 {
			m := mean(one.Sum, one.N)
			one.Score = &m
		}
		all.Indicators = append(all.Indicators, one)
		if one.Score == nil {
			all.Missing = append(all.Missing, i.Number)
			lacking += most
			continue
		}
		all.With++
		all.Sum += *one.Score
		all.Of += most
	}
	all.Lowest, all.Highest = classOf(classes, all.Sum), classOf(classes, all.Sum+lacking)
	if len(all.Missing) == 0 {
		all.Class = &all.Lowest
	}
	return all
}

func classOf(classes []Class, sum Tenths) Class {
	for _, c := range classes {
		if sum >= c.Least {
			return c
		}
	}
	return Class{}
}
