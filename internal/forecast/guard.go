package forecast

import "time"

// Verdict says what came of a refit, as data: the caller has the words.
type Verdict struct {
	Used     bool        `json:"used"`
	Reason   Reason      `json:"reason"`
	Held     []time.Time `json:"held"`     // the days on which both were compared
	Kept     bool        `json:"kept"`     // neither model learned from them; false while the log is young
	N        int         `json:"n"`        // tickets compared
	Refit    float64     `json:"refit"`    // loss of the new model, in minutes
	Previous float64     `json:"previous"` // loss of the model before
}

// Reason is why a refit is used, or not.
type Reason string

// The reasons.
const (
	First      Reason = "first"       // there was no usable model before
	NotWorse   Reason = "not-worse"   // on the days held back
	Worse      Reason = "worse"       // the model before stays
	NothingNew Reason = "nothing-new" // the history is empty
)

const (
	heldFrom   = 20   // days of log from which days are held back
	heldEvery  = 10   // of these, every tenth day of the calendar
	heldMost   = 10   // days compared on
	tolerance  = 1.02 // a loss within 2 % is not worse
	youngSlack = 1.10 // nor is one within 10 % where the model before knew the days
)

// held says whether a day is held back for comparison. Ten and seven have no
// common factor, so every weekday has its turn.
func held(d time.Time) bool { return d.Unix()/86_400%heldEvery == 3 }

// Refit learns a new model from the history and compares it with the model
// before on days held back: the one of the two to use from now on is returned,
// never a worse one. before may be nil.
//
// From twenty days of log on, every tenth day is held back from all learning, so
// that the comparison is fair. Before that, both are compared on the last days
// that before has learned from: enough to see that a new day has spoiled it.
func Refit(h History, before *Model) (*Model, Verdict) {
	if len(h) == 0 {
		if before == nil {
			before = &Model{Version: Version}
		}
		return before, Verdict{Reason: NothingNew}
	}
	learn, compare, kept := h.split(before)
	if before == nil || !before.Usable() || before.Days == 0 {
		return Fit(learn, nil), Verdict{Used: true, Reason: First}
	}
	m := Fit(learn, before)
	v := Verdict{Used: true, Reason: NotWorse, Held: compare.Dates(), Kept: kept}
	v.Refit, v.N = m.loss(compare)
	v.Previous, _ = before.loss(compare)
	most := tolerance
	if !kept {
		most = youngSlack
	}
	if v.Refit > v.Previous*most {
		v.Used, v.Reason = false, Worse
		return before, v
	}
	return m, v
}

// split returns the days to learn from and those to compare on; kept says that
// they have none in common.
func (h History) split(before *Model) (learn, compare History, kept bool) {
	dates := h.Dates()
	if len(dates) >= heldFrom {
		for _, d := range h {
			if held(d.Date) {
				compare = append(compare, d)
			} else {
				learn = append(learn, d)
			}
		}
		dates = compare.Dates()
		_, compare = compare.Until(dates[max(len(dates)-heldMost, 0)].AddDate(0, 0, -1))
		return learn, compare, true
	}
	if before == nil {
		return h, nil, false
	}
	old, _ := h.Until(before.Until)
	dates = old.Dates()
	if len(dates) > 0 {
		_, old = old.Until(dates[max(len(dates)-heldMost, 0)].AddDate(0, 0, -1))
	}
	return h, old, false
}

// loss is how far the quantiles told at issue and at the first poll were off, as
// the sum of the three pinball losses in minutes, and over how many tickets.
func (m *Model) loss(h History) (minutes float64, n int) {
	days := prepare(h)
	for i := range days {
		for _, when := range []moment{atIssue, atPoll} {
			m.visit(&days[i], 0, when, func(v visit) {
				q := v.hall.Predict(v.place.queue.Name, v.ask, v.now)
				minutes += pinball(.5, q.P50, v.wait) + pinball(.8, q.P80, v.wait) + pinball(.9, q.P90, v.wait)
				n++
			})
		}
	}
	return minutes / float64(max(n, 1)), n
}

// pinball is the loss whose mean is least where told is quantile p of the waits.
func pinball(p float64, told, wait Minutes) Minutes {
	return max(p*(wait-told), (p-1)*(wait-told))
}
