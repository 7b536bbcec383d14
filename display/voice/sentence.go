// Package voice speaks calls in the hall, and corrects aloud a call that was
// taken back. Sentences are made of words, never of digits: of recorded clips
// where a pack has every word, else by a speech program.
package voice

import (
	"regexp"
	"strings"
	"time"

	"motcua/display/voice/clips"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/spell"
)

// Kind is what a sentence is for.
type Kind string

// The kinds of sentences.
const (
	Call       Kind = "call"  // asks the holder of a number to a counter
	Correction Kind = "sorry" // takes a call back
	Test       Kind = "test"  // the morning's test of the loudspeaker
)

var kinds = []Kind{Call, Correction, Test}

const (
	comma = 150 * time.Millisecond // where the sentence has one
	apart = 40 * time.Millisecond  // between characters that are named one by one
)

// Sentence is what is said in one language: as text for a speech program, and
// as the words that a clip pack needs.
type Sentence struct {
	Lang  i18n.Lang
	Text  string
	Units []clips.Unit
}

// slotForm finds what a sentence of the catalog leaves open.
var slotForm = regexp.MustCompile(`\{(number|counter)\}`)

// Compose returns the sentence for a ticket's number at a counter. A correction
// names no counter, a test neither.
func Compose(style spell.Style, kind Kind, number string, counter center.CounterID) Sentence {
	slots := map[string][]spell.Group{"number": style.Ticket(number), "counter": style.Counter(string(counter))}
	key, lang := "voice."+string(kind), style.Lang
	s := Sentence{Lang: lang, Text: i18n.T(lang, key,
		"number", spell.Text(lang, slots["number"]), "counter", spell.Text(lang, slots["counter"]))}
	rest := i18n.T(lang, key)
	for rest != "" {
		at := slotForm.FindStringSubmatchIndex(rest)
		if at == nil {
			s.phrase(rest)
			break
		}
		s.phrase(rest[:at[0]])
		s.groups(slots[rest[at[2]:at[3]]])
		rest = rest[at[1]:]
	}
	return s
}

// phrase adds fixed words. A comma at an end of them is a pause.
func (s *Sentence) phrase(text string) {
	if strings.HasPrefix(text, ",") && len(s.Units) > 0 {
		s.Units[len(s.Units)-1].Pause = comma
	}
	word := strings.Trim(text, " ,.")
	if word == "" {
		return
	}
	u := clips.Unit{Word: word}
	if strings.HasSuffix(strings.TrimSpace(text), ",") {
		u.Pause = comma
	}
	s.Units = append(s.Units, u)
}

// groups adds the words of a number, each group behind a breath.
func (s *Sentence) groups(groups []spell.Group) {
	for i, g := range groups {
		if i > 0 {
			s.Units[len(s.Units)-1].Pause = apart
		}
		for _, word := range g {
			s.Units = append(s.Units, clips.Unit{Word: word})
		}
	}
}
