package rating

import "math"

// Verdict is what answers allow to say about a target.
type Verdict string

// The verdicts.
const (
	Met       Verdict = "met"
	NotMet    Verdict = "not-met"
	NotEnough Verdict = "not-enough" // chưa đủ dữ liệu: the answers allow both
)

// risk is how likely a claim is that only chance has made.
const risk = .05

// Claim is whether a share is under a limit. Upper and Lower are the one-sided
// exact bounds of 95 % (Clopper and Pearson 1934): a claim looks to one side
// only. The interval of Share looks to both and is wider.
type Claim struct {
	Share   Share   `json:"share"`
	Limit   float64 `json:"limit"`
	Lower   float64 `json:"lower"`
	Upper   float64 `json:"upper"`
	Needed  int     `json:"needed"` // answers that the claim needs in all if no other one speaks against it
	Verdict Verdict `json:"verdict"`
}

// NeededFor is how many answers without a single yes it takes to say that a
// share is under limit: the rule of three, 3 ÷ limit (Hanley and Lippman-Hand
// 1983; Jovanovic and Levy 1997). 300 for 1 %. Limit is over 0 and under 1.
func NeededFor(limit float64) int { return int(math.Ceil(3/limit - 1e-9)) }

// ClaimBelow judges that fewer than limit say yes, such as harassment under 1 %.
func ClaimBelow(yes, n int, limit float64) Claim {
	c := Claim{Share: ShareOf(yes, n), Limit: limit, Upper: 1, Needed: needed(yes, limit), Verdict: NotEnough}
	if n < LeastBatch {
		c.Share, c.Needed = Share{High: 1}, NeededFor(limit) // nothing is told of so few
		return c
	}
	yes = c.Share.Yes
	c.Lower, c.Upper = lower(yes, n, risk), upper(yes, n, risk)
	switch {
	case n >= c.Needed:
		c.Verdict = Met
	case c.Lower >= limit:
		c.Verdict = NotMet
	}
	return c
}

// ClaimAtLeast judges that at least limit say yes, such as 95 % satisfied.
// Needed is as of Claim: how many answers it takes when all others say yes.
func ClaimAtLeast(yes, n int, limit float64) Claim {
	c := ClaimBelow(n-yes, n, 1-limit)
	c.Limit, c.Lower, c.Upper = limit, 1-c.Upper, 1-c.Lower
	if c.Share.N > 0 {
		c.Share = ShareOf(yes, n)
	}
	return c
}

// needed is the smallest n at which yes out of n have an upper bound under
// limit, and never less than the rule of three asks.
func needed(yes int, limit float64) int {
	low, high := yes, NeededFor(limit)
	for upper(yes, high, risk) >= limit {
		low, high = high, 2*high
	}
	for high-low > 1 {
		if mid := (low + high) / 2; upper(yes, mid, risk) < limit {
			high = mid
		} else {
			low = mid
		}
	}
	return max(high, NeededFor(limit))
}
