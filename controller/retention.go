package controller

import (
	"context"
	"maps"
	"time"

	"motcua/internal/center"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// retainEvery is how long nothing is looked for that has been kept long enough.
const retainEvery = time.Hour

// keptFor is since when rows are too old, by what they are of.
func keptFor(r center.Retention, now time.Time) map[string]time.Time {
	return map[string]time.Time{
		"session":     now.AddDate(0, 0, -max(r.Sessions, 1)),
		"note":        now.AddDate(0, 0, -max(r.Notes, 1)),
		"explanation": now.AddDate(0, -max(r.Explanations, 1), 0),
		"comment":     now.AddDate(0, -max(r.Comments, 1), 0),
		"account":     now.AddDate(0, -max(r.Accounts, 1), 0),
		"case":        now.AddDate(0, -max(r.Cases, 1), 0),
	}
}

// retain deletes what has been kept long enough, and logs how much and that
// nothing of it is left. It looks once an hour.
func (t *tx) retain() {
	if t.e.retained != 0 && t.now.Up-t.e.retained < retainEvery {
		return
	}
	t.e.retained = t.now.Up
	for _, what := range store.Kept() {
		before, ok := keptFor(t.center.Retention, t.now.Wall)[what]
		if !ok {
			continue
		}
		n, err := t.e.store.Old(context.Background(), what, before.Unix())
		if err != nil {
			t.e.opts.Log.Warn("retention not looked at", "what", what, "error", err)
			continue
		}
		if n == 0 {
			continue
		}
		told := &wire.ErasedData{What: what, Before: center.DayOf(before), Rows: n}
		t.emit(wire.PersonalErased, told)
		t.batch.Erase = append(t.batch.Erase, store.Erase{What: what, Before: before.Unix(), At: t.now.Wall.Unix(), Told: told})
		t.e.unscrubbed = true
		if what == "account" {
			maps.DeleteFunc(t.e.people, func(_ string, a store.Account) bool { return a.Off && max(a.Made, a.Last) < before.Unix() })
		}
	}
}
