package loudspeaker

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/fault"
	"motcua/internal/speech"
)

func hum(long time.Duration) speech.Sound {
	s := speech.Silence(8000, long)
	s.Samples[0] = 1
	return s
}

// TestPlayTakesItsTime: a sound takes as long as aloud, and one that is ended ends at once.
func TestPlayTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New("V1", 2)
		began := time.Now()
		if err := l.Play(t.Context(), hum(4*time.Second)); err != nil || time.Since(began) != 2*time.Second {
			t.Errorf("4 s at double speed took %v, %v", time.Since(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := l.Play(ctx, hum(time.Minute)); err != context.DeadlineExceeded {
			t.Errorf("a sound that was ended = %v", err)
		}
	})
}

func TestUnplugged(t *testing.T) {
	l := New("V1", 1000)
	l.Unplug(true)
	if err := l.Play(t.Context(), hum(time.Second)); fault.CodeOf(err) != "voice-failed" || fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Play() without a card = %v, want voice-failed", err)
	}
	l.Unplug(false)
	if err := l.Play(t.Context(), hum(time.Second)); err != nil || len(l.Played()) != 1 {
		t.Errorf("Play() with the card in again = %v, %d played", err, len(l.Played()))
	}
}

func TestHandler(t *testing.T) {
	l := New("V1", 1e6)
	for i := range kept + 2 {
		if err := l.Play(t.Context(), hum(time.Duration(i+1)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Play(t.Context(), speech.Silence(8000, time.Second)); err != nil {
		t.Fatal(err)
	}
	ask := func(method, path, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		Handler(l).ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
		return w
	}
	var shown Shown
	if err := json.Unmarshal(ask("GET", "/sim/voice/V1", "").Body.Bytes(), &shown); err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, p := range shown.Played {
		numbers = append(numbers, p.N)
	}
	if want := []int{3, 4, 5, 6, 7, 8, 9, 10}; !slices.Equal(numbers, want) || shown.Unplugged || shown.Played[7].MS != 10_000 {
		t.Errorf("shown %+v, want sounds %v", shown, want)
	}
	w := ask("GET", "/sim/voice/V1/sounds/10", "")
	if s, err := speech.ParseWAV(w.Body.Bytes()); err != nil || s.Length() != 10*time.Second || w.Header().Get("Content-Type") != "audio/wav" {
		t.Errorf("sound 10 is %v long, %v", s.Length(), err)
	}
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/sim/voice/V2", "", http.StatusNotFound}, {"GET", "/sim/voice/V1/sounds/1", "", http.StatusNotFound},
		{"GET", "/sim/voice/V1/sounds/x", "", http.StatusNotFound}, {"POST", "/sim/voice/V1", "{", http.StatusBadRequest},
		{"POST", "/sim/voice/V1", `{"unplugged":true}`, http.StatusNoContent},
	} {
		if got := ask(c.method, c.path, c.body).Code; got != c.want {
			t.Errorf("%s %s %s = %d, want %d", c.method, c.path, c.body, got, c.want)
		}
	}
	if !l.Unplugged() {
		t.Error("the card is still in")
	}
}
