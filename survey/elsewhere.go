package survey

import (
	"fmt"
	"html/template"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"

	"motcua/internal/center"
)

const quiet = 4 // modules of white around a QR code (ISO/IEC 18004)

// elsewhere is where somebody can turn to whom an answer on a tablet does not
// help: it is no complaint, and nobody answers it.
type elsewhere struct {
	Key string // of the sentence
	QR  template.HTML
}

// elsewhereOf lists the center's own way to an answer and the official one.
func elsewhereOf(c *center.Center) (all []elsewhere) {
	if !c.Feedback.Off && c.URL != "" {
		all = append(all, elsewhere{"survey.write", code(c.FeedbackURL())})
	}
	if c.Feedback.Portal != "" && c.Feedback.Hotline != "" {
		all = append(all, elsewhere{"survey.complain", code(c.Feedback.Portal)})
	}
	return all
}

// code draws a QR code as a picture without words; empty where the address is too long for one.
func code(address string) template.HTML {
	c, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return ""
	}
	n := c.Bounds().Dx()
	var path strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			run := x
			for ; run < n && dark(c.At(run, y)); run++ {
			}
			if run > x {
				fmt.Fprintf(&path, "M%d %dh%dv1H%d", x+quiet, y+quiet, run-x, x+quiet)
				x = run
			}
		}
	}
	side := n + 2*quiet
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" shape-rendering="crispEdges" aria-hidden="true"><rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>`,
		side, side, side, side, path.String()))
}

func dark(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r == 0
}
