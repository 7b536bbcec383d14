package controller

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// Answers on paper: sheets are printed with a code each, citizens fill them in,
// and somebody who is not rated types them in, each code once. A sheet knows a
// counter and a day, and no visit.

const (
	sheetsFor  = 30 // days in which a printed sheet may be typed in, the day of printing among them
	sheetsBack = 7  // days that a visit may lie back: so long it is known who worked where
	sheetPart  = 6  // signs of either half of a code: random, and the seal on it
)

// sheet writes the code of a sheet that is printed on a day: k3n8fzq2m7c4.
func (s *state) sheet(serial string, day center.Day) string {
	return serial + rating.Secret(s.key, "sheet", serial+"\x00"+string(day))[:sheetPart]
}

// Sheets makes codes for so many empty sheets.
func (e *Engine) Sheets(n int) []string {
	all := make([]string, n)
	e.mu.RLock()
	defer e.mu.RUnlock()
	today := center.DayOf(e.opts.Clock().Wall)
	for i := range all {
		all[i] = e.state.sheet(rating.Secret([]byte(rand.Text()), "serial", "")[:sheetPart], today)
	}
	return all
}

// printed tells whether a code is of a sheet that was printed here and is still good.
func (s *state) printed(code string, now time.Time) bool {
	if len(code) != 2*sheetPart {
		return false
	}
	found := false
	for back := range sheetsFor {
		known := s.sheet(code[:sheetPart], center.DayOf(now.AddDate(0, 0, -back)))
		found = subtle.ConstantTimeCompare([]byte(known), []byte(code)) == 1 || found
	}
	return found
}

func postPaperRating(c *Controller, w http.ResponseWriter, r *http.Request, who caller) error {
	var q wire.PaperRatingRequest
	wish, err := read(w, r, who, &q)
	if err != nil {
		return err
	}
	if len(q.Sheet) > 64 {
		return fault.New(fault.Malformed, "json")
	}
	q.Sheet = strings.NewReplacer(" ", "", "-", "").Replace(strings.ToLower(q.Sheet))
	return answer(w, c.engine.ask(r.Context(), memo{}, func(t *tx) (int, any, error) {
		if err := t.onSheet(&q, wish.Key, who.id); err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, struct{}{}, nil
	}))
}

// onSheet takes what a sheet says. The key of the request makes a repetition of
// it no second sheet.
func (t *tx) onSheet(q *wire.PaperRatingRequest, key, by string) error {
	id := store.AnswerID(sha256.Sum256([]byte("sheet\x00" + q.Sheet)))
	keys := [][sha256.Size]byte{sha256.Sum256(id[:])}
	if key != "" {
		keys = append(keys, sha256.Sum256([]byte("sheet\x00"+key)))
		known, ok, err := t.answerOf(keys[1])
		if err != nil || ok && known == id {
			return err
		} else if ok {
			return fault.New(fault.Invalid, "key-reused")
		}
	}
	if err := t.mayEnter(q, keys[0], by); err != nil {
		return err
	}
	p := store.Pending{ID: id, Leg: rating.Leg{Counter: q.Counter, Hour: string(q.Day)}}
	a := answering{RatingRequest: wire.RatingRequest{Questionnaire: q.Questionnaire, Answers: q.Answers, Helped: q.Helped, Channel: wire.ByPaper}}
	if err := t.fill(&p, &a); err != nil {
		return err
	}
	t.wait(p)
	for _, k := range keys {
		t.batch.Answers = append(t.batch.Answers, store.AnswerKey{Key: k, ID: id, Day: center.DayOf(t.now.Wall)})
	}
	visited, err := q.Day.Start()
	t.e.gaming.Answer(rating.Given{Counter: q.Counter, Channel: wire.ByPaper, Finished: visited, At: t.now.Wall})
	return err
}

// mayEnter refuses sheets that are none, were typed in before, or are about the
// counter of who types them in.
func (t *tx) mayEnter(q *wire.PaperRatingRequest, sheet [sha256.Size]byte, by string) error {
	if !t.printed(q.Sheet, t.now.Wall) {
		return fault.New(fault.NotFound, "sheet-unknown", "days", sheetsFor)
	}
	if _, ok, err := t.answerOf(sheet); err != nil {
		return err
	} else if ok {
		return fault.New(fault.Conflict, "sheet-entered")
	}
	if _, ok := t.center.Counter(q.Counter); q.Counter != "" && !ok {
		return fault.New(fault.Invalid, "counter-unknown", "counter", q.Counter)
	}
	first, last := center.DayOf(t.now.Wall.AddDate(0, 0, -sheetsBack)), center.DayOf(t.now.Wall)
	if _, err := q.Day.Start(); err != nil || q.Day < first || q.Day > last {
		return fault.New(fault.Invalid, "sheet-day", "days", sheetsBack)
	}
	return t.e.apartFrom(by, q.Counter, q.Day)
}

// settlePaper gives answers on paper the label that enough visits share: counter
// and day, else the counter, and for who has waited long the whole center.
// It waits for the end of the day: then it is known how many visits there were.
func (t *tx) settlePaper(closing bool) {
	legs := map[rating.Leg]int{}
	for _, x := range t.e.tokens {
		if x.State == store.TokenTaken {
			continue
		}
		day := string(center.DayOf(time.Unix(x.Opened, 0)))
		legs[rating.Leg{Counter: x.Counter, Hour: day}]++
		legs[rating.Leg{Counter: x.Counter}]++
		legs[rating.Leg{Hour: day}]++
	}
	today, old := string(center.DayOf(t.now.Wall)), string(center.DayOf(t.now.Wall.AddDate(0, 0, -sheetsBack)))
	for _, p := range t.waiting() {
		if p.Label != nil || p.Answer.Channel != wire.ByPaper || p.Leg.Hour == today && !closing {
			continue
		}
		exact, counter := p.Leg, rating.Leg{Counter: p.Leg.Counter}
		switch {
		case legs[exact] >= rating.LeastClass:
			p.Label = &exact
		case p.Leg.Counter != "" && legs[counter] >= rating.LeastClass:
			p.Label = &counter
		case p.Leg.Hour <= old:
			p.Label = &rating.Leg{}
		default:
			continue
		}
		t.wait(p)
	}
}
