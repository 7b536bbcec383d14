package simulate

import (
	"math"
	"math/rand/v2"
	"time"
)

// arrival is one visit of a trace.
type arrival struct {
	at       time.Duration
	service  int
	priority bool
	takes    time.Duration // drawn where it is negative
}

// never is later than anything that happens.
const never = time.Duration(math.MaxInt64)

// poisson is the arrival process of one service.
type poisson struct {
	a    *Arrivals
	rand *rand.Rand
	at   float64 // minutes
}

// next returns when the next visitor comes, never once nobody does. It turns
// unit exponentials into time through the integral of the rate, which is exact.
func (p *poisson) next() time.Duration {
	need := p.rand.ExpFloat64()
	if len(p.a.Steps) == 0 {
		if p.a.PerHour <= 0 {
			return never
		}
		p.at += need * 60 / p.a.PerHour
		return p.when()
	}
	for step := int(p.at / p.a.Every); step < len(p.a.Steps); step++ {
		end, rate := float64(step+1)*p.a.Every, p.a.Steps[step]/60
		if at := p.at + need/rate; at < end {
			p.at = at
			return p.when()
		}
		need -= (end - p.at) * rate
		p.at = end
	}
	return never
}

func (p *poisson) when() time.Duration {
	if p.at >= MostMinutes {
		return never
	}
	return minutes(p.at)
}
