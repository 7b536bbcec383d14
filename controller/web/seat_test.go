package web_test

import (
	"net/http"
	"slices"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var lanHere = wire.Official{ID: "P2", Name: "Nguyễn Thị Lan"}

// sits signs officials on at a counter.
func (f *fake) sits(id center.CounterID, who ...wire.Official) {
	d := f.desks[id]
	d.Staff = who
	f.desks[id] = d
}

var seatScenes = []scene{
	{"staff-two", "/staff/2?other=3", "staff", 200, func(f *fake) {
		f.sits("2", lanHere, wire.Official{ID: "P4", Name: "Phạm Quốc Tú"})
		f.sits("3", lanHere)
	}},
	{"staff-lent", "/staff/2?other=", "staff@1", 200, func(f *fake) { f.sits("2", lanHere) }},
}

// TestTheSecondCounterIsRemembered: who sits at two gets both, whoever is bound to one too.
func TestTheSecondCounterIsRemembered(t *testing.T) {
	for _, test := range []struct{ session, path, to string }{
		{"staff", "/staff/1", "/staff/1?other=2"}, {"staff@1", "/staff/1", "/staff/1?other=2"}, {"staff@1", "/staff/1/small", "/staff/1/small?other=2"},
		{"staff@1", "/staff/2", ""}, {"staff", "/staff/1?other=", ""}, {"greeter.staff", "/staff/1", ""},
	} {
		f := newFake()
		f.sits("2", lanHere)
		r := get(t, web.Handler(f.options()), test.path, test.session, i18n.VI)
		want := http.StatusSeeOther
		if test.to == "" {
			want = http.StatusOK
		}
		if r.StatusCode != want || r.Header.Get("Location") != test.to {
			t.Errorf("%s asks for %s: %d to %q, want %d to %q", test.session, test.path, r.StatusCode, r.Header.Get("Location"), want, test.to)
		}
	}
}

// TestOneKeyGoesToTheOtherCounter signs on, sees what happens at the other counter, goes there and back.
func TestOneKeyGoesToTheOtherCounter(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/2?lang=vi", 1280, 800)
	b.until(can("next") + " && document.getElementById('sit').textContent === 'Tôi ngồi quầy này'")
	b.click("#sit")
	b.until(idle)
	a.happen(func(f *fake) { f.sits("2", lanHere) }, "counter.staffed", queue.Event{Counter: "2"})
	b.until("document.getElementById('sit').textContent === 'Rời quầy'")
	b.press("o")
	b.until("document.getElementById('second').open && document.activeElement.name === 'other'")
	b.press("\r")
	b.until("location.pathname + location.search === '/staff/2?other=1' && document.querySelector('.seat .other b')?.textContent === 'A012'")
	b.until(can("next"))
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A077" }, "ticket.called", queue.Event{Counter: "1"})
	b.until("document.querySelector('.seat .other b').textContent === 'A077'")
	b.press("o")
	b.until("location.pathname + location.search === '/staff/1?other=2' && document.querySelector('.held .number')?.textContent === 'A077'")
	b.shot("two-counters")
	b.until("document.getElementById('sit').textContent !== ''")
	b.press("o")
	b.until("location.pathname + location.search === '/staff/2?other=1'")
	if got, want := a.lines(), []string{`/api/v1/counters/2/sign-on {}`}; !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
	b.quiet()
}
