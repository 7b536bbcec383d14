package accept

import (
	"context"
	"strings"

	"motcua/internal/device"
	"motcua/internal/wire"
)

// hands is a person who is asked; rigs for real devices are made of it.
type hands struct{ ask Ask }

// request asks for something to be done.
func (h hands) request(ctx context.Context, key string) error {
	_, err := h.answer(ctx, key)
	return err
}

// answer asks for what is seen.
func (h hands) answer(ctx context.Context, key string) (string, error) {
	answer, err := h.ask(ctx, key)
	if answer = strings.TrimSpace(answer); err == nil && answer == "-" {
		err = ErrCannot
	}
	return answer, err
}

type (
	lampByHand struct {
		hands
		lamp device.Lamp
	}
	buttonByHand struct {
		hands
		button device.Button
	}
	digitsByHand struct {
		hands
		digits device.Digits
	}
	scannerByHand struct {
		hands
		scanner device.Scanner
	}
	upsByHand struct {
		hands
		ups device.UPS
	}
)

// LampByHand is the rig for a real lamp.
func LampByHand(l device.Lamp, ask Ask) LampRig { return lampByHand{hands{ask}, l} }

// ButtonByHand is the rig for a real button.
func ButtonByHand(b device.Button, ask Ask) ButtonRig { return buttonByHand{hands{ask}, b} }

// DigitsByHand is the rig for a real digit display.
func DigitsByHand(d device.Digits, ask Ask) DigitsRig { return digitsByHand{hands{ask}, d} }

// ScannerByHand is the rig for a real scanner.
func ScannerByHand(s device.Scanner, ask Ask) ScannerRig { return scannerByHand{hands{ask}, s} }

// UPSByHand is the rig for a real UPS.
func UPSByHand(u device.UPS, ask Ask) UPSRig { return upsByHand{hands{ask}, u} }

func (r lampByHand) Lamp() device.Lamp          { return r.lamp }
func (r buttonByHand) Button() device.Button    { return r.button }
func (r digitsByHand) Digits() device.Digits    { return r.digits }
func (r scannerByHand) Scanner() device.Scanner { return r.scanner }
func (r upsByHand) UPS() device.UPS             { return r.ups }

// Lit asks for 1 or 0, until one of them is typed.
func (r lampByHand) Lit(ctx context.Context) (bool, error) {
	for {
		answer, err := r.answer(ctx, "accept.lamp-lit")
		if err != nil || answer == "0" || answer == "1" {
			return answer == "1", err
		}
	}
}

func (r buttonByHand) Press(ctx context.Context, n int) error {
	if n == 1 {
		return r.request(ctx, "accept.button-press-once")
	}
	return r.request(ctx, "accept.button-press-thrice")
}

func (r buttonByHand) Hold(ctx context.Context) error {
	return r.request(ctx, "accept.button-hold")
}

func (r digitsByHand) Reads(ctx context.Context) (string, error) {
	return r.answer(ctx, "accept.digits-reads")
}

func (r scannerByHand) Scan(ctx context.Context, times int) (string, error) {
	if times == 1 {
		return "", r.request(ctx, "accept.scanner-scan")
	}
	return "", r.request(ctx, "accept.scanner-scan-again")
}

func (r upsByHand) Bring(ctx context.Context, s device.State) error {
	switch s.Cause {
	case wire.MainsLost:
		return r.request(ctx, "accept.ups-pull")
	case wire.Unreachable:
		return r.request(ctx, "accept.ups-unplug")
	}
	return r.request(ctx, "accept.ups-mend")
}
