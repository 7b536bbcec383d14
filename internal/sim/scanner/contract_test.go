package scanner_test

import (
	"context"
	"fmt"
	"testing"

	"motcua/internal/device"
	"motcua/internal/device/accept"
	"motcua/internal/device/devicetest"
	"motcua/internal/device/scanner"
	simscanner "motcua/internal/sim/scanner"
)

type rig struct {
	driver *scanner.Scanner
	sim    *simscanner.Scanner
}

func (r rig) Scanner() device.Scanner { return r.driver }

func (r rig) Scan(_ context.Context, times int) (string, error) {
	code := fmt.Sprintf("https://mc.example.gov.vn/t/%d", times)
	for range times {
		if err := r.sim.Scan(code); err != nil {
			return "", err
		}
	}
	return code, nil
}

func TestContract(t *testing.T) {
	for name, open := range forms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			devicetest.Scanners(t, func(t *testing.T) accept.ScannerRig {
				sim, err := open(t)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { sim.Close() })
				driver, err := scanner.Open(sim.Port(), 9600)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { driver.Close() })
				return rig{driver, sim}
			})
		})
	}
}
