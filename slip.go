package main

import (
	"fmt"
	"image/png"
	"os"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

type slipCommand struct {
	Preview slipPreviewCommand `cmd:"" help:"Draw a slip of a center as its printer would print it."`
}

type slipPreviewCommand struct {
	configFile
	Service  string `help:"Code of the service; without it, the first one."`
	Lang     string `name:"lang" enum:",vi,en,both" default:"" help:"Languages on the slip: vi, en or both; without it, as configured."`
	Dots     int    `enum:"0,384,512,576" default:"0" help:"Printable dots a line: 384, 512 or 576; without it, those of the first printer."`
	Copy     bool   `help:"A reprint."`
	Priority bool   `help:"A priority number."`
	Output   string `short:"o" required:"" type:"path" help:"PNG file to write."`
}

// Run draws the slip and says how long it is. The configuration is a center's file.
func (c *slipPreviewCommand) Run(p *program) error {
	site, err := config.LoadCenter(c.Config)
	if err != nil {
		return err
	}
	preview, err := web.PreviewSlip(&site.Center, web.SlipSample{
		Service: center.ServiceCode(c.Service), Languages: c.Lang, Dots: c.Dots, Copy: c.Copy, Priority: c.Priority,
	}, time.Now())
	if err != nil {
		return err
	}
	if err := writePicture(c.Output, preview); err != nil {
		return fault.Wrap(err, fault.Unavailable, "picture-unwritable", "file", c.Output)
	}
	fmt.Println(i18n.T(p.lang, "slip.preview", "file", c.Output, "mm", preview.Millimeters, "bytes", i18n.Int(p.lang, preview.Bytes)))
	return nil
}

func writePicture(path string, preview *web.SlipPreview) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, preview.Picture); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
