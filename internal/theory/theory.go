// Package theory holds what is known about queues by proof, so that the rules
// of calling and the simulator can be held against it. Loads are in erlangs,
// times in whatever unit the mean service time has. Formulas are only valid for
// stable queues; beyond them they return +Inf.
package theory

import "math"

// ErlangC returns the probability that somebody who comes to an M/M/c queue of
// offered load a = λS has to wait (Erlang 1917, by the recursion of Erlang B).
func ErlangC(c int, a float64) float64 {
	if a >= float64(c) {
		return 1
	}
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + a*b)
	}
	rho := a / float64(c)
	return b / (1 - rho*(1-b))
}

// Wait returns the mean wait in an M/M/c queue, first come first served, in
// units of the mean service time.
func Wait(c int, a float64) float64 {
	if a >= float64(c) {
		return math.Inf(1)
	}
	return ErlangC(c, a) / (float64(c) - a)
}

// WithinWait returns the share of an M/M/c queue's visitors that wait at most t
// mean service times, first come first served.
func WithinWait(c int, a, t float64) float64 {
	if a >= float64(c) {
		return 0
	}
	return 1 - ErlangC(c, a)*math.Exp(-(float64(c)-a)*t)
}

// PollaczekKhinchine returns the mean wait in an M/G/1 queue of load rho, first
// come first served, in units of the mean service time; scv is the squared
// coefficient of variation of the service time (Pollaczek 1930, Khinchine 1932).
func PollaczekKhinchine(rho, scv float64) float64 {
	if rho >= 1 {
		return math.Inf(1)
	}
	return rho * (1 + scv) / (2 * (1 - rho))
}

// ManyServers approximates the mean wait in an M/G/c queue by scaling M/M/c
// with (1+scv)/2 (Lee and Longton 1959), in units of the mean service time.
func ManyServers(c int, a, scv float64) float64 { return Wait(c, a) * (1 + scv) / 2 }

// MeanBusy returns the mean number of busy servers at time t of an M_t/M/∞
// queue whose arrival rate is base + swing·sin(omega·t), mean service s (Eick,
// Massey and Whitt 1993): what comes later than the demand.
func MeanBusy(base, swing, omega, s, t float64) float64 {
	x := omega * s
	return s * (base + swing/(1+x*x)*(math.Sin(omega*t)-x*math.Cos(omega*t)))
}
