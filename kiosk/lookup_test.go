package kiosk

import (
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

func (s *stage) types(words string) *stage { return s.press(keysOf(words)...) }

func wantStep(t *testing.T, s *stage, want Step) {
	t.Helper()
	if got := s.Step(); got != want {
		t.Fatalf("Step() = %q, want %q", got, want)
	}
}

// foundNow names what the search shows.
func (s *stage) foundNow() string {
	var list []string
	for _, f := range s.seeking.found {
		if f.Procedure != nil {
			list = append(list, f.Procedure.Code)
		} else {
			list = append(list, string(f.Service.Code))
		}
	}
	return strings.Join(list, " ")
}

func TestSearchFindsWhileItIsTyped(t *testing.T) {
	s := shelved(i18n.VI, "start", "purpose:submit", "search")
	wantStep(t, s, Search)
	for _, test := range []struct{ keys, text, found string }{
		{"khai", "khai", "1.001193"}, {" sinh", "khai sinh", "1.001193"},
	} {
		s.types(test.keys)
		if got := s.seeking.text.String(); got != test.text || !strings.HasPrefix(s.foundNow(), test.found) {
			t.Errorf("after %q: %q finds %q, want %q and %q first", test.keys, got, s.foundNow(), test.text, test.found)
		}
	}
	for range 20 {
		s.press("type:erase")
	}
	if s.seeking.text.String() != "" || len(s.seeking.found) != 0 {
		t.Errorf("erased: %q finds %q", s.seeking.text, s.foundNow())
	}
	s.types("ddaats ddai")
	if got := s.seeking.text.String(); got != "đất đai" || !strings.HasPrefix(s.foundNow(), "S3") {
		t.Errorf("by Telex: %q finds %q", got, s.foundNow())
	}
	s.press("type:figures", "type:1", "type:letters", "type:", "type:đ", "type:qq")
	if got := s.seeking.text.String(); got != "đất đai1" {
		t.Errorf("with digits and what is no key: %q", got)
	}
}

// TestAFoundServiceGoesOnToItsNumber takes a service, and a procedure, where a service was to be chosen.
func TestAFoundServiceGoesOnToItsNumber(t *testing.T) {
	for words, want := range map[string]struct {
		target  string
		service center.ServiceCode
		papers  string
	}{
		"ho tich": {"found:service:S0", "S0", ""}, "chung thuc": {"found:service:S1", "S1", "Bản chính và bản sao giấy tờ cần chứng thực"},
		"khai sinh": {"found:procedure:1.001193", "S0", "Tờ khai đăng ký khai sinh; Giấy chứng sinh"},
	} {
		s := shelved(i18n.VI, "start", "purpose:submit", "search").types(words).press(want.target)
		wantStep(t, s, Priority)
		wantStep(t, s, Priority)
		if got := s.Wish.Request; got.Service != want.service || got.Purpose != "submit" {
			t.Errorf("%q: the wish is %+v", words, got)
		}
		if got := s.papers(s.service(want.service)); !strings.HasPrefix(got, want.papers) {
			t.Errorf("%q: papers %q, want %q", words, got, want.papers)
		}
	}
	full := shelved(i18n.VI, "start", "purpose:submit", "search").types("lao dong").press("found:service:S4")
	wantStep(t, full, Full)
}

// TestLookUpAndTakeANumber goes from a procedure to a number: only the purpose is still asked.
func TestLookUpAndTakeANumber(t *testing.T) {
	s := shelved(i18n.VI)
	for _, step := range []struct {
		press string
		want  Step
	}{
		{"lookup", Lookup}, {"lookup:fields", Fields}, {"field:S0", Procedures}, {"procedure:1.001193", Procedure},
		{"back", Procedures}, {"back", Fields}, {"back", Lookup}, {"back", Attract},
		{"lookup", Lookup}, {"search", Search}, {"back", Lookup}, {"search", Search}, {"type:k", Search}, {"type:h", Search}, {"type:a", Search},
		{"found:procedure:1.001193", Procedure}, {"back", Search}, {"found:procedure:1.001193", Procedure}, {"number", Purpose}, {"purpose:submit", Priority}, {"priority:no", Working},
	} {
		s.press(step.press)
		if got := s.Step(); got != step.want {
			t.Fatalf("%s leads to %q, want %q", step.press, got, step.want)
		}
	}
	if w, ok := s.Send(); !ok || w.Request.Service != "S0" || w.Request.Purpose != "submit" || w.Request.Procedure != "1.001193" {
		t.Errorf("the wish is %+v", w.Request)
	}
	odd := shelved(i18n.VI, "lookup", "procedure:1.001193", "field:S0", "number", "type:a", "found:service:S0", "lookup:ask")
	wantStep(t, odd, Lookup) // targets of other screens do nothing
}

func TestLookUpWhileClosed(t *testing.T) {
	b := exampleBoard()
	b.Open = false
	s := shelved(i18n.VI)
	s.hears(b, nil).press("lookup", "lookup:fields", "field:S0", "procedure:1.001193", "number")
	wantStep(t, s, Procedure) // no number, but all there is to know
	if s.press("back", "back", "back", "back"); s.Step() != Closed {
		t.Errorf("back leads to %q, want closed", s.Step())
	}
	unknown := open(i18n.VI, "lookup", "search")
	wantStep(t, unknown, Attract) // nothing can be looked up before the controller has said what there is
}

func TestReceipt(t *testing.T) {
	s := shelved(i18n.VI, "lookup", "lookup:dossier")
	if s.seeking.code != "H19.26.1-" {
		t.Fatalf("the code begins as %q", s.seeking.code)
	}
	s.types("2511230012")
	if s.seeking.code != "H19.26.1-251123-0012" {
		t.Errorf("typed: %q, want a dash before the serial number", s.seeking.code)
	}
	s.press("type:erase", "type:erase", "type:erase", "type:erase", "type:erase")
	if s.seeking.code != "H19.26.1-25112" {
		t.Errorf("erased: %q, want the dash to go by itself", s.seeking.code)
	}
	s.types(strings.Repeat("9", 80))
	if len(s.seeking.code) > longestCode+1 {
		t.Errorf("%d signs were taken", len(s.seeking.code))
	}
	for range 60 {
		s.press("type:erase")
	}
	if s.press("lookup:ask"); s.seeking.code != "" || s.scan != nil {
		t.Errorf("an empty code %q was asked for", s.seeking.code)
	}
	s.types("h19")
	if s.seeking.code != "H19" {
		t.Errorf("letters: %q, want capitals", s.seeking.code)
	}
}

// ask types a code and returns what is asked of the controller.
func ask(t *testing.T) (*stage, Errand) {
	t.Helper()
	s := shelved(i18n.VI, "lookup", "lookup:dossier").types("2511230012").press("lookup:ask")
	e, ok := s.Errand()
	if !ok || e.Dossier != "H19.26.1-251123-0012" || e.Code != "" {
		t.Fatalf("Errand() = %+v, %t", e, ok)
	}
	return s, e
}

func TestStanding(t *testing.T) {
	s, e := ask(t)
	if p := s.panel(); p.what != "asking" {
		t.Errorf("before the answer: %+v", p)
	}
	s.Stood("another", wire.Dossier{State: wire.DossierReady}, nil)
	s.Stood(e.Key, wire.Dossier{Code: e.Dossier, State: wire.DossierReady, Received: "2025-11-23", Due: "2025-12-01", Done: "2025-11-28"}, nil)
	p := s.panel()
	if p.what != "dossier-ready" || p.does != "collect" || strings.Contains(p.next, "251123") || !strings.Contains(p.next, "…-0012") || strings.Contains(p.next, "01/12") {
		t.Errorf("a result that is ready: %+v", p)
	}
	s.press("scan:collect")
	wantStep(t, s, Service)
	if s.Wish.Request.Purpose != center.Collect {
		t.Errorf("the wish is %+v", s.Wish.Request)
	}
}

func TestStandingFails(t *testing.T) {
	for code, err := range map[string]error{
		"dossier-unknown": &client.Problem{Fault: fault.New(fault.NotFound, "dossier-unknown"), Detail: "Không tìm thấy."},
		"onestop-away":    &client.Problem{Fault: fault.New(fault.Unavailable, "onestop-away")},
		"controller-away": fault.New(fault.Unavailable, "controller-away"),
	} {
		s, e := ask(t)
		s.Stood(e.Key, wire.Dossier{}, err)
		p := s.panel()
		if p.what != "dossier-"+code || p.does != "" || p.sentence == "" || strings.Contains(p.sentence+p.next, "⟦") {
			t.Errorf("%s: %+v", code, p)
		}
		s.press("back")
		wantStep(t, s, Receipt)
	}
}

// TestAScannedDossier keeps what a scan offers, whatever the one-stop system says.
func TestAScannedDossier(t *testing.T) {
	s := shelved(i18n.VI).ofCode(exampleDossier, nil)
	if p := s.panel(); p.does != "collect" || p.instead == "" {
		t.Fatalf("a scanned dossier: %+v", p)
	}
	if s.scan.standing.key == "" {
		t.Fatal("the one-stop system was not asked")
	}
	s.Stood(s.scan.standing.key, wire.Dossier{}, fault.New(fault.Unavailable, "onestop-away"))
	if p := s.panel(); p.does != "collect" || p.what != wire.ScanDossier {
		t.Errorf("with a one-stop system that does not answer: %+v", p)
	}
	off := shelved(i18n.VI)
	p := exampleShelf()
	p.Dossiers = false
	off.Shelve(p, off.about.Services)
	off.ofCode(exampleDossier, nil)
	if off.scan.standing.key != "" {
		t.Error("a center without a one-stop system asks one")
	}
	if off.press("back", "lookup", "lookup:dossier"); off.Step() != Lookup {
		t.Errorf("a center without a one-stop system asks for codes: %q", off.Step())
	}
}

// TestWhatWasLookedUpIsWiped leaves nothing for who comes next.
func TestWhatWasLookedUpIsWiped(t *testing.T) {
	s := shelved(i18n.VI, "lookup", "lookup:dossier").types("2511230012")
	s.after(idle + time.Second)
	if !s.Asking {
		t.Error("nobody is asked for more time")
	}
	s.after(answer)
	if s.Step() != Attract || s.seeking.code != "" || s.seeking.text.String() != "" || s.shelf == nil {
		t.Errorf("after the time-out: %q, %q", s.Step(), s.seeking.code)
	}
	s, e := ask(t)
	s.Stood(e.Key, wire.Dossier{Code: e.Dossier, State: wire.DossierProcessing}, nil)
	s.after(readable)
	if s.scan != nil {
		t.Error("how a dossier stands stays on the screen")
	}
}

func TestWordsOfAProcedure(t *testing.T) {
	f := shelved(i18n.VI).Flow
	free, sum, one := center.Dong(0), center.Dong(1500000), 1
	for _, test := range []struct {
		p         center.Procedure
		fee, time string
	}{
		{center.Procedure{}, "Xem tại Cổng dịch\u00a0vụ\u00a0công dichvucong.gov.vn", "Xem tại Cổng dịch\u00a0vụ\u00a0công dichvucong.gov.vn"},
		{center.Procedure{Fee: &free, Days: &one}, "Không thu", "1 ngày làm việc"},
		{center.Procedure{Fee: &sum, FeeNote: i18n.Text{VI: "mỗi bản"}, DaysNote: i18n.Text{VI: "không kể"}}, "1.500.000 đồng, mỗi bản", "Xem tại Cổng dịch\u00a0vụ\u00a0công dichvucong.gov.vn"},
	} {
		if got := f.fee(&test.p); got != test.fee {
			t.Errorf("fee = %q, want %q", got, test.fee)
		}
		if got := f.days(&test.p); got != test.time {
			t.Errorf("days = %q, want %q", got, test.time)
		}
	}
}
