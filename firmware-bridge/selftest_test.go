package bridge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"motcua/internal/center"
	simprinter "motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// results takes what a self-test found.
func (f *fakeController) results(w http.ResponseWriter, r *http.Request) {
	var got wire.SelfTestResults
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil || r.PathValue("id") != "7" {
		f.t.Errorf("results of %q, error %v; want those of 7", r.PathValue("id"), err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.checks = got.Checks
	w.WriteHeader(http.StatusNoContent)
}

func TestSelfTest(t *testing.T) {
	f := newFakeController(t)
	good, p1 := printerAt(t, "P1", 0)
	empty, p2 := printerAt(t, "P2", 0)
	empty.Set(simprinter.Switches{PaperOut: true})
	m := newMachine("GPIO17")
	m.drive(t, f, center.Center{Printers: []center.Printer{p1, p2}, Lamps: []center.Lamp{
		{ID: "L1", Counter: "1", Pin: "GPIO17", Shows: center.ShowsCalled}, {ID: "L2", Counter: "2", Pin: "GPIO99", Shows: center.ShowsCalled},
	}})
	f.state("L1", wire.StateReport{State: wire.Present})
	f.state("L2", wire.StateReport{State: wire.Absent, Cause: wire.NoBoard})
	f.mu.Lock()
	f.add(wire.SelfTestBegan, wire.SelfTestData{ID: "7"})
	f.mu.Unlock()
	eventually(t, func() string {
		if !m.pins["GPIO17"].Read() {
			return "the lamp is dark, want it lit while the test runs"
		}
		return ""
	})
	want := []wire.SelfTestCheck{
		{What: wire.CheckStrip, Device: "P1", OK: true}, {What: wire.CheckStrip, Device: "P2", Cause: wire.PaperOut},
		{What: wire.CheckLamp, Device: "L1", OK: true}, {What: wire.CheckLamp, Device: "L2", Cause: wire.NoBoard},
	}
	eventually(t, func() string {
		f.mu.Lock()
		defer f.mu.Unlock()
		got := slices.Clone(f.checks)
		if len(got) > 0 {
			if mm := got[0].MM; mm < 30 || mm > 80 {
				return fmt.Sprintf("the strip took %d mm, want about 50", mm)
			}
			got[0].MM = 0
		}
		if !slices.Equal(got, want) {
			return fmt.Sprintf("told %+v, want %+v", got, want)
		}
		return ""
	})
	wantSlips(t, good, 1)
}
