package center

import (
	"math"
	"slices"

	"motcua/internal/i18n"
)

// Policy is the order of calling as the configuration file states it: a preset,
// and what differs from it. A service may have its own.
type Policy struct {
	Preset    string   `toml:"preset"`     // see Presets; empty: the center's, and there "fair"
	HeadStart *int     `toml:"head_start"` // minutes by which a priority ticket counts as having come earlier
	Weight    *float64 `toml:"weight"`     // a priority ticket's wait counts that many times
	Cap       *int     `toml:"cap"`        // how often a ticket may be passed by later comers; 0: no limit
	Every     *int     `toml:"every"`      // a priority ticket goes first after that many ordinary calls at a counter; 0: never
}

// Rule is a policy worked out for one service.
type Rule struct {
	Target    int     `json:"target"`     // minutes a citizen should wait at most
	HeadStart int     `json:"head_start"` // minutes
	Weight    float64 `json:"weight"`     // 1 or more
	Cap       int     `json:"cap"`        // 0: no limit
	Every     int     `json:"every"`      // 0: never
}

// Strictly is the head start, in minutes, that no wait within a day makes up for.
const Strictly = 24 * 60

// Presets are the policies that a center chooses from. Their names on screens
// are the catalog's "policy.<code>".
var Presets = map[string]Rule{
	"fair":   {HeadStart: 15, Weight: 1, Cap: 3},       // công bằng
	"strong": {Weight: 4},                              // ưu tiên mạnh: accumulating priority (Kleinrock 1964)
	"strict": {HeadStart: Strictly, Weight: 1, Cap: 3}, // tuyệt đối có chặn
	"turns":  {Weight: 1, Every: 3},                    // lần lượt
}

// Rule works out the policy of a service: its own over the center's over the preset.
func (c *Center) Rule(s *Service) Rule {
	preset := c.Policy.Preset
	if s.Policy.Preset != "" {
		preset = s.Policy.Preset
	}
	r, ok := Presets[preset]
	if !ok {
		r = Presets["fair"]
	}
	if s.Policy.Preset == "" {
		c.Policy.over(&r)
	}
	s.Policy.over(&r)
	r.Target = s.Target
	return r
}

func (p *Policy) over(r *Rule) {
	put(&r.HeadStart, p.HeadStart)
	put(&r.Weight, p.Weight)
	put(&r.Cap, p.Cap)
	put(&r.Every, p.Every)
}

func put[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// Calling is what the center has agreed on around a call.
type Calling struct {
	Recalls int `toml:"recalls"` // how often a number is called again before it counts as missed
	Grace   int `toml:"grace"`   // minutes in which a missed number may come back into the queue
	Assist  int `toml:"assist"`  // the same for who needs to be fetched
	Remind  int `toml:"remind"`  // minutes after which a counter is reminded of a parked number
	Idle    int `toml:"idle"`    // minutes a free counter may leave people waiting before the manager is told
	Overrun int `toml:"overrun"` // minutes after the last window by which a call must be likely for a number to be given

	Forgotten int `toml:"forgotten"` // minutes beyond a service's usual time without a sign of life until a counter is asked, and again until its service ends
}

// Staff is what is expected of officials, and of the advice on how many are needed.
type Staff struct {
	Advice   string `toml:"advice"`   // sparing: the promise is the day's mean; usual: the mean of each hour
	Dossiers int    `toml:"dossiers"` // that each receives in a year: 1600 in a provincial center or ward, 1200 in a commune, 800 in a remote one
}

// Priority is who is asked whether they belong to a priority group. Which group
// it is, is never asked of a ticket nor kept.
type Priority struct {
	Groups []string `toml:"groups" json:"groups"` // codes; texts are catalog entries "priority.<code>"
}

func (v *validation) calling() {
	v.policy("[policy]", &v.c.Policy)
	for i := range v.c.Services {
		s := &v.c.Services[i]
		v.policy("[service.policy] "+string(s.Code), &s.Policy)
		v.within("[[service]] "+string(s.Code), "daily", float64(s.Daily), 0, 9999)
	}
	k := &v.c.Calling
	for _, x := range []struct {
		key         string
		value, most int
	}{{"recalls", k.Recalls, 20}, {"grace", k.Grace, 8 * 60}, {"assist", k.Assist, 8 * 60}, {"remind", k.Remind, 8 * 60}, {"idle", k.Idle, 60}, {"overrun", k.Overrun, 8 * 60}, {"forgotten", k.Forgotten, 8 * 60}} {
		v.within("[calling]", x.key, float64(x.value), 1, float64(x.most))
	}
	if a := v.c.Staff.Advice; a != "sparing" && a != "usual" {
		v.add("center-advice", "value", a)
	}
	v.within("[staff]", "dossiers", float64(v.c.Staff.Dossiers), 1, 100_000)
	for i, g := range v.c.Priority.Groups {
		if !i18n.Has("priority."+g) || slices.Contains(v.c.Priority.Groups[:i], g) {
			v.add("center-priority-group", "value", g)
		}
	}
}

func (v *validation) policy(place string, p *Policy) {
	if _, ok := Presets[p.Preset]; !ok && p.Preset != "" {
		v.add("center-policy", "place", place, "value", p.Preset)
	}
	if p.HeadStart != nil {
		v.within(place, "head_start", float64(*p.HeadStart), 0, Strictly)
	}
	if p.Weight != nil {
		v.within(place, "weight", *p.Weight, 1, 1000)
		if math.IsInf(*p.Weight, 0) {
			v.add("center-policy", "place", place, "value", *p.Weight)
		}
	}
	if p.Cap != nil {
		v.within(place, "cap", float64(*p.Cap), 0, 1000)
	}
	if p.Every != nil {
		v.within(place, "every", float64(*p.Every), 0, 1000)
	}
}
