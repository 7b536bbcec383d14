package queue

import (
	"maps"
	"slices"

	"motcua/internal/center"
)

// servedBy is whom the configuration lets each counter call.
func servedBy(c *center.Center) map[center.CounterID][]center.ServiceCode {
	all := map[center.CounterID][]center.ServiceCode{}
	for _, x := range c.Counters {
		all[x.ID] = x.Services
	}
	return all
}

// decree puts what an event of the log says in force, for calls and for tickets
// that are issued from now on: what was before stays as it was then.
func (d *Day) decree(e Event) {
	d.decreed = true
	if e.Target != nil {
		d.target = *e.Target
	}
	d.setRules(e.Rules)
	if e.Serves == nil {
		return
	}
	d.serves, d.reach = e.Serves, map[center.CounterID][]*line{}
	for _, l := range d.lines {
		d.open(l)
	}
}

// configured is what the configuration says of each service.
func configured(c *center.Center) map[center.ServiceCode]center.Rule {
	rules := map[center.ServiceCode]center.Rule{}
	for i := range c.Services {
		rules[c.Services[i].Code] = c.Rule(&c.Services[i])
	}
	return rules
}

// setRules puts rules in force for tickets that are issued from now on.
func (d *Day) setRules(rules map[center.ServiceCode]center.Rule) {
	for code, r := range rules {
		d.rules[ruleKey{code, false}] = newRule(code, r)
		r.Target = d.target
		d.rules[ruleKey{code, true}] = newRule(code, r)
	}
}

// ruleOf is the rule in force for a service. A log outlives a configuration. It
// changes nothing: several may look at a day at once.
func (d *Day) ruleOf(s center.ServiceCode, appointment bool) *rule {
	if r, ok := d.rules[ruleKey{s, appointment}]; ok {
		return r
	}
	return newRule(s, (&center.Center{}).Rule(&center.Service{Target: 15}))
}

// ruleFor is the same for a ticket that goes by it from now on: all of them share one.
func (d *Day) ruleFor(s center.ServiceCode, appointment bool) *rule {
	r := d.ruleOf(s, appointment)
	d.rules[ruleKey{s, appointment}] = r
	return r
}

// Policy returns the event that puts the configured rules in force, none where they are.
func (d *Day) Policy() []Event {
	want, serves, target := configured(d.center), servedBy(d.center), d.center.Appointments.Target
	same := d.decreed && d.target == target && maps.EqualFunc(d.serves, serves, slices.Equal)
	for code, r := range want {
		in := d.rules[ruleKey{code, false}]
		same = same && in != nil && in.Rule == r
	}
	if same {
		return nil
	}
	return []Event{{Type: PolicySet, Rules: want, Serves: serves, Target: &target}}
}
