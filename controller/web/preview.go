package web

import (
	"fmt"
	"image"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/escpos"
	"motcua/internal/fault"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

// SlipSample says which slip of a center to show.
type SlipSample struct {
	Service   center.ServiceCode // empty: the first
	Languages string             // vi, en or both; empty: as configured
	Dots      int                // printable dots a line, 384, 512 or 576; 0: those of the first printer
	Copy      bool               // a reprint
	Priority  bool
}

// SlipPreview is a slip as it would come out of a printer.
type SlipPreview struct {
	Picture     image.Image // 8 dots a millimeter, with the margins of the paper
	Dots        int
	Bytes       int // that go to the printer
	Millimeters int // of paper, with the way to the knife
}

// PreviewSlip prints a sample on a simulated printer: what it shows went through
// every byte that a real printer gets. It reports fault.NotFound for a service
// that the center does not have.
func PreviewSlip(c *center.Center, o SlipSample, now time.Time) (*SlipPreview, error) {
	slip, err := sampleSlip(c, o, now)
	if err != nil {
		return nil, err
	}
	name, dots := "", 576
	if len(c.Printers) > 0 {
		name, dots = c.Printers[0].Profile, c.Printers[0].Dots
	}
	if o.Dots != 0 {
		dots = o.Dots
	}
	profile, ok := escpos.ProfileNamed(name, dots)
	if !ok {
		profile = escpos.ProfileFor(dots)
	}
	var data []byte
	rows := 0
	for _, part := range escpos.Encode(slip, profile) {
		data, rows = append(data, part.Bytes...), rows+part.Rows
	}
	printed, unknown := printer.Decode(profile.Dots, data)
	if len(printed) != 1 || len(unknown) > 0 {
		return nil, fmt.Errorf("a sample slip came out in %d pieces, with %v not understood", len(printed), unknown)
	}
	return &SlipPreview{Picture: printed[0].Picture, Dots: profile.Dots, Bytes: len(data), Millimeters: rows / escpos.RowsPerMM}, nil
}

// sampleSlip is the twelfth number of a day, with four people before it.
func sampleSlip(c *center.Center, o SlipSample, now time.Time) (s wire.Slip, err error) {
	if o.Service == "" && len(c.Services) > 0 {
		o.Service = c.Services[0].Code
	}
	x, ok := c.Service(o.Service)
	if !ok {
		return s, fault.New(fault.NotFound, "service-unknown", "service", o.Service)
	}
	s = wire.Slip{
		Number: fmt.Sprintf("%s%0*d", x.Prefix, x.Width, x.First+11), Center: c.Name, Point: c.Point, Service: x.Name, Purpose: center.Submit,
		Priority: o.Priority, Ahead: 4, Wait: &wire.Range{LowS: 600, HighS: 1200}, IssuedAt: now, Papers: x.Papers, Demo: c.Demo,
		URL: strings.TrimRight(c.PageURL(), "/") + "/t/8F3K22QXW5P7M9TB4HKD", Layout: c.SlipOf(x.Code),
	}
	if len(x.Purposes) > 0 {
		s.Purpose = x.Purposes[0]
	}
	if o.Languages != "" {
		s.Layout.Languages = o.Languages
	}
	if o.Copy {
		s.Copy, s.CopyAt = 1, now.Add(37*time.Minute)
	}
	var at []string
	for _, counter := range c.Counters {
		if counter.Serves(x.Code) {
			at = append(at, string(counter.ID))
		}
	}
	s.Counters = strings.Join(at, ", ")
	return s, nil
}

// Wide and High are the size of the picture on a page, somewhat larger than the paper.
func (s *SlipPreview) Wide() int { return s.Picture.Bounds().Dx() * 5 / 8 }
func (s *SlipPreview) High() int { return s.Picture.Bounds().Dy() * 5 / 8 }
