package controller

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/internal/center"
)

// TestTheHallSaysWhereComplaintsGo asks for the slide as a display does.
func TestTheHallSaysWhereComplaintsGo(t *testing.T) {
	o := openTour(t, func(x *Options) { x.Center.Feedback.Hall = true })
	if a := o.want(200, "", "display", "GET /slides", ""); !strings.Contains(string(a.body), officialName) {
		t.Fatalf("slides = %s", a.body)
	}
	a := o.want(200, "", "display", "GET /slides/"+officialName, "")
	img, err := png.Decode(bytes.NewReader(a.body))
	if err != nil || img.Bounds().Dx() != officialWidth {
		t.Fatalf("the slide = %v, %v", img, err)
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), "official.png"), a.body, 0o644); err != nil {
		t.Fatal(err)
	}
	if again := o.want(200, "", "display", "GET /slides/"+officialName, ""); !bytes.Equal(again.body, a.body) {
		t.Error("the slide is drawn differently each time")
	}
	long := center.Feedback{Hall: true, Hotline: "0251 999 1022", Portal: "https://" + strings.Repeat("phananh.", 20) + "gov.vn"}
	if raw, err := drawOfficial(long); err != nil || len(raw) == 0 {
		t.Errorf("long words are not drawn: %v", err)
	}
}
