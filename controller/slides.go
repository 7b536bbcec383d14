package controller

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/fonts"
	"motcua/internal/wire"
)

const (
	slidesFolder   = "slides"
	slidesCheck    = 5 * time.Second // between looks into the folder
	mostSlides     = 40
	mostSlideFile  = 32 << 20 // bytes
	pictureSeconds = 10
)

// slideName is what a slide's file may be called: a name that no path, log or page takes for something else.
var slideName = regexp.MustCompile(`^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N} _.-]{0,79}$`)

// slideshow holds what screens show beside the calls. One goroutine reads the
// folder; anybody may look at what it has found.
type slideshow struct {
	dir   string
	log   *slog.Logger
	drawn func(rune) bool // whether the screens have a letter; for the goroutine that reads

	mu    sync.RWMutex
	files map[string]*slideFile
	order []string
	more  error // there are too many
}

// slideFile is one file of the folder.
type slideFile struct {
	size  int64
	at    time.Time
	good  *goodSlide // the last version that could be shown; nil: none ever could
	fault error      // of the version that is there
}

// goodSlide is a slide that can be shown.
type goodSlide struct {
	wire.Slide
	picture []byte // as it is handed out
	form    string // of the picture
	text    *config.Slide
}

func newSlideshow(dir string, log *slog.Logger) *slideshow {
	drawn, err := fonts.Letters(nil)
	if err != nil {
		panic(err) // embedded: a defect
	}
	return &slideshow{dir: dir, log: log, drawn: drawn, files: map[string]*slideFile{}}
}

// run keeps the show as the folder is, until ctx ends.
func (s *slideshow) run(ctx context.Context) {
	tick := time.NewTicker(slidesCheck)
	defer tick.Stop()
	for {
		s.look()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look reads what has changed in the folder. Nothing outside it is opened, whatever links lie there.
func (s *slideshow) look() {
	root, err := os.OpenRoot(s.dir)
	if err != nil { // no folder: no slides
		s.settle(nil, nil)
		return
	}
	defer root.Close()
	listed, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return
	}
	var order []string
	for _, e := range listed {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, "~") {
			order = append(order, name)
		}
	}
	var more error
	if len(order) > mostSlides {
		more, order = fault.New(fault.Invalid, "slide-many", "value", len(order), "most", mostSlides), order[:mostSlides]
	}
	for _, name := range order {
		s.read(root, name)
	}
	s.settle(order, more)
}

// settle forgets the files that are gone.
func (s *slideshow) settle(order []string, more error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order, s.more = order, more
	for name := range s.files {
		if !slices.Contains(order, name) {
			delete(s.files, name)
		}
	}
}

// read takes a file that is new or has changed. One that cannot be shown leaves the last good version.
func (s *slideshow) read(root *os.Root, name string) {
	info, err := root.Lstat(name)
	if err != nil {
		return
	}
	s.mu.RLock()
	known := s.files[name]
	s.mu.RUnlock()
	unread := known != nil && fault.CodeOf(known.fault) == "slide-unreadable" // who may read it now shows in no time
	if known != nil && known.size == info.Size() && known.at.Equal(info.ModTime()) && !unread {
		return
	}
	f := &slideFile{size: info.Size(), at: info.ModTime()}
	if f.good, f.fault = s.open(root, name, info); f.fault != nil {
		if !unread || fault.CodeOf(f.fault) != fault.CodeOf(known.fault) {
			s.log.Warn("slide refused", "name", strconv.QuoteToASCII(name), "code", fault.CodeOf(f.fault))
		}
		if known != nil {
			f.good = known.good
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[name] = f
}

func (s *slideshow) open(root *os.Root, name string, info fs.FileInfo) (*goodSlide, error) {
	shown := strconv.QuoteToGraphic(name)
	switch {
	case !slideName.MatchString(name):
		return nil, fault.New(fault.Invalid, "slide-name", "file", shown)
	case !info.Mode().IsRegular():
		return nil, fault.New(fault.Invalid, "slide-form", "file", name)
	case info.Size() > mostSlideFile:
		return nil, fault.New(fault.Invalid, "slide-large", "file", name, "value", info.Size()>>20, "most", mostSlideFile>>20)
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slide-unreadable", "file", name)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, mostSlideFile))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slide-unreadable", "file", name)
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png", ".jpg", ".jpeg":
		return pictureSlide(name, raw)
	case ".toml":
		return s.textSlide(name, raw)
	}
	return nil, fault.New(fault.Invalid, "slide-form", "file", name)
}

// textSlide reads a text, and refuses letters that would be seen as boxes and
// signs that turn what stands beside them.
func (s *slideshow) textSlide(name string, raw []byte) (*goodSlide, error) {
	t, err := config.ParseSlide(name, raw)
	if err != nil {
		return nil, config.ProblemsOf(err)[0]
	}
	for _, c := range t.Text.VI + t.Text.EN {
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' || !unicode.IsControl(c) && !unicode.Is(unicode.Bidi_Control, c) && s.drawn(c) {
			continue
		}
		at := bytes.IndexRune(raw, c)
		if at < 0 { // it is written as an escape
			at = max(bytes.Index(raw, []byte(`\`)), 0)
		}
		value := fmt.Sprintf("U+%04X", c)
		if unicode.IsPrint(c) {
			value = fmt.Sprintf("%c (%s)", c, value)
		}
		return nil, fault.New(fault.Invalid, "slide-letter", "file", name, "line", 1+bytes.Count(raw[:at], []byte("\n")), "value", value)
	}
	return &goodSlide{Slide: wire.Slide{Name: name, Kind: wire.TextSlide, SHA256: sum(raw), Seconds: t.Seconds, Text: &t.Text}, text: t}, nil
}

func sum(raw []byte) string {
	hash := sha256.Sum256(raw)
	return hex.EncodeToString(hash[:])
}

// shown are the slides of a day, in the order of their names.
func (s *slideshow) shown(day center.Day) (all []wire.Slide) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all = []wire.Slide{}
	for _, name := range s.order {
		if f := s.files[name]; f != nil && f.good != nil && (f.good.text == nil || f.good.text.Shown(day)) {
			all = append(all, f.good.Slide)
		}
	}
	return all
}

func (s *slideshow) refused(say func(error) string) (all []wire.Refusal) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all = []wire.Refusal{}
	for _, name := range s.order {
		if f := s.files[name]; f != nil && f.fault != nil {
			all = append(all, wire.Refusal{Name: strings.ToValidUTF8(name, "\ufffd"), Problem: say(f.fault)})
		}
	}
	if s.more != nil {
		all = append(all, wire.Refusal{Name: slidesFolder, Problem: say(s.more)})
	}
	return all
}

var errNoSlide = errors.New("no such slide")

// picture is an image as screens get it.
func (s *slideshow) picture(name string) (raw []byte, form, hash string, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f := s.files[name]
	if f == nil || f.good == nil || f.good.picture == nil {
		return nil, "", "", fault.Wrap(errNoSlide, fault.NotFound, "slide-unknown", "name", name)
	}
	return f.good.picture, f.good.form, f.good.SHA256, nil
}

func getSlides(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	say := func(err error) string { return wire.Sentence(language(r), err) }
	all := c.slides.shown(center.DayOf(c.clock().Wall))
	if own := c.official.slide(c.site().Feedback); own != nil {
		all = append(all, own.Slide)
	}
	return send(w, wire.Slides{Slides: all, Refused: append(c.slides.refused(say), c.layouts.refused(say)...)})
}

func getSlide(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	raw, form, hash, err := c.slides.picture(r.PathValue("name"))
	if own := c.official.slide(c.site().Feedback); own != nil && r.PathValue("name") == officialName {
		raw, form, hash, err = own.picture, own.form, own.SHA256, nil
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", form)
	h.Set("Cache-Control", "no-cache")
	h.Set("Etag", `"`+hash+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	_, _ = w.Write(raw) // it fails only when the asker has gone
	return nil
}
