package controller

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// publishedKey is where the published questionnaires stand beside the log, so
// that a start need not read it whole.
const publishedKey = "questionnaires"

// published is a version of a questionnaire that is in the log.
type published struct {
	wire.QuestionnaireData
	Since time.Time `json:"since"`
}

// recallPublished returns the questionnaires that were ever asked here, the oldest first.
func recallPublished(ctx context.Context, s *store.Store) ([]published, error) {
	raw, err := s.Meta(ctx, publishedKey)
	if err != nil || raw == "" {
		return nil, err
	}
	var all []published
	if err := json.Unmarshal([]byte(raw), &all); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "log-broken")
	}
	return all, nil
}

// publish tells of each questionnaire that is asked now and never was before.
func (t *tx) publish() {
	known := len(t.questionnaires)
	for i := range t.center.Questionnaires {
		q := &t.center.Questionnaires[i]
		version := q.Version()
		if _, ok := t.questionnaire(version); !ok {
			t.emit(wire.QuestionnairePublished, &wire.QuestionnaireData{ID: q.ID, Version: version, Content: q.Asked()})
		}
	}
	if len(t.questionnaires) > known {
		raw, _ := json.Marshal(t.questionnaires) // texts and numbers alone: it cannot fail
		t.remember(publishedKey, string(raw))
	}
}

// publishes notes a questionnaire that is in the log.
func (s *state) publishes(d *wire.QuestionnaireData, m queue.Moment) {
	if _, ok := s.questionnaire(d.Version); !ok {
		s.questionnaires = append(slices.Clip(s.questionnaires), published{*d, m.Wall})
	}
}

// questionnaire is what a version asks, false for one that never was asked
// here. Versions without a mark are those of logs from before questionnaires
// were data: five levels and the usual reasons.
func (s *state) questionnaire(version string) (*center.Questionnaire, bool) {
	i := slices.IndexFunc(s.questionnaires, func(p published) bool { return p.Version == version })
	if i >= 0 {
		return &s.questionnaires[i].Content, true
	}
	if version != "" && !strings.Contains(version, "@") {
		usual := center.UsualQuestionnaire()
		return &usual, true
	}
	return nil, false
}

func getQuestionnaires(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	return send(w, view(c.engine, (*state).questionnairesView))
}

// questionnairesView lists those asked now in the order of the configuration, then the others, the newest first.
func (s *state) questionnairesView(queue.Moment) wire.Questionnaires {
	all := wire.Questionnaires{Questionnaires: []wire.Questionnaire{}}
	told := map[string]bool{}
	for i := range s.center.Questionnaires {
		q := &s.center.Questionnaires[i]
		version := q.Version()
		for _, p := range s.questionnaires {
			if p.Version == version && !told[version] {
				all.Questionnaires = append(all.Questionnaires, wire.Questionnaire{QuestionnaireData: p.QuestionnaireData, Since: p.Since.In(center.Zone), InForce: true, Services: q.Services, Purposes: q.Purposes})
				told[version] = true
			}
		}
	}
	for _, p := range slices.Backward(s.questionnaires) {
		if !told[p.Version] {
			all.Questionnaires = append(all.Questionnaires, wire.Questionnaire{QuestionnaireData: p.QuestionnaireData, Since: p.Since.In(center.Zone)})
		}
	}
	return all
}

// getQuestionnaire answers what a version asks. It never changes, and its
// SHA-256 begins with the mark of the version.
func getQuestionnaire(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	version := r.PathValue("version")
	q := view(c.engine, func(s *state, _ queue.Moment) *center.Questionnaire {
		i := slices.IndexFunc(s.questionnaires, func(p published) bool { return p.Version == version })
		if i < 0 {
			return nil
		}
		return &s.questionnaires[i].Content
	})
	if q == nil {
		return fault.New(fault.NotFound, "questionnaire-unknown", "version", version)
	}
	raw, err := json.Marshal(q)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+version+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(raw))
	return nil
}

// questionnaires tells of those that become another version: figures of before
// and after do not mix.
func (f *effect) questionnaires() {
	for i := range f.site.Questionnaires {
		q := &f.site.Questionnaires[i]
		same := func(old center.Questionnaire) bool { return old.ID == q.ID && old.Version() != q.Version() }
		if slices.ContainsFunc(f.s.center.Questionnaires, same) {
			f.say("questionnaire", "name", q.Title.In(f.lang))
		}
	}
}
