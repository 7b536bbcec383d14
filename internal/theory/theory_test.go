package theory

import (
	"math"
	"testing"
)

// near tells whether got agrees with a published number in all its digits.
func near(t *testing.T, what string, got, want, step float64) {
	t.Helper()
	if !(math.Abs(got-want) <= step/2*1.0001) {
		t.Errorf("%s = %.9f, want %v", what, got, want)
	}
}

func TestErlangC(t *testing.T) {
	for _, test := range []struct {
		c           int
		a, c0, wait float64
	}{
		{1, .8, .8, 4}, {2, 1.6, .711111, 1.777778}, {3, 2.4, .647191, 1.078652}, {5, 4.5, .762493, 1.524986},
		{6, 5.4, .740126, 1.233543}, {10, 9, .668732, .668732}, {20, 18, .550769, .275385},
	} {
		near(t, "ErlangC", ErlangC(test.c, test.a), test.c0, 1e-6)
		near(t, "Wait", Wait(test.c, test.a), test.wait, 1e-6)
	}
	if got := Wait(2, 2); !math.IsInf(got, 1) {
		t.Errorf("Wait(2, 2) = %v, want +Inf", got)
	}
}

// TestErlangTrade holds the two worked examples that the call-center trade teaches.
func TestErlangTrade(t *testing.T) {
	for _, test := range []struct {
		c                              int
		a, seconds, target             float64
		waits, meanSeconds, percentage float64
	}{
		{55, 360.0 / 1800 * 240, 240, 15, .238701, 8.18, 84.59},
		{14, 10, 180, 20, .174132, 7.84, 88.84},
	} {
		near(t, "ErlangC", ErlangC(test.c, test.a), test.waits, 1e-6)
		near(t, "mean wait", Wait(test.c, test.a)*test.seconds, test.meanSeconds, .01)
		near(t, "within", 100*WithinWait(test.c, test.a, test.target/test.seconds), test.percentage, .01)
	}
}

func TestPollaczekKhinchine(t *testing.T) {
	for scv, want := range map[float64]float64{0: 2, .5: 3, 1: 4, 2: 6} {
		near(t, "PollaczekKhinchine", PollaczekKhinchine(.8, scv), want, 1e-9)
	}
	near(t, "ManyServers in minutes", 10*ManyServers(6, 5.4, .5), 9.25, .01)
}

func TestThreeClasses(t *testing.T) {
	loads := []float64{.2, .3, .3}
	w0 := Residual(1, .8, 1)
	for _, test := range []struct{ got, want []float64 }{
		{Cobham(w0, loads), []float64{1, 2, 8}},
		{Accumulating(w0, loads, []float64{4, 2, 1}), []float64{2.190476, 3.492063, 5.714286}},
		{Accumulating(w0, loads, []float64{1, 1, 1}), []float64{4, 4, 4}},
	} {
		for i := range loads {
			near(t, "wait", test.got[i], test.want[i], 1e-6)
		}
		near(t, "conserved", Conserved(loads, test.got), 3.2, 1e-6)
	}
}

// TestTwoClasses holds the published table of 20 % priority and 80 % ordinary.
func TestTwoClasses(t *testing.T) {
	for _, test := range []struct {
		c                           int
		rho                         float64
		first                       float64
		strict, twoToOne, fourToOne [2]float64
	}{
		{3, .9, 2.723537, [2]float64{.332139, 3.321386}, [2]float64{1.646094, 2.992898}, [2]float64{1.023294, 3.148597}},
		{6, .9, 1.233543, [2]float64{.150432, 1.504321}, [2]float64{.745548, 1.355542}, [2]float64{.463470, 1.426061}},
		{6, .97, 5.101693, [2]float64{.189889, 6.329644}, [2]float64{2.909603, 5.649715}, [2]float64{1.626930, 5.970384}},
	} {
		a := test.rho * float64(test.c)
		w0 := Residual(test.c, a, 1)
		loads := []float64{.2 * test.rho, .8 * test.rho}
		near(t, "first come first served", Wait(test.c, a), test.first, 1e-6)
		for i := range loads {
			near(t, "strict", Cobham(w0, loads)[i], test.strict[i], 1e-6)
			near(t, "2:1", Accumulating(w0, loads, []float64{2, 1})[i], test.twoToOne[i], 1e-6)
			near(t, "4:1", Accumulating(w0, loads, []float64{4, 1})[i], test.fourToOne[i], 1e-6)
		}
	}
}

// TestOneServerTwoToOne holds the worked minutes of one server, 2:1, S = 10 min.
func TestOneServerTwoToOne(t *testing.T) {
	for scv, want := range map[float64][2]float64{1: {26.087, 43.478}, 0: {13.043, 21.739}} {
		got := Accumulating(Residual(1, .8, scv), []float64{.16, .64}, []float64{2, 1})
		near(t, "priority", 10*got[0], want[0], .001)
		near(t, "ordinary", 10*got[1], want[1], .001)
	}
	got := Accumulating(Residual(6, 5.4, 1), []float64{.18, .72}, []float64{4, 1})
	near(t, "priority", 10*got[0], 4.635, .001)
	near(t, "ordinary", 10*got[1], 14.261, .001)
}

func TestMeanBusy(t *testing.T) {
	want := []float64{11.938, 18.348, 22.798, 22.679, 18.062, 11.652, 7.202, 7.321, 11.938}
	for hour, m := range want {
		near(t, "MeanBusy", MeanBusy(30, 18, 2*math.Pi/8, .5, float64(hour)), m, .001)
	}
}
