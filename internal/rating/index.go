package rating

import (
	"encoding/json"
	"maps"
	"slices"
)

// Share is yes out of n with the 95 % interval in which the true share lies
// (see Interval). Without answers there is no share, which is not 0.
type Share struct {
	Yes, N           int
	Value, Low, High float64
}

// ShareOf counts yes out of n; more than n count as n.
func ShareOf(yes, n int) Share {
	if n <= 0 {
		return Share{High: 1}
	}
	yes = min(max(yes, 0), n)
	low, high := Interval(yes, n)
	return Share{yes, n, float64(yes) / float64(n), low, high}
}

// MarshalJSON writes {"yes","n","share","low","high"}; the last three are null without answers.
func (s Share) MarshalJSON() ([]byte, error) {
	out := struct {
		Yes   int      `json:"yes"`
		N     int      `json:"n"`
		Share *float64 `json:"share"`
		Low   *float64 `json:"low"`
		High  *float64 `json:"high"`
	}{Yes: s.Yes, N: s.N}
	if s.N > 0 {
		out.Share, out.Low, out.High = &s.Value, &s.Low, &s.High
	}
	return json.Marshal(out)
}

// What an answer measures. Overall is the question of every questionnaire.
const (
	Overall      = ""
	WithResult   = "result"   // satisfied with the result
	WithOfficial = "official" // satisfied with the service of the official
)

// Tallied is how often each level of one question was chosen in one version of
// a questionnaire.
type Tallied struct {
	Version   string
	Measures  string // Overall, WithResult, WithOfficial, or one of SIPASFactors
	Satisfied int    // the level, from 1, from which on an answer counts as satisfied
	Counts    []int  // by level, the least satisfied first; its length is the scale
}

func (t *Tallied) n() (n int) {
	for _, k := range t.Counts {
		n += k
	}
	return n
}

func (t *Tallied) satisfied() (yes int) {
	for i, k := range t.Counts {
		if i+1 >= t.Satisfied {
			yes += k
		}
	}
	return yes
}

// Index is one figure of satisfaction, with all that is needed to judge it.
type Index struct {
	Measures  string   `json:"measures,omitempty"`
	Versions  []string `json:"versions"`         // of the questionnaires that it covers
	Scales    []int    `json:"scales"`           // numbers of levels that it covers
	Satisfied Share    `json:"satisfied"`        // each version by its own level
	Response  Share    `json:"response"`         // answers ÷ asked
	Counts    []int    `json:"counts,omitempty"` // by level; only of a single scale
	Mean      *float64 `json:"mean"`             // level; null over several scales, whose levels are not the same thing
	Few       bool     `json:"few,omitempty"`    // fewer than LeastBatch answers: nothing of them is told but their number
}

// IndexOf sums what measures one thing. Asked is how many finished legs were
// asked for it. Only the share of the satisfied goes across scales.
func IndexOf(measures string, all []Tallied, asked int) Index {
	out := Index{Measures: measures, Versions: []string{}, Scales: []int{}}
	versions, scales := map[string]bool{}, map[int]bool{}
	yes, n := 0, 0
	for i := range all {
		t := &all[i]
		if t.Measures != measures || t.n() == 0 {
			continue
		}
		versions[t.Version], scales[len(t.Counts)] = true, true
		yes, n = yes+t.satisfied(), n+t.n()
		if len(scales) == 1 {
			out.Counts = plus(out.Counts, t.Counts)
		}
	}
	out.Versions, out.Scales = append(out.Versions, slices.Sorted(maps.Keys(versions))...), append(out.Scales, slices.Sorted(maps.Keys(scales))...)
	out.Response = ShareOf(n, asked)
	if n > 0 && n < LeastBatch {
		out.Few, out.Counts, out.Satisfied = true, nil, Share{High: 1}
		return out
	}
	out.Satisfied = ShareOf(yes, n)
	if len(scales) > 1 {
		out.Counts = nil
	}
	out.Mean = meanLevel(out.Counts, n)
	return out
}

func plus(a, b []int) []int {
	sum := append([]int(nil), b...)
	for i, k := range a {
		sum[i] += k
	}
	return sum
}

func meanLevel(counts []int, n int) *float64 {
	if len(counts) == 0 || n == 0 {
		return nil
	}
	sum := 0
	for i, k := range counts {
		sum += (i + 1) * k
	}
	mean := float64(sum) / float64(n)
	return &mean
}
