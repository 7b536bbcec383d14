package cases

import (
	"testing"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// week is a center that works Monday to Friday, but for one holiday and one
// Saturday that makes up for it.
var week = &center.Hours{
	Monday: []center.Window{{From: 450, To: 690}}, Tuesday: []center.Window{{From: 450, To: 690}}, Wednesday: []center.Window{{From: 450, To: 690}},
	Thursday: []center.Window{{From: 450, To: 690}}, Friday: []center.Window{{From: 450, To: 690}},
	Closed: []center.Day{"2026-11-25"}, Extra: []center.Day{"2026-11-28"},
}

func TestDue(t *testing.T) {
	always := &center.Hours{Always: true, Closed: []center.Day{"2026-11-25"}}
	for _, x := range []struct {
		hours *center.Hours
		from  center.Day
		days  int
		want  center.Day
	}{
		{week, "2026-11-23", 1, "2026-11-24"},
		{week, "2026-11-24", 1, "2026-11-26"},            // over the holiday
		{week, "2026-11-23", 4, "2026-11-28"},            // the Saturday counts
		{week, "2026-11-23", 5, "2026-11-30"},            // the Sunday does not
		{week, "2026-11-29", 1, "2026-11-30"},            // opened on a Sunday
		{always, "2026-11-23", 4, "2026-11-30"},          // a demo that is always open still has weekends and holidays
		{&center.Hours{}, "2026-11-23", 3, "2026-11-26"}, // no calendar at all
		{week, "never", 3, "never"},
	} {
		if got := Due(x.hours, x.from, x.days); got != x.want {
			t.Errorf("Due(%s, %d) = %s, want %s", x.from, x.days, got, x.want)
		}
	}
}

func opened(t *testing.T) Case {
	t.Helper()
	c, err := Open(Case{ID: "x", Matter: AboutOther, Route: ToHandler, Counter: "3"}, "2026-11-23T09", week, 2)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOpen(t *testing.T) {
	c := opened(t)
	if c.State != Opened || c.Opened != "2026-11-23" || c.Day != "2026-11-23" || c.Due != "2026-11-26" {
		t.Errorf("a new case = %+v", c)
	}
	for name, x := range map[string]struct {
		c    Case
		want string
	}{
		"no matter":               {Case{}, "case-matter"},
		"a day that is none":      {Case{Matter: AboutOther, Counter: "1", Day: "yesterday"}, "case-day"},
		"a day to come":           {Case{Matter: AboutOther, Counter: "1", Day: "2026-11-24"}, "case-day"},
		"a reference with a mark": {Case{Matter: AboutOther, Reference: "PAKN\u202e1"}, "case-reference"},
		"a script for reference":  {Case{Matter: AboutOther, Reference: "<script>"}, "case-reference"},
		"a good reference":        {Case{Matter: AboutOther, Reference: "PAKN.20261123-0001/ĐN"}, ""},
		"a day without a counter": {Case{Matter: AboutOther, Day: "2026-11-20"}, ""},
	} {
		c, err := Open(x.c, "2026-11-23T09", week, 2)
		if fault.CodeOf(err) != x.want && (err != nil || x.want != "") {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
		if err == nil && c.Counter == "" && c.Day != "" {
			t.Errorf("%s: the day is kept without a counter", name)
		}
	}
}

// TestALifeInOrder goes through a whole life and tries everything else at each step.
func TestALifeInOrder(t *testing.T) {
	type step struct {
		name string
		do   func(Case) (Case, error)
	}
	day := center.Day("2026-11-24")
	steps := map[string]step{
		"take":     {"take", func(c Case) (Case, error) { return c.Take("P1") }},
		"pass":     {"pass", func(c Case) (Case, error) { return c.Pass(ToManager) }},
		"answer":   {"answer", func(c Case) (Case, error) { return c.Answer("P1", day) }},
		"content":  {"content", func(c Case) (Case, error) { return c.Judge(true, day) }},
		"not":      {"not", func(c Case) (Case, error) { return c.Judge(false, day) }},
		"reopen":   {"reopen", func(c Case) (Case, error) { return c.Reopen(day, week, 2) }},
		"withdraw": {"withdraw", func(c Case) (Case, error) { return c.Withdraw(day) }},
		"settle":   {"settle", func(c Case) (Case, error) { return c.Settle(day) }},
	}
	may := func(c Case) map[string]string {
		out := map[string]string{}
		for name, s := range steps {
			after, err := s.do(c)
			if err != nil {
				if after != c {
					t.Errorf("%s refused, and changed the case", name)
				}
				continue
			}
			out[name] = string(after.State)
		}
		return out
	}
	same := func(at string, c Case, want map[string]string) {
		t.Helper()
		got := may(c)
		for name := range steps {
			if got[name] != want[name] {
				t.Errorf("%s: %s leads to %q, want %q", at, name, got[name], want[name])
			}
		}
	}
	do := func(c Case, name string) Case {
		t.Helper()
		after, err := steps[name].do(c)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return after
	}
	waiting := map[string]string{"take": "assigned", "pass": "opened", "answer": "answered", "withdraw": "withdrawn"}
	c := opened(t)
	same("opened", c, waiting)
	c = do(c, "take")
	same("assigned", c, waiting)
	if p := do(c, "pass"); p.Handler != "" || p.Route != ToManager {
		t.Errorf("passed on = %+v", p)
	}
	c = do(c, "answer")
	same("answered", c, map[string]string{"content": "settled", "not": "answered", "reopen": "assigned", "withdraw": "withdrawn", "settle": "settled"})
	not := do(c, "not")
	same("not content", not, map[string]string{"reopen": "assigned", "withdraw": "withdrawn", "settle": "settled"})
	again := do(not, "reopen")
	if again.Verdict != Unasked || again.Due != "2026-11-27" || again.Handler != "P1" {
		t.Errorf("reopened = %+v", again)
	}
	again = do(again, "answer")
	same("answered again", again, map[string]string{"content": "settled", "not": "settled", "withdraw": "withdrawn", "settle": "settled"})
	if _, err := again.Reopen(day, week, 2); fault.CodeOf(err) != "case-reopened" {
		t.Errorf("a second objection = %v", err)
	}
	for _, over := range []Case{do(again, "content"), do(again, "not"), do(c, "withdraw"), do(c, "settle")} {
		same("over", over, map[string]string{})
		if !over.Over() || over.Closed != day {
			t.Errorf("over = %+v", over)
		}
	}
	if _, err := opened(t).Pass("the press"); fault.CodeOf(err) != "case-route" {
		t.Errorf("a route that is none = %v", err)
	}
}

func TestTimePasses(t *testing.T) {
	c := opened(t)
	if c.Overdue("2026-11-26") || !c.Overdue("2026-11-27") {
		t.Errorf("due on %s", c.Due)
	}
	late, _ := c.Answer("P1", "2026-11-27")
	inTime, _ := c.Answer("P1", "2026-11-26")
	if !late.Late || inTime.Late {
		t.Errorf("late %v, in time %v", late.Late, inTime.Late)
	}
	if late.Overdue("2027-01-01") {
		t.Error("an answered case is overdue")
	}
	if inTime.Silent("2026-11-30", week, 3) || !inTime.Silent("2026-12-01", week, 3) || c.Silent("2027-01-01", week, 3) {
		t.Errorf("silence since %s", inTime.Answered)
	}
	again, _ := late.Reopen("2026-11-27", week, 2)
	again, _ = again.Answer("P1", "2026-11-27")
	if !again.Late {
		t.Error("a second answer in time makes the first one timely")
	}
}

func TestSum(t *testing.T) {
	on := func(day center.Day, reference string, more func(*Case)) Case {
		c := Case{State: Opened, Opened: day, Due: "2026-11-26", Reference: reference}
		more(&c)
		return c
	}
	answered := func(late bool, v Verdict) func(*Case) {
		return func(c *Case) { c.State, c.Answered, c.Late, c.Verdict = Answered, "2026-11-26", late, v }
	}
	all := []Case{
		on("2026-11-23", "A1", answered(false, Satisfied)),
		on("2026-11-23", "A2", answered(true, Unsatisfied)),
		on("2026-11-23", "A3", answered(false, Unasked)),
		on("2026-11-23", "A4", func(c *Case) {}),                       // late by now, without an answer: it counts as missed
		on("2026-11-23", "A5", func(c *Case) { c.Due = "2026-12-01" }), // not due yet: no part of the share
		on("2026-11-23", "A6", func(c *Case) { c.State = Withdrawn }),  // no part of anything
		on("2026-11-23", "", answered(true, Unsatisfied)),              // no official complaint: no part of the shares
		on("2026-10-31", "A7", answered(true, Unsatisfied)),            // another period
		on("2026-11-23", "A8", func(c *Case) {
			answered(false, Unasked)(c)
			c.State = Assigned
			c.Reopened = true
			c.Due = "2026-11-26"
		}), // objected to, late again
	}
	got := Sum(all, "2026-11-01", "2026-11-30", "2026-11-27")
	want := Figures{Opened: 8, Withdrawn: 1, Waiting: 3, Late: 2, Answered: 5, Referred: Referred{Opened: 6, Settled: 5, OnTime: 2, Judged: 2, Satisfied: 1}}
	if got != want {
		t.Errorf("Sum = %+v, want %+v", got, want)
	}
}

func TestChain(t *testing.T) {
	for route, want := range map[Route]int{ToHandler: 3, ToManager: 2, ToProvince: 1, "": 3} {
		if got := route.Chain(); len(got) != want || got[len(got)-1] != ToProvince {
			t.Errorf("%q: %v", route, got)
		}
	}
}

// TestNoReferenceIsTakenAwayFromTheShares takes references away and changes them.
func TestNoReferenceIsTakenAwayFromTheShares(t *testing.T) {
	for name, x := range map[string]struct {
		c          Case
		today      center.Day
		away, with string
	}{
		"waits":      {Case{State: Assigned, Due: "2026-11-26"}, "2026-11-26", "", ""},
		"late":       {Case{State: Assigned, Due: "2026-11-26"}, "2026-11-27", "case-referred", ""},
		"answered":   {Case{State: Answered, Due: "2026-11-26", Answered: "2026-11-24"}, "2026-11-24", "case-referred", ""},
		"objected":   {Case{State: Assigned, Due: "2026-11-26", Answered: "2026-11-24", Reopened: true}, "2026-11-24", "case-referred", ""},
		"settled":    {Case{State: Settled, Answered: "2026-11-24"}, "2026-11-24", "case-referred", ""},
		"withdrawn":  {Case{State: Withdrawn, Due: "2026-11-26"}, "2026-11-24", "case-referred", ""},
		"wrong form": {Case{State: Opened, Due: "2026-11-26"}, "2026-11-24", "", "case-reference"},
	} {
		x.c.Reference = "PAKN-1"
		if c, err := x.c.Refer("", x.today); codeOf(err) != x.away || (err == nil) != (c.Reference == "") {
			t.Errorf("%s: taken away: %v, want %q", name, err, x.away)
		}
		reference := "PAKN-2"
		if x.with != "" {
			reference = "?"
		}
		if _, err := x.c.Refer(reference, x.today); codeOf(err) != x.with {
			t.Errorf("%s: changed: %v, want %q", name, err, x.with)
		}
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}

// FuzzRefer holds that what is taken as a reference can stand anywhere.
func FuzzRefer(f *testing.F) {
	for _, s := range []string{"", "PAKN-1", "a\u202eb", "<b>", "1.2.3/ĐN-2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Case{}.Refer(s, "2026-11-23")
		if err == nil && (len(c.Reference) > 160 || !referenceForm.MatchString(s) && s != "") {
			t.Errorf("%q is taken", s)
		}
	})
}
