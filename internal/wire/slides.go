package wire

import "motcua/internal/i18n"

// The kinds of slides.
const (
	ImageSlide = "image"
	TextSlide  = "text"
)

// Slides answers GET /slides: what screens show beside the calls, in order.
type Slides struct {
	Slides  []Slide   `json:"slides"`
	Refused []Refusal `json:"refused"` // while an earlier version was good, that one is shown still
}

// Slide is one of them. GET /slides/{name} answers the picture of an image.
type Slide struct {
	Name    string     `json:"name"`
	Kind    string     `json:"kind"` // image or text
	Width   int        `json:"width,omitempty"`
	Height  int        `json:"height,omitempty"`
	SHA256  string     `json:"sha256"`  // of the picture, or of the text's file
	Seconds int        `json:"seconds"` // how long it stands
	Text    *i18n.Text `json:"text,omitempty"`
}
