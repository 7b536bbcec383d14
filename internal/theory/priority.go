package theory

import "math"

// Residual returns the mean time until the next server is free as a newcomer
// finds it, the W0 of the priority formulas: for one server ρ(1+scv)/2·S, for c
// servers with one exponential service time C·S/c. Its unit is the mean service time.
func Residual(c int, a, scv float64) float64 {
	if c == 1 {
		return a * (1 + scv) / 2
	}
	return ErlangC(c, a) / float64(c)
}

// Cobham returns the mean waits of classes under strict non-preemptive
// priority, the first class first. loads are the classes' shares of the
// servers' time (they sum to ρ); w0 is Residual. Exact for M/G/1, and for M/M/c
// where all classes have one mean (Cobham 1954).
func Cobham(w0 float64, loads []float64) []float64 {
	waits := make([]float64, len(loads))
	before, sum := 1.0, 0.0
	for i, rho := range loads {
		sum += rho
		waits[i] = w0 / (before * (1 - sum))
		before = 1 - sum
		if sum >= 1 {
			waits[i] = math.Inf(1)
		}
	}
	return waits
}

// Accumulating returns the mean waits of classes whose urgency grows with the
// time waited, each at its weight, largest weight first (Kleinrock 1964).
// Exact where Cobham is.
func Accumulating(w0 float64, loads, weights []float64) []float64 {
	sum := 0.0
	for _, rho := range loads {
		sum += rho
	}
	waits := make([]float64, len(loads))
	first := w0 / (1 - sum) // the mean wait of first come first served
	for p := len(loads) - 1; p >= 0; p-- {
		above, below := first, 1.0
		for i, rho := range loads {
			switch {
			case weights[i] < weights[p]:
				above -= rho * waits[i] * (1 - weights[i]/weights[p])
			case weights[i] > weights[p]:
				below -= rho * (1 - weights[p]/weights[i])
			}
		}
		waits[p] = above / below
	}
	return waits
}

// Conserved returns Σ load·wait, which no work-conserving rule that is blind to
// service times and never interrupts can change (Kleinrock 1965).
func Conserved(loads, waits []float64) float64 {
	sum := 0.0
	for i := range loads {
		sum += loads[i] * waits[i]
	}
	return sum
}
