package controller

import (
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/link"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const testSource = "motcua/h19/h19-26-1"

// wisher is a citizen at the province's page.
type wisher struct {
	h      *hall
	feed   *phoneFeed
	secret string
}

func (w *wisher) cmd(t testing.TB, id string, a wire.PhoneAction) wire.Cmd {
	t.Helper()
	body, err := wire.Seal(w.secret, wire.SealAction, id, a)
	if err != nil {
		t.Fatal(err)
	}
	return wire.Cmd{V: 1, ID: id, Kind: wire.CmdPhone, Key: wire.PhoneKey(w.secret), Body: body}
}

// ask sends a command, and reads the answer and the page that come back.
func (w *wisher) ask(t testing.TB, c wire.Cmd) (wire.CmdReply, wire.PhoneAnswer, wire.PhonePage) {
	t.Helper()
	r := w.feed.Obey(t.Context(), c)
	var said wire.PhoneAnswer
	var page wire.PhonePage
	if len(r.Body) > 0 {
		if err := wire.Unseal(w.secret, wire.SealAnswer, c.ID, r.Body, &said); err != nil {
			t.Fatal(err)
		}
		if err := wire.Unseal(w.secret, wire.SealPage, testSource, r.Page, &page); err != nil {
			t.Fatal(err)
		}
	}
	return r, said, page
}

func newWisher(t testing.TB, h *hall) (*wisher, wire.Ticket) {
	t.Helper()
	k := h.issue(t, wire.IssueRequest{Service: "HT", Another: true})
	u, err := url.Parse(k.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &wisher{h, &phoneFeed{h.engine, testSource}, path.Base(u.Path)}, k
}

func TestCommandsAreDoneOnceAndOnlyWithTheSecret(t *testing.T) {
	h := openHall(t, nil)
	w, k := newWisher(t, h)
	other, _ := newWisher(t, h)
	good := w.cmd(t, "one", wire.PhoneAction{Do: wire.PhoneCancel})
	stranger := wisher{h, w.feed, "abcdefghjkmnpqrstuvw"}
	mixed, later, spoiled, unknown := good, good, good, stranger.cmd(t, "one", wire.PhoneAction{Do: wire.PhoneCancel})
	mixed.Body = other.cmd(t, "one", wire.PhoneAction{Do: wire.PhoneCancel}).Body
	later.ID = "two" // what was heard, sent again as another command
	spoiled.Body = append(slices.Clone(good.Body[:len(good.Body)-1]), good.Body[len(good.Body)-1]^1)
	kind := good
	kind.Kind = "reboot"
	before := len(h.kinds(t, 0))
	for name, tt := range map[string]struct {
		cmd    wire.Cmd
		status int
	}{
		"sealed with another slip's secret": {mixed, 403}, "replayed under another id": {later, 403}, "a bit changed": {spoiled, 403},
		"of no slip of today": {unknown, 404}, "of another kind": {kind, 403}, "without a wish": {wire.Cmd{V: 1, ID: "x", Kind: wire.CmdPhone, Key: good.Key}, 403},
	} {
		if r := w.feed.Obey(t.Context(), tt.cmd); r.Status != tt.status || r.Body != nil || r.Page != nil || r.ID != tt.cmd.ID {
			t.Errorf("a command %s: %+v, want only the status %d", name, r, tt.status)
		}
	}
	if after := len(h.kinds(t, 0)); after != before || h.ticket(t, k.ID).State != queue.Waiting {
		t.Fatalf("refused commands left %d entries and %s", after-before, h.ticket(t, k.ID).State)
	}
	for range 3 {
		if r, _, page := w.ask(t, good); r.Status != 200 || page.Ticket.State != queue.Canceled {
			t.Errorf("cancel = %d, page %s, want done", r.Status, page.Ticket.State)
		}
	}
	if got := h.kinds(t, int64(before)); !slices.Equal(got, []string{string(queue.TicketCanceled)}) {
		t.Errorf("three times the same command left %v", got)
	}
	if r, said, _ := w.ask(t, w.cmd(t, "three", wire.PhoneAction{Do: wire.PhoneLate})); r.Status != 409 || said.Code != "ticket-state" || !strings.Contains(said.Sentence.VI, k.Number) {
		t.Errorf("late after a cancel = %d %+v, want the refusal in words", r.Status, said)
	}
}

func TestWhoIsLateKeepsTheNumber(t *testing.T) {
	h := openHall(t, nil)
	w, k := newWisher(t, h)
	if r, _, _ := w.ask(t, w.cmd(t, "early", wire.PhoneAction{Do: wire.PhoneLate})); r.Status != 409 {
		t.Errorf("late while waiting = %d, want 409: nothing is lost yet", r.Status)
	}
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	if _, _, page := w.ask(t, w.cmd(t, "late", wire.PhoneAction{Do: wire.PhoneLate})); page.Ticket.State != queue.NoShow || page.Ticket.ReturnBy == nil {
		t.Fatalf("late when called: %+v, want it kept", page.Ticket)
	}
	newWisher(t, h)
	if got := h.act(t, "1", "next", wire.ActionRequest{}); got.Ticket == nil || got.Ticket.Number == k.Number {
		t.Errorf("the counter cannot go on: %+v", got.Ticket)
	}
	h.act(t, "1", "finish", wire.ActionRequest{})
	if _, _, page := w.ask(t, w.cmd(t, "here", wire.PhoneAction{Do: wire.PhoneLate})); page.Ticket.State != queue.Waiting {
		t.Errorf("back: %s, want waiting", page.Ticket.State)
	}
	h.act(t, "1", "next", wire.ActionRequest{})
	w.ask(t, w.cmd(t, "late-2", wire.PhoneAction{Do: wire.PhoneLate}))
	h.now.pass(61 * time.Minute)
	if r, said, _ := w.ask(t, w.cmd(t, "here-2", wire.PhoneAction{Do: wire.PhoneLate})); r.Status != 410 || said.Code != "grace-over" {
		t.Errorf("back after the grace = %d %+v, want 410", r.Status, said)
	}
}

func TestACitizenRatesThroughTheProvinceOnce(t *testing.T) {
	h := openHall(t, nil)
	w, _ := newWisher(t, h)
	for _, do := range []string{"open", "next", "start", "finish"} {
		h.act(t, "1", do, wire.ActionRequest{})
	}
	_, _, page := w.ask(t, w.cmd(t, "look", wire.PhoneAction{Do: "nothing"}))
	if page.Survey == nil {
		t.Fatal("the page of a finished visit asks nothing")
	}
	rate := w.cmd(t, "rate", wire.PhoneAction{Do: wire.PhoneRate, Token: page.Survey.Token, Answers: wire.Answers{Overall: 5}})
	for range 2 {
		if r, said, page := w.ask(t, rate); r.Status != 200 || said.Code != "" || page.Survey == nil {
			t.Errorf("rating = %d %+v, survey %v, want taken, and a page that does not say so", r.Status, said, page.Survey)
		}
	}
	again := w.cmd(t, "again", wire.PhoneAction{Do: wire.PhoneRate, Token: page.Survey.Token, Answers: wire.Answers{Overall: 1}})
	if r, _, _ := w.ask(t, again); r.Status != 409 {
		t.Errorf("a second answer = %d, want 409", r.Status)
	}
	if n := len(h.engine.pending); n != 1 {
		t.Errorf("%d answers are kept, want 1", n)
	}
}

// TestTheFeedNamesNobody looks for what only the center needs.
func TestTheFeedNamesNobody(t *testing.T) {
	h := openHall(t, nil)
	w, k := newWisher(t, h)
	set := w.feed.Pages()
	i := slices.IndexFunc(set.Pages, func(p link.PhonePage) bool { return p.Secret == w.secret })
	if i < 0 || set.Pages[i].Ticket.Number != k.Number {
		t.Fatalf("the feed has %+v", set.Pages)
	}
	raw, err := json.Marshal(set.Pages[i].PhonePage)
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{string(k.ID), w.secret, "printer", "kiosk", "url"} {
		if strings.Contains(string(raw), private) {
			t.Errorf("a page in the feed holds %q: %s", private, raw)
		}
	}
	if end := set.Until; end.Hour() != 0 || end.Before(set.At) || end.Sub(set.At) > 24*time.Hour {
		t.Errorf("the pages are kept until %v, want the end of the day", end)
	}
}

// TestTheFeedGoesOnAtNight: who opens the page of the point before the center
// does is told that no numbers are given yet, not that there is no such page.
func TestTheFeedGoesOnAtNight(t *testing.T) {
	h := openHall(t, nil)
	w, _ := newWisher(t, h)
	h.now.pass(22 * time.Hour) // 06:00
	h.idle(t)
	set := w.feed.Pages()
	away := slices.IndexFunc(set.Pages, func(p link.PhonePage) bool { return p.Secret == wire.AwaySecret(testSource) })
	if away < 0 || set.Pages[away].Entry.Gives || !set.Until.After(set.At) {
		t.Errorf("at night the page of the point is number %d of %+v, kept until %v", away, set.Pages, set.Until)
	}
	if slices.ContainsFunc(set.Pages, func(p link.PhonePage) bool { return p.Secret == w.secret }) {
		t.Error("a number of yesterday is told again")
	}
}

// TestAPhoneTakesANumberAtTheProvince holds codes, limits and repetitions to the rules of the center's own page.
func TestAPhoneTakesANumberAtTheProvince(t *testing.T) {
	h := openHall(t, nil)
	feed := &phoneFeed{h.engine, testSource}
	take := func(secret, id string, a wire.PhoneAction) (wire.CmdReply, wire.PhoneAnswer) {
		t.Helper()
		a.Do, a.Purpose = wire.PhoneTake, "submit"
		w := &wisher{h, feed, secret}
		r := feed.Obey(t.Context(), w.cmd(t, id, a))
		var said wire.PhoneAnswer
		if len(r.Body) > 0 {
			if err := wire.Unseal(secret, wire.SealAnswer, id, r.Body, &said); err != nil {
				t.Fatal(err)
			}
		}
		return r, said
	}
	const name, other = "a random name of a phone", "a random name of another"
	code := view(h.engine, func(s *state, now queue.Moment) string { return s.entryToken(s.windowOf(now.Wall)) })
	first, said := take(code, "one", wire.PhoneAction{Service: "HT", Phone: name})
	again, same := take(code, "one", wire.PhoneAction{Service: "HT", Phone: name})
	var page wire.PhonePage
	if err := wire.Unseal(said.Secret, wire.SealPage, testSource, again.Page, &page); err != nil || page.Ticket.State != queue.Waiting || page.Ticket.Away {
		t.Errorf("the new number's page = %+v, %v", page.Ticket, err)
	}
	if first.Status != 200 || said != same || len(h.engine.phones) != 1 {
		t.Errorf("a form sent twice = %d %+v and %+v", first.Status, said, same)
	}
	for name, tt := range map[string]struct {
		secret, id string
		a          wire.PhoneAction
		code       string
	}{
		"a second number of the service": {code, "two", wire.PhoneAction{Service: "HT", Phone: name}, "phone-service"},
		"no service":                     {code, "three", wire.PhoneAction{Phone: name}, "service-missing"},
		"no name":                        {code, "four", wire.PhoneAction{Service: "HT"}, "phone-action"},
	} {
		if _, said := take(tt.secret, tt.id, tt.a); said.Code != tt.code {
			t.Errorf("%s: %+v, want %s", name, said, tt.code)
		}
	}
	if _, said := take(wire.AwaySecret(testSource), "five", wire.PhoneAction{Service: "DD", Phone: other}); said.Secret == "" {
		t.Errorf("away from the center: %+v, want a number", said)
	} else if err := feed.e.citizen(t.Context(), memo{}, said.Secret, wire.PhoneAction{Do: wire.PhoneCheckIn, Entry: "nonsense"}); fault.CodeOf(err) != "entry-old" {
		t.Errorf("checking in without the center's code = %v", err)
	} else if err := feed.e.citizen(t.Context(), memo{}, said.Secret, wire.PhoneAction{Do: wire.PhoneCheckIn, Entry: code}); err != nil {
		t.Errorf("checking in with the center's code = %v", err)
	}
	h.now.pass(16 * time.Minute)
	if r, _ := take(code, "six", wire.PhoneAction{Service: "DD", Phone: name}); r.Status != 404 {
		t.Errorf("a code of a quarter of an hour ago = %d, want 404", r.Status)
	}
}

// FuzzObey sends a center any bytes as a command: nothing is done but by who has the secret.
func FuzzObey(f *testing.F) {
	h := openHall(f, nil)
	w, k := newWisher(f, h)
	raw, _ := json.Marshal(w.cmd(f, "seed", wire.PhoneAction{Do: "nothing"}))
	f.Add(raw)
	f.Add([]byte(`{"v":1,"id":"a","kind":"phone","k":"` + wire.PhoneKey(w.secret) + `","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, ok := wire.DecodeCmd(raw)
		if !ok {
			return
		}
		w.feed.Obey(t.Context(), c)
		if s := h.ticket(t, k.ID).State; s != queue.Waiting {
			t.Errorf("%s made the ticket %s", raw, s)
		}
	})
}
