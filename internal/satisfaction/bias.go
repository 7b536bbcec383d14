package satisfaction

import (
	"maps"
	"slices"
	"strings"

	"motcua/internal/figures"
	"motcua/internal/rating"
)

// responses counts who answers, by service and by hour, at the whole center. Of
// an answer that does not tell its service nobody knows where it is missing. So
// those that do are held against the legs of which they may tell it, on days
// that say how many these are.
type responses struct{ services, hours cells }

type cells map[string]*rating.Counted

func (c cells) add(key string, answered, asked int) {
	if key == "" {
		return
	}
	if c[key] == nil {
		c[key] = &rating.Counted{Key: key}
	}
	c[key].Yes += answered
	c[key].N += asked
}

func (r *responses) add(d *figures.Day) {
	if len(d.Labeled.Services) == 0 && len(d.Labeled.Hours) == 0 {
		return // nothing is told before the day closes
	}
	for key, n := range d.Labeled.Services {
		r.services.add(key, 0, n)
	}
	for key, n := range d.Labeled.Hours {
		r.hours.add(key, 0, n)
	}
	for i := range d.Answers {
		a := &d.Answers[i]
		if !figures.Valid(a) {
			continue
		}
		r.services.add(string(a.Service), 1, 0)
		if _, hour, ok := strings.Cut(a.Hour, "T"); ok {
			r.hours.add(hour, 1, 0)
		}
	}
}

// bias tells which cells answer more, or less, than the others. Answers of
// before the days that are known may be more than the legs.
func (c cells) bias() []rating.Bias {
	var all []rating.Counted
	for _, key := range slices.Sorted(maps.Keys(c)) {
		x := *c[key]
		x.Yes = min(x.Yes, x.N)
		all = append(all, x)
	}
	return rating.ResponseBias(all)
}
