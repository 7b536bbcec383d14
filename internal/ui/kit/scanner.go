package kit

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// By which what a scanner types is told from what a person types.
const (
	scannerPace  = 40 * time.Millisecond  // a sign, in the mean: three times as fast as the fastest typist
	scannerPause = 500 * time.Millisecond // ends a code that no Enter ended
	scannerLate  = 60 * time.Millisecond  // a code may seem longer by: signs are seen only at ticks
	shortestCode = 6
	longestCode  = 1024
)

// Scanner collects what a scanner that is a keyboard types. The zero value is ready.
type Scanner struct {
	text        []rune
	first, last time.Time
}

// Take takes the signs typed since the last tick and whether Enter was. It
// returns a code once it is whole; what a person types is no code and is dropped.
func (s *Scanner) Take(now time.Time, signs []rune, enter bool) (code string, ok bool) {
	if len(s.text) > 0 && now.Sub(s.last) >= scannerPause {
		code, ok = s.end()
	}
	for _, c := range signs {
		if len(s.text) == 0 {
			s.first = now
		}
		if s.last = now; len(s.text) <= longestCode {
			s.text = append(s.text, c)
		}
	}
	if enter && !ok {
		return s.end()
	}
	return code, ok
}

// Busy tells whether signs came just now, so that an Enter belongs to them.
func (s *Scanner) Busy(now time.Time) bool { return now.Sub(s.last) < scannerPause }

func (s *Scanner) end() (code string, ok bool) {
	n := len(s.text)
	ok = n >= shortestCode && n <= longestCode && s.last.Sub(s.first) <= time.Duration(n-1)*scannerPace+scannerLate
	if ok {
		code = string(s.text)
	}
	s.text = s.text[:0]
	return code, ok
}

// Scans is an App that wants to know what a scanner types.
type Scans interface {
	// Scanned is called between ticks. The code may be personal.
	Scanned(code string)
}

// keys reads the keyboard for apps that scan.
func (g *game) keys(now time.Time) {
	app, ok := g.app.(Scans)
	if !ok {
		return
	}
	g.signs = ebiten.AppendInputChars(g.signs[:0])
	enter := false
	for _, key := range []ebiten.Key{ebiten.KeyEnter, ebiten.KeyNumpadEnter, ebiten.KeyTab} {
		enter = enter || inpututil.IsKeyJustPressed(key)
	}
	if code, ok := g.scanner.Take(now, g.signs, enter); ok {
		app.Scanned(code)
	}
}
