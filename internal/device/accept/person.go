package accept

import (
	"context"
	"strconv"
	"strings"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// Ask puts a request to a person, by its key in the catalog, and returns what is
// typed when it is done. "-" says that it cannot be done.
type Ask func(ctx context.Context, key string) (string, error)

// PrinterByHand is the rig for a real printer: a person is asked to be its hands and eyes.
func PrinterByHand(p device.Printer, ask Ask) PrinterRig { return byHand{p, ask} }

type byHand struct {
	printer device.Printer
	ask     Ask
}

func (r byHand) Printer() device.Printer { return r.printer }

func (r byHand) Bring(ctx context.Context, s device.State) error {
	switch s.Cause {
	case wire.CutterError, wire.HeadHot:
		return ErrCannot // nobody should jam a knife to see what happens
	case "":
		return r.request(ctx, "accept.printer-mend")
	}
	return r.request(ctx, "accept.printer-bring-"+s.Cause)
}

func (r byHand) Meanwhile(ctx context.Context, s device.State) error {
	return r.request(ctx, "accept.printer-meanwhile-"+s.Cause)
}

func (r byHand) request(ctx context.Context, key string) error {
	answer, err := r.ask(ctx, key)
	if err == nil && strings.TrimSpace(answer) == "-" {
		err = ErrCannot
	}
	return err
}

func (r byHand) Still(ctx context.Context) (bool, error) {
	answer, err := r.ask(ctx, "accept.printer-still")
	return strings.TrimSpace(answer) == "", err
}

func (r byHand) Whole(ctx context.Context, _ int) (int, error) {
	for {
		answer, err := r.ask(ctx, "accept.printer-whole")
		if err != nil {
			return 0, err
		}
		if n, err := strconv.Atoi(strings.TrimSpace(answer)); err == nil && n >= 0 {
			return n, nil
		}
	}
}
