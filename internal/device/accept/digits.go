package accept

import (
	"context"
	"strings"

	"motcua/internal/device"
)

// DigitsRig is a digit display under test, and the eyes that read it.
type DigitsRig interface {
	Digits() device.Digits

	// Reads is what it shows: capitals, digits and dashes, 8 for a digit of
	// which every segment is lit. Points and blanks do not matter.
	Reads(ctx context.Context) (string, error)
}

// DigitsChecks are what every digit display does; it has four digits or more.
var DigitsChecks = []Check[DigitsRig]{
	{"digits-number", func(ctx context.Context, rig DigitsRig) error { return shows(ctx, rig, "A012") }},
	{"digits-change", func(ctx context.Context, rig DigitsRig) error {
		if err := shows(ctx, rig, "C375"); err != nil {
			return err
		}
		return shows(ctx, rig, "--")
	}},
	{"digits-all", func(ctx context.Context, rig DigitsRig) error {
		if err := rig.Digits().Test(); err != nil {
			return err
		}
		read, err := rig.Reads(ctx)
		if read = plain(read); err != nil || len(read) < 4 || strings.Trim(read, "8") != "" {
			return wanted(err, "digits with every segment lit", read, "8888")
		}
		return isWell(rig.Digits().State())
	}},
	{"digits-dark", func(ctx context.Context, rig DigitsRig) error {
		if err := shows(ctx, rig, "A012"); err != nil {
			return err
		}
		if err := rig.Digits().Dark(); err != nil {
			return err
		}
		if read, err := rig.Reads(ctx); err != nil || plain(read) != "" {
			return wanted(err, "a dark display", read, "nothing")
		}
		return shows(ctx, rig, "A012")
	}},
}

func shows(ctx context.Context, rig DigitsRig, text string) error {
	if err := rig.Digits().Show(text); err != nil {
		return err
	}
	if read, err := rig.Reads(ctx); err != nil || plain(read) != text {
		return wanted(err, "display", read, text)
	}
	return isWell(rig.Digits().State())
}

// plain leaves out what does not matter.
func plain(read string) string {
	return strings.NewReplacer(" ", "", ".", "").Replace(strings.ToUpper(strings.TrimSpace(read)))
}
