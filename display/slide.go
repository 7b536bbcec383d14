package display

import (
	"image"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// usualSlide is how long a slide stands that does not say.
const usualSlide = 10 * time.Second

// picture is a slide's image, ready to be painted.
type picture struct {
	sha256 string
	image  image.Image
}

// Slides takes what there is to show beside the calls.
func (s *Show) Slides(all []wire.Slide) { s.slides = all }

// Picture takes the image of a slide. Only a few are kept, since each takes megabytes.
func (s *Show) Picture(sha256 string, img image.Image) {
	keep := s.wanted()
	var kept []picture
	for _, p := range append(s.pictures, picture{sha256, img}) {
		for _, w := range keep {
			if w.SHA256 == p.sha256 {
				kept = append(kept, p)
				break
			}
		}
	}
	s.pictures = kept
}

// texts are the slides that are announcements.
func (s *Show) texts() (all []wire.Slide) {
	for _, x := range s.slides {
		if x.Kind == wire.TextSlide {
			all = append(all, x)
		}
	}
	return all
}

// turnOf is the slide whose turn it is, and the one after it.
func (s *Show) turnOf(all []wire.Slide) (now, next wire.Slide, page int) {
	cycle := time.Duration(0)
	for _, x := range all {
		cycle += lasts(x)
	}
	if cycle == 0 {
		return now, next, 0
	}
	elapsed := s.now.Sub(s.started)
	page, elapsed = int(elapsed/cycle), elapsed%cycle
	for i, x := range all {
		if elapsed < lasts(x) {
			return x, all[(i+1)%len(all)], page
		}
		elapsed -= lasts(x)
	}
	return all[0], all[0], page
}

func lasts(x wire.Slide) time.Duration {
	if x.Seconds <= 0 {
		return usualSlide
	}
	return time.Duration(x.Seconds) * time.Second
}

// wanted are the pictures that must be ready: of the slide that is shown and of the next.
func (s *Show) wanted() (all []wire.Slide) {
	now, next, _ := s.turnOf(s.slides)
	for _, x := range []wire.Slide{now, next} {
		if x.Kind == wire.ImageSlide {
			all = append(all, x)
		}
	}
	return all
}

// missing is a picture that is wanted and not there.
func (s *Show) missing() (wire.Slide, bool) {
	for _, w := range s.wanted() {
		if s.image(w) == nil {
			return w, true
		}
	}
	return wire.Slide{}, false
}

func (s *Show) image(x wire.Slide) image.Image {
	for _, p := range s.pictures {
		if p.sha256 == x.SHA256 {
			return p.image
		}
	}
	return nil
}

// slide shows the slide whose turn it is; announcements only, or pictures too.
func (v *view) slide(r kit.Rect, pictures bool) {
	all := v.s.slides
	if !pictures {
		all = v.s.texts()
	}
	x, _, _ := v.s.turnOf(all)
	if x.Kind == wire.ImageSlide {
		if img := v.s.image(x); img != nil {
			v.Picture(r, img)
			return
		}
		v.Round(r, v.Theme.ActionSoft)
		return
	}
	v.Round(r, v.Theme.ActionSoft)
	in := r.InsetXY(v.gap*1.5, v.gap)
	text := v.both(func(lang i18n.Lang) string { return x.Text.In(lang) })
	if !v.fits(text, in) && len(v.s.Langs) > 1 { // one language after the other
		text = x.Text.In(v.s.Langs[v.s.page(len(v.s.Langs))])
	}
	v.text(in, text, kit.Style{Size: v.row, Bold: true, Color: v.Theme.Text, Down: kit.Middle})
}
