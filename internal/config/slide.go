package config

import (
	"strings"
	"unicode/utf8"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Bounds of a slide that is a text.
const (
	MostSlideText = 400 // characters in each language
	leastSlide    = 4   // seconds
	mostSlide     = 120
	usualSlide    = 10
)

// Slide is the file of a text that screens show beside the calls.
type Slide struct {
	Text    i18n.Text  `toml:"text"`
	Seconds int        `toml:"seconds"` // how long it stands; 10 where nothing is said
	From    center.Day `toml:"from"`    // the first day on which it is shown; empty: at once
	Until   center.Day `toml:"until"`   // the last; empty: until it is taken away
}

// Shown tells whether the slide is shown on a day.
func (s Slide) Shown(day center.Day) bool {
	return (s.From == "" || s.From <= day) && (s.Until == "" || day <= s.Until)
}

// ParseSlide reads a slide that is a text. name is how faults call the file.
func ParseSlide(name string, raw []byte) (*Slide, error) {
	s := &Slide{}
	if !utf8.Valid(raw) {
		return nil, Problems{fault.New(fault.Invalid, "config-syntax", "file", name, "line", "?", "detail", "UTF-8")}
	}
	if err := decode(name, raw, s); err != nil {
		return nil, err
	}
	if s.Seconds == 0 {
		s.Seconds = usualSlide
	}
	s.Text.VI, s.Text.EN = strings.TrimSpace(s.Text.VI), strings.TrimSpace(s.Text.EN)
	var problems Problems
	add := func(code, key string, args ...any) {
		line := lineOf(raw, key)
		problems = append(problems, fault.New(fault.Invalid, code, append([]any{"file", name, "line", line, "key", key}, args...)...))
	}
	if s.Text.VI == "" {
		add("slide-empty", "text")
	}
	for key, text := range map[string]string{"text.vi": s.Text.VI, "text.en": s.Text.EN} {
		if n := utf8.RuneCountInString(text); n > MostSlideText {
			add("slide-long", "text", "of", key, "value", n, "most", MostSlideText)
		}
	}
	if s.Seconds < leastSlide || s.Seconds > mostSlide {
		add("slide-seconds", "seconds", "value", s.Seconds, "least", leastSlide, "most", mostSlide)
	}
	for key, day := range map[string]center.Day{"from": s.From, "until": s.Until} {
		if day == "" {
			continue
		}
		if _, err := day.Start(); err != nil {
			add("slide-day", key, "value", day)
		}
	}
	if problems != nil {
		return nil, problems
	}
	return s, nil
}

// lineOf is the line on which a key stands, 1 where it is not found.
func lineOf(raw []byte, key string) int {
	for i, line := range strings.Split(string(raw), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), key) {
			return i + 1
		}
	}
	return 1
}
