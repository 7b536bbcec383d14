package forecast

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Score is how a predictor did. Minutes where nothing else is said; a share is
// 0 to 1. What cannot be computed is left out.
type Score struct {
	Predictor string   `json:"predictor"`
	MAE       float64  `json:"mae"`
	MAELow    float64  `json:"mae_low"` // 95 % interval, days drawn with replacement
	MAEHigh   float64  `json:"mae_high"`
	RMSE      float64  `json:"rmse"`
	MedianAE  float64  `json:"median_ae"`
	Bias      float64  `json:"bias"`     // mean of told − true
	RRMSE     float64  `json:"rrmse"`    // RMSE ÷ mean wait
	Within5   float64  `json:"within_5"` // share told right to 5 minutes
	Over10    float64  `json:"over_10"`  // share that waited more than 10 minutes longer than told
	AUC15     *float64 `json:"auc_15,omitempty"`
	F115      *float64 `json:"f1_15,omitempty"`
	Cover50   *float64 `json:"cover_50,omitempty"` // share of waits not above the bound told
	Cover80   *float64 `json:"cover_80,omitempty"`
	Cover90   *float64 `json:"cover_90,omitempty"`
	Pinball80 *float64 `json:"pinball_80,omitempty"`
	Pinball90 *float64 `json:"pinball_90,omitempty"`
	VsHOL     *float64 `json:"mae_vs_hol,omitempty"`               // MAE ÷ that of HOL
	VsAverage *float64 `json:"mae_vs_moving_average_60,omitempty"` // MAE ÷ that of the moving average
	ByAhead   []Group  `json:"by_ahead"`
	ByDay     []Group  `json:"by_day"`
}

// Group is the error for the tickets of one day, or with so many ahead.
type Group struct {
	Ahead string  `json:"ahead,omitempty"`
	Day   string  `json:"day,omitempty"`
	N     int     `json:"n"`
	MAE   float64 `json:"mae"`
}

// groupNames are the groups of tickets ahead, as spreadOf numbers them.
var groupNames = [nSpreads]string{"0", "1-2", "3-5", "6-10", "11-20", "21+"}

// known is one prediction with what came of it.
type known struct {
	day     int32
	ahead   int32
	stalled bool
	wait    float32
	by      [nPredictors]float32
	bounds  [2][2]float32 // P80 and P90 of the model, of the closed formula
}

// long is the wait whose announcement AUC and F1 judge, in minutes: the national target.
const long = 15

// score scores predictor b on cases of the days.
func score(cases []known, b int, days []string) Score {
	s := Score{Predictor: Predictors[b]}
	n := float64(len(cases))
	off := make([]float64, len(cases))
	var groups [nSpreads]mean
	daily := make([]mean, len(days))
	waits := 0.0
	for i := range cases {
		c := &cases[i]
		told, wait := float64(c.by[b]), float64(c.wait)
		off[i] = math.Abs(told - wait)
		waits += wait
		s.RMSE += (told - wait) * (told - wait)
		s.Bias += told - wait
		s.Within5 += one(off[i] <= 5)
		s.Over10 += one(wait > told+10)
		groups[spreadOf(int(c.ahead))].add(mean{off[i], 1}, 1)
		daily[c.day].add(mean{off[i], 1}, 1)
	}
	s.MAE, s.MAELow, s.MAEHigh = bootstrap(daily)
	s.RMSE, s.Bias, s.Within5, s.Over10 = math.Sqrt(s.RMSE/n), s.Bias/n, s.Within5/n, s.Over10/n
	if waits > 0 {
		s.RRMSE = s.RMSE / (waits / n)
	}
	s.AUC15, s.F115 = ranking(cases, b), f1(cases, b)
	if b == byModel || b == byGammaPoisson {
		s.bounds(cases, b)
	}
	slices.Sort(off)
	s.MedianAE = (off[(len(off)-1)/2] + off[len(off)/2]) / 2
	s.groups(groups[:], daily, days)
	return s
}

// groups writes the errors by tickets ahead and by day.
func (s *Score) groups(ahead, daily []mean, days []string) {
	for i, g := range ahead {
		if g.N > 0 {
			s.ByAhead = append(s.ByAhead, Group{Ahead: groupNames[i], N: int(g.N), MAE: g.Sum / g.N})
		}
	}
	for i, g := range daily {
		if g.N > 0 {
			s.ByDay = append(s.ByDay, Group{Day: days[i], N: int(g.N), MAE: g.Sum / g.N})
		}
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// bounds scores the bounds told.
func (s *Score) bounds(cases []known, b int) {
	var cover [3]float64
	var lost [2]float64
	for i := range cases {
		c := &cases[i]
		cover[0] += one(c.wait <= c.by[b])
		for j, p := range [2]float64{.8, .9} {
			told, wait := float64(c.bounds[b][j]), float64(c.wait)
			cover[j+1] += one(wait <= told)
			lost[j] += pinball(p, told, wait)
		}
	}
	n := float64(len(cases))
	for i := range cover {
		cover[i] /= n
	}
	lost[0] /= n
	lost[1] /= n
	s.Cover50, s.Cover80, s.Cover90 = &cover[0], &cover[1], &cover[2]
	s.Pinball80, s.Pinball90 = &lost[0], &lost[1]
}

// draws is how often the days are drawn for an interval.
const draws = 2000

// bootstrap returns the mean error and the 95 % interval of it when whole days
// are drawn with replacement: the tickets of one day share its troubles.
func bootstrap(sums []mean) (all, low, high float64) {
	var total mean
	for _, m := range sums {
		total.add(m, 1)
	}
	random := rand.New(rand.NewPCG(20200113, 1))
	means := make([]float64, 0, draws)
	for range draws {
		var drawn mean
		for range sums {
			drawn.add(sums[random.IntN(len(sums))], 1)
		}
		if drawn.N > 0 {
			means = append(means, drawn.Sum/drawn.N)
		}
	}
	slices.Sort(means)
	return total.or(0), means[len(means)*25/1000], means[len(means)*975/1000]
}

// ranking is the probability that a wait above 15 minutes was told longer than
// one below, ties counting half (AUC); nil where there is only one kind.
func ranking(cases []known, b int) *float64 {
	order := make([]int32, len(cases))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(cases[i].by[b], cases[j].by[b]) })
	ranks, yes := 0.0, 0.0
	for i := 0; i < len(order); {
		j, above := i, 0.0
		for ; j < len(order) && cases[order[j]].by[b] == cases[order[i]].by[b]; j++ {
			above += one(cases[order[j]].wait > long)
		}
		ranks += above * (float64(i+j) + 1) / 2
		yes += above
		i = j
	}
	no := float64(len(cases)) - yes
	if yes == 0 || no == 0 {
		return nil
	}
	auc := (ranks - yes*(yes+1)/2) / (yes * no)
	return &auc
}

// f1 is the harmonic mean of precision and recall of "more than 15 minutes".
func f1(cases []known, b int) *float64 {
	hit, told, came := 0.0, 0.0, 0.0
	for i := range cases {
		said, did := cases[i].by[b] > long, cases[i].wait > long
		hit += one(said && did)
		told += one(said)
		came += one(did)
	}
	if told+came == 0 {
		return nil
	}
	f := 2 * hit / (told + came)
	return &f
}
