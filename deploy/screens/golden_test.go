package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"motcua/deploy/packs"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/ui/kit/kittest"
)

// A golden picture is small: every state is painted at a quarter of its pixels,
// in each language, and in each further theme in Vietnamese, since colors do not
// ask what a word says; and of each ten by ten pixels the mean is kept. A word
// that changes moves several of those cells by a tenth and more; another Mesa
// moves none by as much as tolerance.
const (
	quarter   = 4
	cell      = 10
	tolerance = 10 // of 255
	mostTold  = 12 // differences that are told and kept as larger pictures
)

var update = flag.Bool("update", false, "write the golden pictures anew; look at the diff")

const goldens = "testdata/states"

func TestMain(m *testing.M) {
	flag.Parse()
	kittest.Main(m, map[string]func(context.Context) error{"states": paintStates})
}

// panels are the screens of the golden pictures.
func (s state) panel() panel {
	if strings.HasPrefix(s.name, "kiosk-") {
		return panel{1080 / quarter, 1920 / quarter, 21.5}
	}
	return panel{1920 / quarter, 1080 / quarter, 55}
}

// TestStatesLookTheSame paints every state and compares it with its golden picture.
func TestStatesLookTheSame(t *testing.T) {
	dir := kittest.Pictures(t)
	kittest.Paint(t, "states", "STATES="+dir)
	if *update {
		replace(t, dir)
		return
	}
	want, bad := names(t, goldens), []string(nil)
	for _, s := range painted() {
		name := s.name + ".png"
		if !want[name] {
			t.Errorf("%s has no golden picture: go test ./deploy/screens -run StatesLook -update", s.name)
			continue
		}
		delete(want, name)
		if at, ok := differs(picture(t, filepath.Join(dir, name)), picture(t, filepath.Join(goldens, name))); ok {
			bad = append(bad, s.name)
			if len(bad) <= mostTold {
				t.Errorf("%s differs from its golden picture at %v; what it looks like now is %s", s.name, at, filepath.Join(dir, "large-"+name))
			}
		}
	}
	for name := range want {
		if every == 1 {
			t.Errorf("%s is of no state: delete it", filepath.Join(goldens, name))
		}
	}
	if len(bad) > 0 {
		t.Errorf("%d states look different: if they should, go test ./deploy/screens -run StatesLook -update", len(bad))
		kittest.Paint(t, "states", "STATES="+dir, "LARGE=1", "ONLY="+strings.Join(bad[:min(len(bad), mostTold)], ","))
	}
}

// replace writes the golden pictures anew.
func replace(t *testing.T, dir string) {
	t.Helper()
	if every > 1 {
		t.Fatal("the race detector paints only some: write the pictures without it")
	}
	if err := os.RemoveAll(goldens); err != nil {
		t.Fatal(err)
	}
	for _, s := range painted() {
		copyFile(t, filepath.Join(dir, s.name+".png"), filepath.Join(goldens, s.name+".png"))
	}
}

// painted are the states that are compared, or those that ONLY names.
func painted() (some []state) {
	only := strings.Split(os.Getenv("ONLY"), ",")
	for i, s := range states() {
		if only[0] == "" && i%every == 0 || slices.Contains(only, s.name) {
			some = append(some, s)
		}
	}
	return some
}

// TestDifferencesAreSeen changes one word of one language on one screen, and
// one color by a little, and expects both to be noticed.
func TestDifferencesAreSeen(t *testing.T) {
	const name = "kiosk-priority"
	want := picture(t, filepath.Join(goldens, name+".png"))
	dir := t.TempDir()
	kittest.Paint(t, "states", "STATES="+dir, "ONLY="+name, "YES=Mâo mơh")
	if at, ok := differs(picture(t, filepath.Join(dir, name+".png")), want); !ok || at.X < 2*want.Rect.Dx()/3 {
		t.Errorf("a word of the third language was changed; a difference was seen: %v at %v", ok, at)
	}
	paler := image.NewRGBA(want.Rect)
	copy(paler.Pix, want.Pix)
	if _, ok := differs(paler, want); ok {
		t.Error("a picture differs from itself")
	}
	for i := range paler.Pix {
		paler.Pix[i] = max(paler.Pix[i], tolerance+1) - tolerance - 1
	}
	if _, ok := differs(paler, want); !ok {
		t.Error("all colors were changed, and nobody noticed")
	}
}

// differs finds a cell that two pictures show differently.
func differs(a, b *image.RGBA) (image.Point, bool) {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Max, true
	}
	for i := range a.Pix {
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > tolerance || d < -tolerance {
			return image.Pt(i%a.Stride/4, i/a.Stride), true
		}
	}
	return image.Point{}, false
}

// paintStates is the program that paints every state, or those that ONLY
// names, into STATES, small; with LARGE as they are painted. YES is a word to
// plant in the packs.
func paintStates(context.Context) error {
	if err := installSamples(); err != nil {
		return err
	}
	faces, err := kit.NewFonts()
	if err != nil {
		return err
	}
	return ebiten.RunGame(&painter{dir: os.Getenv("STATES"), faces: faces, canvases: map[image.Point]*ebiten.Image{}})
}

func installSamples() error {
	files, err := fs.Glob(packs.Files, "*.json")
	if err != nil {
		return err
	}
	var all []*i18n.Pack
	for _, name := range files {
		raw, err := packs.Files.ReadFile(name)
		if err != nil {
			return err
		}
		p, err := i18n.SalvagePack(raw)
		if err != nil {
			return err
		}
		if yes := os.Getenv("YES"); yes != "" {
			p.Texts["kiosk.yes"] = yes
		}
		all = append(all, p)
	}
	i18n.Install(all, nil)
	return nil
}

type painter struct {
	dir      string
	faces    *kit.Fonts
	canvases map[image.Point]*ebiten.Image
}

func (p *painter) Draw(*ebiten.Image)         {}
func (p *painter) Layout(w, h int) (int, int) { return w, h }

func (p *painter) Update() error {
	for _, s := range painted() {
		if err := p.paint(s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return ebiten.Termination
}

// canvas is the one image of that size.
func (p *painter) canvas(w, h int) *ebiten.Image {
	size := image.Pt(w, h)
	if p.canvases[size] == nil {
		p.canvases[size] = ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), &ebiten.NewImageOptions{Unmanaged: true})
	}
	return p.canvases[size]
}

// paint writes one picture of a state: its languages beside each other, its
// further themes below them. Pixels are read once: the graphics card waits for it.
func (p *painter) paint(s state) error {
	g := s.geometry(s.panel())
	w, h := int(g.W), int(g.H)
	langs := i18n.Offered()
	img, sheet := p.canvas(w, h), p.canvas(len(langs)*w, 2*h)
	put := func(col, row int, theme ui.Theme, lang i18n.Lang) {
		s.view(g, p.faces, theme, lang).Paint(img)
		op := &ebiten.DrawImageOptions{}
		op.GeoM.Translate(float64(col*w), float64(row*h))
		sheet.DrawImage(img, op)
	}
	for col, lang := range langs {
		put(col, 0, ui.Themes[0], lang)
	}
	for col, theme := range ui.Themes[1:] {
		put(col, 1, theme, i18n.VI)
	}
	large := image.NewRGBA(sheet.Bounds())
	sheet.ReadPixels(large.Pix)
	if os.Getenv("LARGE") != "" {
		return write(filepath.Join(p.dir, "large-"+s.name+".png"), large)
	}
	return write(filepath.Join(p.dir, s.name+".png"), shrink(large))
}

func write(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, img), f.Close())
}

// shrink returns the mean of each cell of a picture, in steps of four.
func shrink(large *image.RGBA) *image.RGBA {
	small := image.NewRGBA(image.Rect(0, 0, large.Rect.Dx()/cell, large.Rect.Dy()/cell))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			var sum [3]int
			for dy := range cell {
				row := large.Pix[large.PixOffset(x*cell, y*cell+dy):]
				for dx := range cell {
					for c := range sum {
						sum[c] += int(row[4*dx+c])
					}
				}
			}
			level := func(c int) uint8 { return uint8(sum[c] / (cell * cell) &^ 3) }
			small.SetRGBA(x, y, color.RGBA{level(0), level(1), level(2), 255})
		}
	}
	return small
}

func names(t *testing.T, dir string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all[e.Name()] = true
	}
	return all
}

func picture(t *testing.T, path string) *image.RGBA {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	rgba := image.NewRGBA(img.Bounds())
	draw.Draw(rgba, rgba.Rect, img, image.Point{}, draw.Src)
	return rgba
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, raw, 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
}
