package controller

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"

	"github.com/boombuler/barcode/qr"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"motcua/internal/center"
	"motcua/internal/fonts"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// officialName is the slide of ours among those of the folder.
const officialName = "phan-anh-kien-nghi.png"

// Of that slide, in pixels.
const (
	officialWidth   = 1600
	officialHeight  = 900
	officialMargin  = 96
	officialCode    = 560 // side of the QR code with its quiet zone
	officialSeconds = 12
	codeQuiet       = 4 // modules of white around a code (ISO/IEC 18004)
)

// officialSlide is the slide that says where official complaints go, drawn anew only
// when the configuration says otherwise.
type officialSlide struct {
	mu   sync.Mutex
	of   [2]string // hotline and portal
	good *goodSlide
}

// slide is nil where the hall does not show it.
func (o *officialSlide) slide(f center.Feedback) *goodSlide {
	if !f.Hall {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if of := [2]string{f.Hotline, f.Portal}; o.good == nil || of != o.of {
		raw, err := drawOfficial(f)
		if err != nil {
			return nil
		}
		sum := sha256.Sum256(raw)
		o.of, o.good = of, &goodSlide{picture: raw, form: "image/png", Slide: wire.Slide{Name: officialName, Kind: wire.ImageSlide,
			Width: officialWidth, Height: officialHeight, SHA256: hex.EncodeToString(sum[:]), Seconds: officialSeconds}}
	}
	return o.good
}

// drawOfficial draws the slide as a PNG: what to call at the left, the code of
// the portal at the right.
func drawOfficial(f center.Feedback) ([]byte, error) {
	p := &placard{img: image.NewRGBA(image.Rect(0, 0, officialWidth, officialHeight)), y: officialMargin, w: officialWidth - 2*officialMargin}
	draw.Draw(p.img, p.img.Bounds(), image.White, image.Point{}, draw.Src)
	if f.Portal != "" {
		p.w -= officialCode + officialMargin/2
		if err := p.code(f.Portal); err != nil {
			return nil, err
		}
	}
	host := strings.TrimPrefix(strings.TrimPrefix(f.Portal, "https://"), "http://")
	for _, x := range []struct {
		text  string
		size  float64
		bold  bool
		after int
	}{
		{i18n.T(i18n.VI, "feedback.official-title"), 68, true, 8}, {i18n.T(i18n.EN, "feedback.official-title"), 36, false, 40},
		{i18n.T(i18n.VI, "feedback.official-call", "hotline", f.Hotline), 104, true, 16}, {host, 48, false, 48},
		{i18n.T(i18n.VI, "feedback.official-hall"), 40, false, 12}, {i18n.T(i18n.EN, "feedback.official-hall"), 32, false, 0},
	} {
		if err := p.text(x.text, x.size, x.bold); err != nil {
			return nil, err
		}
		p.y += x.after
	}
	var b bytes.Buffer
	err := png.Encode(&b, p.img)
	return b.Bytes(), err
}

// placard is a picture that is written from top to bottom.
type placard struct {
	img  *image.RGBA
	y, w int
}

// text writes a paragraph, in as many lines as it takes.
func (p *placard) text(s string, size float64, bold bool) error {
	raw := fonts.Regular
	if bold {
		raw = fonts.Bold
	}
	parsed, err := opentype.Parse(raw)
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		return err
	}
	defer face.Close()
	d := font.Drawer{Dst: p.img, Src: image.NewUniform(color.RGBA{0x1a, 0x1c, 0x22, 0xff}), Face: face}
	step := int(size * 1.3)
	for _, line := range wrapped(&d, s, p.w) {
		d.Dot = fixed.P(officialMargin, p.y+int(size))
		d.DrawString(line)
		p.y += step
	}
	return nil
}

// wrapped breaks a text at its blanks.
func wrapped(d *font.Drawer, s string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && d.MeasureString(longer).Ceil() > width {
			lines, longer = append(lines, line), word
		}
		line = longer
	}
	return append(lines, line)
}

// code puts the QR code of an address at the right, in the middle of the height.
func (p *placard) code(url string) error {
	code, err := qr.Encode(url, qr.M, qr.Auto)
	if err != nil {
		return err
	}
	n := code.Bounds().Dx() + 2*codeQuiet
	module := officialCode / n
	left, top := officialWidth-officialMargin-n*module, (officialHeight-n*module)/2
	at := image.Rect(left+codeQuiet*module, top+codeQuiet*module, left+(n-codeQuiet)*module, top+(n-codeQuiet)*module)
	draw.NearestNeighbor.Scale(p.img, at, code, code.Bounds(), draw.Src, nil)
	return nil
}
