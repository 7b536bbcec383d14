package web

import (
	"image/png"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// slipView is the slip in force, and a sample of it.
type slipView struct {
	Sample  SlipSample
	Preview *SlipPreview
	Source  string // of its picture
	Layout  *center.Slip
	Own     []center.ServiceCode // services with a slip of their own
}

// Widths are the papers to choose from, in printable dots.
func (*slipView) Widths() []int { return slipWidths }

// Tongues are the choices of languages, the configured first.
func (*slipView) Tongues() []string { return slipTongues }

var (
	slipWidths  = []int{384, 512, 576}
	slipTongues = []string{"", "vi", "en", "both"}
)

// slipSample reads the choice from a query; what it cannot read is as usual.
func slipSample(q url.Values) SlipSample {
	s := SlipSample{Service: center.ServiceCode(q.Get("service")), Copy: q.Has("copy"), Priority: q.Has("priority")}
	if tongue := q.Get("say"); slices.Contains(slipTongues, tongue) {
		s.Languages = tongue
	}
	if dots, err := strconv.Atoi(q.Get("dots")); err == nil && slices.Contains(slipWidths, dots) {
		s.Dots = dots
	}
	return s
}

// query is the choice as it stands in an address.
func (s SlipSample) query() string {
	q := url.Values{"service": {string(s.Service)}}
	if s.Languages != "" {
		q.Set("say", s.Languages)
	}
	if s.Dots != 0 {
		q.Set("dots", strconv.Itoa(s.Dots))
	}
	if s.Copy {
		q.Set("copy", "1")
	}
	if s.Priority {
		q.Set("priority", "1")
	}
	return q.Encode()
}

// slip shows how the slips of the center look.
func (p *pages) slip(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.slip")
	v := &slipView{Sample: slipSample(r.URL.Query())}
	if v.Sample.Service == "" && len(pg.Center.Services) > 0 {
		v.Sample.Service = pg.Center.Services[0].Code
	}
	var err error
	if v.Preview, err = PreviewSlip(pg.Center, v.Sample, pg.Now); err != nil {
		p.fail(w, r, err)
		return
	}
	v.Source = "/manager/slip/preview.png?" + v.Sample.query()
	v.Layout = pg.Center.SlipOf(v.Sample.Service)
	for i := range pg.Center.Services {
		if s := &pg.Center.Services[i]; s.Slip.Differs() {
			v.Own = append(v.Own, s.Code)
		}
	}
	pg.Data = v
	p.show(w, r, http.StatusOK, "slip.html", pg)
}

// slipPicture answers the picture of one sample.
func (p *pages) slipPicture(w http.ResponseWriter, r *http.Request) {
	preview, err := PreviewSlip(p.Source.Center(), slipSample(r.URL.Query()), p.Now())
	if err != nil {
		status := http.StatusInternalServerError
		if fault.KindOf(err) == fault.NotFound {
			status = http.StatusNotFound
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_ = png.Encode(w, preview.Picture) // the reader has gone
}

// Block says what a block of the slip shows, and what is not as usual about it.
func (p *page) Block(b center.SlipBlock) string {
	say := []string{p.T("slip.block-" + string(b.Kind))}
	for _, x := range []struct{ key, value string }{{"size", b.Size}, {"align", b.Align}, {"when", b.When}} {
		if x.value != "" {
			say = append(say, p.T("slip."+x.key+"-"+x.value))
		}
	}
	if b.Bold != nil {
		say = append(say, p.T("slip.bold-"+strconv.FormatBool(*b.Bold)))
	}
	text := strings.Join(say, ", ")
	if b.Text != (i18n.Text{}) {
		text += ": “" + b.Text.In(p.Lang) + "”"
	}
	return text
}

// Tongue names a choice of languages.
func (p *page) Tongue(languages string) string {
	if languages == "" {
		languages = "usual"
	}
	return p.T("slip.say-" + languages)
}

// PaperWidth names a width of paper.
func (p *page) PaperWidth(dots int) string { return p.T("slip.dots-" + strconv.Itoa(dots)) }
