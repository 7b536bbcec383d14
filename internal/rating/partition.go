package rating

import "motcua/internal/center"

// LeastClass is how many finished legs every answer in the log may be of, at least.
const LeastClass = 5

// Leg is what an answer about a finished leg may tell of it. In a label, what
// would narrow it down to fewer than LeastClass legs is empty.
type Leg struct {
	Counter  center.CounterID
	Official string // who finished it
	Service  center.ServiceCode
	Purpose  center.Purpose
	Hour     string // of the finish, "2026-11-23T09"; in a label also its day, "2026-11-23", or empty
}

// blurs make a leg coarser, step by step. The first ones are tried every hour,
// so that most answers keep their service; the others when the day closes.
var blurs = []func(*Leg){
	func(*Leg) {},
	func(l *Leg) { l.Hour = l.Hour[:min(len(l.Hour), len("2006-01-02"))] },
	func(l *Leg) { l.Purpose = "" },
	func(l *Leg) { l.Service = "" }, // from here on at closing
	func(l *Leg) { l.Official = "" },
	func(l *Leg) { l.Hour = "" },
	func(l *Leg) { l.Counter = "" }, // only for who has waited long
}

const (
	hourly = 3 // steps that are tried every hour
	narrow = 6 // steps that keep the counter
)

// Partition puts finished legs into classes that show the same label, each of
// LeastClass legs at least, and returns the labels and which legs have one: the
// others wait for more. It looks at legs alone, never at who answered, so that
// who knows all legs and this rule learns of an answer no more than its class
// (a partition as in Mondrian, LeFevre et al. 2006, from the fine to the
// coarse). At closing it goes as far as a counter without its day; with
// exhausted also as far as the whole center.
func Partition(legs []Leg, closing, exhausted bool) (labels []Leg, placed []bool) {
	labels, placed = append([]Leg(nil), legs...), make([]bool, len(legs))
	steps := hourly
	switch {
	case closing && exhausted:
		steps = len(blurs)
	case closing:
		steps = narrow
	}
	for _, blur := range blurs[:steps] {
		classes := map[Leg][]int{}
		for i := range labels {
			if !placed[i] {
				blur(&labels[i])
				classes[labels[i]] = append(classes[labels[i]], i)
			}
		}
		for _, class := range classes {
			for _, i := range class {
				placed[i] = len(class) >= LeastClass
			}
		}
	}
	return labels, placed
}
