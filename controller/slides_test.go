package controller

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// slides asks for slides, good ones and what there is not.
func (o *tour) slides() {
	dir := o.TempDir()
	put(o, dir, "10.png", pngOf(o, 40, 20))
	put(o, dir, "20.toml", []byte(`text = { vi = "Nghỉ lễ ngày 01/01/2027." }`))
	put(o, dir, "30.gif", []byte("GIF89a"))
	o.h.slides.dir = dir
	o.h.slides.look()
	a := o.want(200, "", testToken, "GET /slides", "")
	for _, want := range []string{`"name":"10.png","kind":"image","width":40,"height":20`, `"kind":"text"`, `{"name":"30.gif","problem":"`} {
		if !strings.Contains(string(a.body), want) {
			o.Errorf("GET /slides = %s, want %s in it", a.body, want)
		}
	}
	if a := o.want(200, "", testToken, "GET /slides/10.png", ""); !bytes.HasPrefix(a.body, []byte("\x89PNG")) {
		o.Errorf("GET /slides/10.png = %q", a.body)
	}
	o.want(404, "slide-unknown", testToken, "GET /slides/20.toml", "")
	o.want(401, "token-missing", "", "GET /slides", "")
	o.want(401, "token-missing", "", "GET /slides/10.png", "")
	o.want(403, "role", "staff", "GET /slides", "")
	o.want(403, "role", "staff", "GET /slides/10.png", "")
}

func pngOf(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.SetRGBA(i%w, i/w, color.RGBA{uint8(i), uint8(i >> 8), 90, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// header is the beginning of a PNG that says it has w by h pixels, and nothing more.
func header(w, h uint32) []byte {
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), "IHDR"...)
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 2, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func testShow(t *testing.T) *slideshow {
	return newSlideshow(t.TempDir(), slog.New(slog.DiscardHandler))
}

func (s *slideshow) names(day center.Day) (names []string) {
	for _, x := range s.shown(day) {
		names = append(names, x.Name)
	}
	return names
}

// TestSlidesRefused: each bad file is refused by its name, and where it is a text by its line.
func TestSlidesRefused(t *testing.T) {
	long := strings.Repeat("chữ ", 200)
	for _, c := range []struct {
		name, content string
		code, says    string
	}{
		{"a.png", string(header(10000, 5000)), "slide-pixels", "10000 × 5000"}, // 50 megapixels, 33 bytes
		{"a.png", string(header(1<<31-1, 1<<31-1)), "slide-form", "a.png"},
		{"a.png", string(header(30000, 1)), "slide-pixels", "a.png"},
		{"a.png", string(header(100, 100)), "slide-form", "a.png"}, // a head without a body
		{"a.jpg", "no picture", "slide-form", "a.jpg"},
		{"a.gif", "GIF89a", "slide-form", "a.gif"},
		{"a.svg", "<svg onload=alert(1)>", "slide-form", "a.svg"},
		{"x\n[[slide]].png", "", "slide-name", `\n`},
		{"\u202egnp.exe", "", "slide-name", ""},
		{"a;rm -rf.png", "", "slide-name", ""},
		{"<b>.png", "", "slide-name", ""},
		{strings.Repeat("a", 90) + ".png", "", "slide-name", ""},
		{"bad\xff.png", "", "slide-name", ""},
		{"t.toml", "seconds = 10\ntext = { vi = \"Chào\"\n", "config-syntax", "2"},
		{"t.toml", "text = { vi = \"Chào\" }\ncolor = \"red\"\n", "config-unknown-key", "2"},
		{"t.toml", "seconds = 1\ntext = { vi = \"Chào\" }\n", "slide-seconds", "1"},
		{"t.toml", "\n\ntext = { en = \"Hello\" }\n", "slide-empty", "3"},
		{"t.toml", "text = { vi = \"" + long + "\" }\n", "slide-long", "t.toml"},
		{"t.toml", "from = \"mai\"\ntext = { vi = \"Chào\" }\n", "slide-day", "mai"},
		{"t.toml", "seconds = 8\ntext = { vi = \"Chào \U0001F600\" }\n", "slide-letter", "U+1F600"},
		{"t.toml", "seconds = 8\ntext = { vi = \"Chào \\U0001F600\" }\n", "slide-letter", "dòng 2"},   // as an escape
		{"t.toml", "text = { vi = \"Chào\", en = \"Hello \\u202egnp\" }\n", "slide-letter", "U+202E"}, // turns what follows
		{"t.toml", "text = { vi = \"Chào \\u0007\" }\n", "slide-letter", "U+0007"},
		{"t.toml", "text = \xff", "config-syntax", "t.toml"},
	} {
		s := testShow(t)
		put(t, s.dir, c.name, []byte(c.content))
		s.look()
		var code string
		refused := s.refused(func(err error) string { code = fault.CodeOf(err); return wire.Sentence(i18n.VI, err) })
		if len(refused) != 1 || code != c.code || !strings.Contains(refused[0].Problem, c.says) || len(s.shown("2026-11-23")) > 0 {
			t.Errorf("%q: refused with %s %v, want %s with %q", c.name, code, refused, c.code, c.says)
		}
	}
}

// TestLastGoodSlideStays whatever becomes of its file, until that is taken away.
func TestLastGoodSlideStays(t *testing.T) {
	s := testShow(t)
	put(t, s.dir, "a.png", pngOf(t, 30, 30))
	put(t, s.dir, "b.toml", []byte(`text = { vi = "Một" }`))
	s.look()
	good, _, _, err := s.picture("a.png")
	if err != nil || fmt.Sprint(s.names("2026-11-23")) != "[a.png b.toml]" {
		t.Fatalf("shown %v, %v, want both", s.names("2026-11-23"), err)
	}
	put(t, s.dir, "a.png", []byte("half a pic"))
	put(t, s.dir, "b.toml", []byte(`text = { vi = `))
	s.look()
	if kept, _, _, err := s.picture("a.png"); err != nil || !bytes.Equal(kept, good) {
		t.Errorf("the good picture is gone after a bad one: %v", err)
	}
	if x := s.shown("2026-11-23"); len(x) != 2 || x[1].Text.VI != "Một" {
		t.Errorf("shown %+v after bad files, want the good ones", x)
	}
	if r := s.refused(func(error) string { return "" }); len(r) != 2 {
		t.Errorf("refused %v, want both files", r)
	}
	if err := os.Remove(filepath.Join(s.dir, "a.png")); err != nil {
		t.Fatal(err)
	}
	s.look()
	if got := fmt.Sprint(s.names("2026-11-23")); got != "[b.toml]" {
		t.Errorf("shown %s after a file was taken away, want [b.toml]", got)
	}
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.look()
	if got := s.names("2026-11-23"); len(got) > 0 {
		t.Errorf("shown %v without a folder", got)
	}
}

// TestASlideIsReadOnceItMayBe: who is told to let a file be read changes nothing
// by which a change of the file could be seen.
func TestASlideIsReadOnceItMayBe(t *testing.T) {
	s := testShow(t)
	put(t, s.dir, "a.png", pngOf(t, 30, 30))
	info, err := os.Stat(filepath.Join(s.dir, "a.png"))
	if err != nil {
		t.Fatal(err)
	}
	s.files["a.png"] = &slideFile{size: info.Size(), at: info.ModTime(), fault: fault.New(fault.Invalid, "slide-unreadable", "file", "a.png")}
	s.look()
	if got := s.names("2026-11-23"); len(got) != 1 {
		t.Errorf("shown %v, want the slide that can be read now", got)
	}
}

func TestSlideDays(t *testing.T) {
	s := testShow(t)
	put(t, s.dir, "a.toml", []byte("from = \"2026-11-24\"\nuntil = \"2026-11-25\"\ntext = { vi = \"Nghỉ\" }"))
	s.look()
	for day, want := range map[center.Day]int{"2026-11-23": 0, "2026-11-24": 1, "2026-11-25": 1, "2026-11-26": 0} {
		if got := len(s.shown(day)); got != want {
			t.Errorf("on %s %d slides are shown, want %d", day, got, want)
		}
	}
}

// TestSlidesStayInTheirFolder: a link out of it shows nothing.
func TestSlidesStayInTheirFolder(t *testing.T) {
	s := testShow(t)
	outside := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(outside, pngOf(t, 9, 9), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(s.dir, "a.png")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(s.dir, "b.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.look()
	if got := s.names("2026-11-23"); len(got) > 0 {
		t.Errorf("shown %v, want nothing from outside", got)
	}
	for i := range mostSlides + 5 {
		put(t, s.dir, fmt.Sprintf("c%03d.toml", i), []byte(`text = { vi = "Một" }`))
	}
	s.look()
	if got := len(s.shown("2026-11-23")); got != mostSlides-2 {
		t.Errorf("%d slides of too many are shown, want %d", got, mostSlides-2)
	}
}

// TestSlideIsScaledAndUpright: a photograph held sideways, larger than a screen.
func TestSlideIsScaledAndUpright(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 2000, 200))
	for i := 0; i < len(img.Pix); i += 4 { // the left half red, the right half blue
		c := color.RGBA{200, 0, 0, 255}
		if i/4%2000 >= 1000 {
			c = color.RGBA{0, 0, 200, 255}
		}
		copy(img.Pix[i:], []byte{c.R, c.G, c.B, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	raw := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	raw = append(raw, b.Bytes()[2:]...)
	s, err := pictureSlide("a.jpg", raw)
	if err != nil {
		t.Fatal(err)
	}
	out, form, err := image.Decode(bytes.NewReader(s.picture))
	if err != nil || form != "jpeg" || out.Bounds().Dx() != 192 || out.Bounds().Dy() != 1920 {
		t.Fatalf("handed out as %s %v, %v, want a jpeg of 192 x 1920", form, out.Bounds(), err)
	}
	if r, _, _, _ := out.At(96, 100).RGBA(); r>>8 < 150 { // turned right: the left is above
		t.Errorf("the upper half is %v, want red", out.At(96, 100))
	}
	if bytes.Contains(s.picture, []byte("Exif")) {
		t.Error("what the camera wrote is handed out")
	}
}

func FuzzPictureSlide(f *testing.F) {
	f.Add(pngOf(f, 3, 2))
	f.Add(header(1<<20, 1<<20))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x20Exif\x00\x00II*\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := pictureSlide("x.png", raw)
		if err == nil && (s.Width < 1 || s.Height < 1 || max(s.Width, s.Height) > pictureSide) {
			t.Errorf("handed out as %d x %d", s.Width, s.Height)
		}
		orientation(raw)
	})
}

func FuzzTextSlide(f *testing.F) {
	f.Add([]byte("text = { vi = \"Một\" }\nseconds = 8"))
	s := newSlideshow("", slog.New(slog.DiscardHandler))
	f.Fuzz(func(t *testing.T, raw []byte) {
		x, err := s.textSlide("x.toml", raw)
		if err == nil && (x.Text.VI == "" || x.Seconds < 4) {
			t.Errorf("textSlide(%q) = %+v", raw, x.Slide)
		}
	})
}

// TestSlidesAreLookedFor: a file that is laid into the folder is shown without a restart.
func TestSlidesAreLookedFor(t *testing.T) {
	s := testShow(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { s.run(ctx); close(done) }()
		synctest.Wait()
		put(t, s.dir, "a.toml", []byte("text = { vi = \"Một\" }"))
		time.Sleep(slidesCheck + time.Second)
		synctest.Wait()
		if got := s.names("2026-11-23"); len(got) != 1 {
			t.Errorf("shown %v, want the new file", got)
		}
		stop()
		<-done
	})
}
