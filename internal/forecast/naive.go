package forecast

// The predictors whose scores are reported side by side. The first is the
// product's; the others are what other systems show (docs/forecast.md).
const (
	byModel = iota
	byGammaPoisson
	byPlainGammaPoisson
	byStatic
	byService
	byInterval
	byThroughput60
	byThroughput30
	byLES
	byHOL
	byAverage60
	byDay
	byHistory
	nPredictors
)

// Predictors are the names of the predictors in reports, in their order.
var Predictors = [nPredictors]string{"motcua", "gamma-poisson", "gamma-poisson-plain", "ql-static", "ql-service", "ql-interval",
	"throughput-60", "throughput-30", "les", "hol", "moving-average-60", "day-average", "history"}

// staticMinutes is the service time that a system without a log assumes.
const staticMinutes Minutes = 10

// naive predicts a ticket by every predictor but the model's. Those that repeat
// past waits know what the ticket has waited only where credit is set: at its
// first poll published comparisons take them as they are, later that would be absurd.
func (m *Model) naive(v visit, credit bool) (all [nPredictors]Minutes) {
	p, s := v.place, v.hall.look(v.place, v.now)
	n := float64(v.ask.Ahead + 1)
	known := m.Stats.queue(p.queue)
	open := float64(max(p.counters, 1))
	plain := believe(m.weight(), s.day, float64(p.waits60.count(v.now)), p.busy60.total(v.now))

	all[byGammaPoisson] = s.belief.quantile(.5, v.ask.Ahead)
	all[byPlainGammaPoisson] = plain.quantile(.5, v.ask.Ahead)
	all[byStatic] = n * staticMinutes / open
	all[byService] = n * known.Service.or(known.Open.or(1)/s.day) / open
	all[byInterval] = n / s.day
	all[byThroughput60] = n * 60 / float64(max(p.waits60.count(v.now), 1))
	all[byThroughput30] = n * 30 / float64(max(p.calls30.count(v.now), 1))

	spent := 0.0
	if credit {
		spent = v.ask.Waited
	}
	day := mean{p.waits, float64(p.calls)}.or(known.Wait.or(0))
	average, ok := p.waits60.mean(v.now)
	if !ok {
		average = day
	}
	all[byLES] = max(p.les-spent, 0)
	all[byHOL] = max(p.hol()-spent, 0)
	all[byAverage60] = max(average-spent, 0)
	all[byDay] = max(day-spent, 0)
	half := min(int((v.now-v.ask.Waited)/30), halves-1)
	all[byHistory] = max(known.Halves[half].or(known.Wait.or(0))-spent, 0)
	return all
}
