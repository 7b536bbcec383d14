package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"

	"motcua/internal/queue"
	"motcua/internal/wire"
)

// appointmentView is one appointment, for whoever holds its code.
type appointmentView struct {
	wire.Appointment
	From, Until time.Time // when it may be checked in
	Drops       bool      // it can still be canceled
}

func (p *pages) showAppointment(w http.ResponseWriter, r *http.Request, tried error) {
	pg := p.page(w, r, "visit.appointment")
	a, err := p.Visits.Appointment(r, r.PathValue("code"))
	if err != nil {
		pg.Data = appointmentView{}
		p.showTried(w, r, "appointment.html", pg, err)
		return
	}
	rules := pg.Center.Appointments
	pg.Data = appointmentView{Appointment: a, From: a.Slot.Add(-time.Duration(rules.Early) * time.Minute),
		Until: a.Slot.Add(time.Duration(rules.Grace) * time.Minute), Drops: a.State == queue.Booked}
	p.showTried(w, r, "appointment.html", pg, tried)
}

func (p *pages) dropAppointment(w http.ResponseWriter, r *http.Request) {
	code := r.PathValue("code")
	if err := p.Visits.Drop(r, code); err != nil {
		p.showAppointment(w, r, err)
		return
	}
	http.Redirect(w, r, "/a/"+url.PathEscape(code), http.StatusSeeOther)
}

// QR draws a QR code as a picture of one path, with its quiet zone; nothing
// where the text is longer than a code can hold.
func (p *page) QR(text string) template.HTML {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return ""
	}
	const quiet = 4 // modules of white around (ISO/IEC 18004)
	n := code.Bounds().Dx()
	var path strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			from := x
			for x < n {
				if r, _, _, _ := code.At(x, y).RGBA(); r != 0 {
					break
				}
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges"><rect width="100%%" height="100%%" fill="#fff"/><path d="%s"/></svg>`,
		n+2*quiet, n+2*quiet, template.HTMLEscapeString(p.T("visit.qr")), path.String()))
}
