package satisfaction

import (
	"motcua/internal/figures"
	"motcua/internal/rating"
)

// indices are the figures of the further questions, nil where nobody was asked them.
func (o *Options) indices(r *figures.Ratings) (result, official *rating.Index, factors *rating.FactorTable) {
	all := o.tallied(r)
	of := func(measures string) *rating.Index {
		if x := rating.IndexOf(measures, all, r.Asked); x.Satisfied.N > 0 {
			return &x
		}
		return nil
	}
	asked := map[string]int{}
	for _, factor := range rating.SIPASFactors {
		asked[factor] = r.Asked
	}
	if t := rating.FactorsOf(all, asked); t.Together.N > 0 {
		factors = &t
	}
	return of(rating.WithResult), of(rating.WithOfficial), factors
}
