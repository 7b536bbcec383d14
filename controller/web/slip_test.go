package web_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

func TestSlipPreviewIsAPicture(t *testing.T) {
	h := web.Handler(newFake().options())
	widths := map[string]int{"": 640, "?dots=384": 448, "?dots=512&copy=1&say=vi": 576, "?dots=17&say=fr": 640}
	for query, want := range widths {
		r := get(t, h, "/manager/slip/preview.png"+query, "manager", i18n.VI)
		m, err := png.Decode(r.Body)
		if r.StatusCode != http.StatusOK || err != nil || m.Bounds().Dx() != want {
			t.Errorf("GET preview.png%s = %d, %v, %v, want a picture %d wide", query, r.StatusCode, m, err, want)
		}
	}
	for path, want := range map[string]int{"?service=XX": http.StatusNotFound} {
		if r := get(t, h, "/manager/slip/preview.png"+path, "manager", i18n.VI); r.StatusCode != want {
			t.Errorf("GET preview.png%s = %d, want %d", path, r.StatusCode, want)
		}
	}
	if r := get(t, h, "/manager/slip/preview.png", "staff", i18n.VI); r.StatusCode != http.StatusForbidden {
		t.Errorf("GET preview.png as staff = %d, want 403", r.StatusCode)
	}
}

func TestPreviewOfEveryService(t *testing.T) {
	site, err := config.ParseCenter("center.toml", config.Example())
	if err != nil {
		t.Fatal(err)
	}
	var plain []byte
	for i, s := range site.Services {
		dots := []int{384, 512, 576}[(i+1)%3] // the last at the printer's own
		o := web.SlipSample{Service: s.Code, Dots: dots}
		p, err := web.PreviewSlip(&site.Center, o, at)
		if err != nil {
			t.Fatalf("PreviewSlip(%+v) = %v", o, err)
		}
		if p.Dots != dots || p.Bytes > 20_000 || p.Millimeters < 100 || p.Millimeters > 250 {
			t.Errorf("PreviewSlip(%+v) = %d dots, %d bytes, %d mm, want at most 20000 bytes on 100 to 250 mm", o, p.Dots, p.Bytes, p.Millimeters)
		}
		plain = pixels(p.Picture)
	}
	last := site.Services[len(site.Services)-1].Code
	for _, o := range []web.SlipSample{{Languages: "en"}, {Copy: true}, {Priority: true}} {
		o.Service = last
		p, err := web.PreviewSlip(&site.Center, o, at)
		if err != nil || bytes.Equal(pixels(p.Picture), plain) {
			t.Errorf("PreviewSlip(%+v) = %v, want another picture than the plain one", o, err)
		}
	}
	if _, err := web.PreviewSlip(&center.Center{}, web.SlipSample{}, at); fault.KindOf(err) != fault.NotFound {
		t.Errorf("PreviewSlip of a center without services = %v, want fault.NotFound", err)
	}
}

func pixels(m image.Image) []byte { return m.(*image.Gray).Pix }
