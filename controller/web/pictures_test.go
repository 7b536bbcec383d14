package web_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"motcua/internal/i18n"
)

var only = flag.String("scenes", "", "look only at scenes whose names match this pattern")

// screens are what pages are read on. The smallest is a page at 400 % of 1280,
// and is not photographed.
var screens = [][2]int64{{1280, 800}, {1920, 1080}, {360, 780}, {320, 640}}

// TestPictures opens every page in every state in both languages. It is
// photographed on three screens (go test -artifacts keeps that), is nowhere wider
// than its screen, complains of nothing in the console, and breaks no rule of
// accessibility in one of the languages and one of the themes, by turns.
func TestPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("many pictures")
	}
	walks := []*walk{}
	t.Run("in", func(t *testing.T) {
		stage := sceneSwitch(newAPI().handler())
		for i, lang := range i18n.Langs {
			w := &walk{lang: lang, turn: i, keys: map[int][]string{}}
			walks = append(walks, w)
			t.Run(string(lang), func(t *testing.T) {
				t.Parallel()
				w.browser = newBrowser(t, stage, "")
				for _, s := range scenes {
					if regexp.MustCompile(*only).MatchString(s.name) {
						w.visit(s)
					}
				}
			})
		}
	})
	keys := map[int][]string{}
	for _, w := range walks {
		for y, names := range w.keys {
			keys[y] = append(keys[y], names...)
		}
	}
	if len(keys) > 1 || len(keys) == 0 && *only == "" {
		t.Errorf("the console's keys move: %v", keys)
	}
}

// walk is one tab on its way through all scenes.
type walk struct {
	*browser
	lang i18n.Lang
	turn int
	keys map[int][]string // where the console's first key stands, by distance from the top
}

func (w *walk) visit(s scene) {
	w.t.Helper()
	sep := "?"
	if strings.Contains(s.path, "?") {
		sep = "&"
	}
	w.turn++
	for i, size := range screens {
		if i > 0 {
			w.do("another screen", chromedp.EmulateViewport(size[0], size[1]))
		} else {
			w.open(s.path+sep+"lang="+string(w.lang)+"&scene="+s.name, size[0], size[1])
			w.until("document.readyState === 'complete'")
			if y := eval[int](w.browser, "Math.round(document.querySelector('[data-action=next]')?.getBoundingClientRect().top ?? 0)"); y != 0 {
				w.keys[y] = append(w.keys[y], s.name+"."+string(w.lang))
			}
		}
		if over := eval[int](w.browser, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			w.t.Errorf("%s (%s) is %d px wider than a screen of %d", s.name, w.lang, over, size[0])
		}
		if size[0] > 320 {
			w.shot(fmt.Sprintf("%s.%s.%d", s.name, w.lang, size[0]))
		}
		if read := s.read(); read == size[0] && w.turn%len(i18n.Langs) == 0 {
			w.rules(s)
		}
	}
	for _, c := range w.complaints() {
		if !strings.Contains(c, "/live?") && !strings.Contains(c, fmt.Sprintf("status of %d", s.status)) {
			w.t.Errorf("%s: console: %s", s.name, c)
		}
	}
	w.forget()
}

// read is how wide the screen is that a page is mostly read on.
func (s scene) read() int64 {
	if strings.HasPrefix(s.name, "phone") || strings.HasPrefix(s.name, "lookup") {
		return 360
	}
	return 1280
}

func (w *walk) rules(s scene) {
	w.t.Helper()
	if w.turn%4 == 0 {
		eval[bool](w.browser, `(document.documentElement.dataset.theme = "night", true)`)
	}
	for _, line := range w.broken() {
		w.t.Errorf("%s in %s: %s", s.name, w.lang, line)
	}
}

// sceneSwitch serves the page of the scene that the address, or the page asking, names.
func sceneSwitch(rest http.Handler) http.Handler {
	pages, usual := map[string]func() http.Handler{}, scene{}.handler()
	for _, s := range scenes {
		pages[s.name] = sync.OnceValue(func() http.Handler {
			if s.setup == nil {
				return withSession(usual, s.session)
			}
			return withSession(s.handler(), s.session)
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scene := r.URL.Query().Get("scene")
		if from, err := url.Parse(r.Referer()); err == nil && strings.HasPrefix(r.URL.Path, "/manager/slip/") {
			scene = from.Query().Get("scene") // a picture on the page
		}
		if h, ok := pages[scene]; ok {
			h().ServeHTTP(w, r)
			return
		}
		if r.URL.Path == "/live" { // a scene has no news
			http.NotFound(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}
