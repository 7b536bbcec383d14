package web_test

import (
	"flag"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/controller/web"
	"motcua/internal/i18n"
)

// width is what a page is read on: a phone in the hand, an office screen else.
func (s scene) width() (int64, int64) {
	if strings.HasPrefix(s.name, "phone") {
		return 390, 844
	}
	if strings.HasPrefix(s.name, "wall") {
		return 1920, 1080
	}
	return 1366, 768
}

var only = flag.String("scenes", "", "photograph only scenes whose names match this pattern")

// TestPictures photographs every page in both languages (go test -artifacts
// keeps them) and wants no complaint in the console and nothing wider than the screen.
func TestPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("many pictures")
	}
	a := newAPI()
	b := newBrowser(t, sceneSwitch(a.handler()), "")
	keys := map[int][]string{} // where the console's first key stands, by distance from the top
	for _, s := range scenes {
		if !regexp.MustCompile(*only).MatchString(s.name) {
			continue
		}
		for _, lang := range i18n.Langs {
			width, height := s.width()
			sep := "?"
			if strings.Contains(s.path, "?") {
				sep = "&"
			}
			b.open(s.path+sep+"lang="+string(lang)+"&scene="+s.name, width, height)
			b.until("document.readyState === 'complete'")
			b.shot(s.name + "." + string(lang))
			if y := eval[int](b, "Math.round(document.querySelector('[data-action=next]')?.getBoundingClientRect().top ?? 0)"); y != 0 {
				keys[y] = append(keys[y], s.name+"."+string(lang))
			}
			b.do("narrow", chromedp.EmulateViewport(320, 640))
			if over := eval[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s (%s) is %d px wider than a screen of 320", s.name, lang, over)
			}
		}
	}
	if len(keys) != 1 && *only == "" {
		t.Errorf("the console's keys move: %v", keys)
	}
	for _, c := range b.complaints() {
		if !strings.Contains(c, "404") && !strings.Contains(c, "403") {
			t.Errorf("console: %s", c)
		}
	}
}

// sceneSwitch serves the page of the scene that the address, or the page asking, names.
func sceneSwitch(rest http.Handler) http.Handler {
	pages := map[string]http.Handler{}
	for _, s := range scenes {
		f := newFake()
		if s.setup != nil {
			s.setup(f)
		}
		pages[s.name] = withSession(web.Handler(f.options()), s.session)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scene := r.URL.Query().Get("scene")
		if from, err := url.Parse(r.Referer()); err == nil && strings.HasPrefix(r.URL.Path, "/manager/slip/") {
			scene = from.Query().Get("scene") // a picture on the page
		}
		if h, ok := pages[scene]; ok {
			h.ServeHTTP(w, r)
			return
		}
		if r.URL.Path == "/live" { // a scene has no news
			http.NotFound(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}
