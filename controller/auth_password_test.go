package controller

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

const ownPassword = "bốn con chim xanh"

// made makes an account as a manager does, who knows its password.
func (o *tour) made(name string, roles ...string) string {
	o.Helper()
	id := o.h.hire(o.T, name, catPassword, "", roles...)
	o.h.alter(o.T, id, web.ChangePassword, web.AccountForm{Password: catPassword})
	return id
}

// changes are what the log tells of an account since an entry.
func (o *tour) changes(since int64, account string) (all []string) {
	o.Helper()
	for _, raw := range o.events(since, o.h.engine.hub.last()) {
		var e struct {
			Type string
			Data wire.AccountData
		}
		if err := json.Unmarshal([]byte(raw), &e); err != nil {
			continue // of another type, with data of another shape
		}
		if e.Type == wire.AccountChanged && e.Data.Account == account {
			all = append(all, e.Data.What+" by "+e.Data.By)
		}
	}
	return all
}

// TestAPasswordSetBySomebodyElseIsReplaced holds who logs in with a password
// that a manager has set: nothing works before there is another.
func TestAPasswordSetBySomebodyElseIsReplaced(t *testing.T) {
	o := openTour(t, nil)
	lan := o.made("lan", "staff")
	b := o.tab()
	if step, err := b.enters(wire.SessionRequest{Name: "lan", Password: catPassword}); step != stepPassword || err != nil {
		t.Fatalf("log-in = %q, %v, want to choose a password", step, err)
	}
	for _, call := range []string{"GET /board", "GET /events?after=0", "GET /counters", "POST /counters/1/open", "POST /counters/1/next"} {
		o.want(401, "session-over", "", call, "", b.cookie())
	}
	for _, path := range []string{"/", "/me", "/me/totp", "/staff", "/accounts", "/live", "/api/v1/events"} {
		w := httptest.NewRecorder()
		o.h.Handler().ServeHTTP(w, b.request("GET", path))
		if w.Code != http.StatusSeeOther && w.Code != http.StatusUnauthorized {
			t.Errorf("GET %s with half a log-in = %d", path, w.Code)
		}
	}
	if _, err := b.shows("123456"); fault.CodeOf(err) != "session-over" {
		t.Errorf("a code instead = %v", err)
	}
	if _, err := b.enrols(); fault.CodeOf(err) != "session-over" {
		t.Errorf("a second factor instead = %v", err)
	}
	for password, code := range map[string]string{catPassword: "password-same", "ngắn": "password-length"} {
		if _, err := b.chooses(password); fault.CodeOf(err) != code {
			t.Errorf("choose(%q) = %v, want %s", password, err, code)
		}
	}
	head := o.h.engine.hub.last()
	if step, err := b.chooses(ownPassword); step != "" || err != nil {
		t.Fatalf("choose = %q, %v", step, err)
	}
	if got, want := o.changes(head, lan), []string{"password by " + lan}; !slices.Equal(got, want) {
		t.Errorf("the log tells %q, want %q", got, want)
	}
	o.want(200, "", "", "POST /counters/1/open", "", b.cookie())
	if _, err := b.chooses("năm con cá vàng"); fault.CodeOf(err) != "session-over" {
		t.Errorf("the step again = %v", err)
	}
	o.want(401, "password-wrong", "", "POST /session", `{"name":"lan","password":"`+catPassword+`"}`)
	o.cookie(`{"name":"lan","password":"` + ownPassword + `"}`)
}

// TestAStepEnds ends the choosing of a password when it takes too long, and when
// the account changes meanwhile.
func TestAStepEnds(t *testing.T) {
	o := openTour(t, nil)
	lan := o.made("lan", "staff")
	for name, meanwhile := range map[string]func(){
		"too long":         func() { o.h.now.pass(stepTime + 1e9) },
		"another password": func() { o.h.alter(t, lan, web.ChangePassword, web.AccountForm{Password: catPassword}) },
		"other roles":      func() { o.h.alter(t, lan, web.ChangeRoles, web.AccountForm{Roles: []string{"greeter"}}) },
	} {
		b := o.tab()
		if step, err := b.enters(wire.SessionRequest{Name: "lan", Password: catPassword}); step != stepPassword || err != nil {
			t.Fatalf("log-in = %q, %v", step, err)
		}
		meanwhile()
		if _, err := b.chooses(ownPassword); fault.CodeOf(err) != "session-over" {
			t.Errorf("choose after %s = %v, want session-over", name, err)
		}
	}
}

// TestAManagerChoosesThenEnrols goes through all steps of a log-in: first the
// password is replaced, then a second factor set up. After a reset of the
// password the second factor comes first, and its code works once.
func TestAManagerChoosesThenEnrols(t *testing.T) {
	o := openTour(t, nil)
	hoa := o.made("hoa", "manager")
	b := o.tab()
	if step, err := b.enters(wire.SessionRequest{Name: "hoa", Password: catPassword}); step != stepPassword || err != nil {
		t.Fatalf("log-in = %q, %v, want to choose a password", step, err)
	}
	if step, err := b.chooses(ownPassword); step != stepEnrol || err != nil {
		t.Fatalf("choose = %q, %v, want to enrol", step, err)
	}
	o.want(401, "session-over", "", "GET /board", "", b.cookie())
	codes, err := b.enrols()
	if err != nil || len(codes) != recoveryCodes {
		t.Fatalf("enrol = %v, %v", codes, err)
	}
	o.want(200, "", "", "GET /board", "", b.cookie())

	o.h.alter(t, hoa, web.ChangePassword, web.AccountForm{Password: catPassword})
	again := o.tab()
	if step, err := again.enters(wire.SessionRequest{Name: "hoa", Password: catPassword}); step != stepCode || err != nil {
		t.Fatalf("log-in after a reset = %q, %v, want the code", step, err)
	}
	if _, err := again.chooses(ownPassword); fault.CodeOf(err) != "session-over" {
		t.Errorf("a password before the code = %v, want session-over", err)
	}
	if step, err := again.shows(codes[0]); step != stepPassword || err != nil {
		t.Fatalf("the code = %q, %v, want to choose a password", step, err)
	}
	if a, _ := o.h.engine.accountOf(hoa); len(a.Recovery) != recoveryCodes-1 {
		t.Errorf("%d recovery codes are left, want %d: one was shown", len(a.Recovery), recoveryCodes-1)
	}
	if step, err := again.chooses(ownPassword); step != "" || err != nil {
		t.Fatalf("choose = %q, %v", step, err)
	}
	o.want(200, "", "", "GET /board", "", again.cookie())
}

// TestAPINWorksWhileAPasswordIsReset lets somebody work at the counter whose
// password a manager has set: the PIN is the person's own. It opens nothing else.
func TestAPINWorksWhileAPasswordIsReset(t *testing.T) {
	o := openTour(t, nil)
	lan := o.h.hire(t, "lan", catPassword, "", "staff")
	if err := o.h.setPIN(t.Context(), lan, catPassword, "2580"); err != nil {
		t.Fatal(err)
	}
	o.h.alter(t, lan, web.ChangePassword, web.AccountForm{Password: catPassword})
	station := o.paired("1")
	cookie := o.cookie(`{"name":"lan","pin":"2580"}`, station)
	o.want(200, "", "", "POST /counters/1/open", "", cookie)
	folk, who := &people{o.h.Controller}, web.Who{ID: lan}
	for _, what := range []string{"pin", "pin-clear", "recovery", "totp-end"} {
		if _, err := folk.Own(t.Context(), who, what, catPassword, "8520"); fault.CodeOf(err) != "password-change" {
			t.Errorf("%s by a password that a manager knows = %v, want password-change", what, err)
		}
	}
	if _, err := folk.Own(t.Context(), who, "password", catPassword, catPassword); fault.CodeOf(err) != "password-same" {
		t.Errorf("the same password = %v", err)
	}
	if _, err := folk.Own(t.Context(), who, "password", catPassword, ownPassword); err != nil {
		t.Fatal(err)
	}
	o.want(401, "session-over", "", "GET /board", "", cookie)
	o.cookie(`{"name":"lan","password":"` + ownPassword + `"}`)
}

// TestTheFirstManagerChoseThePassword lets in who made the first account with
// the set-up code, without asking for another password.
func TestTheFirstManagerChoseThePassword(t *testing.T) {
	o := openTour(t, nil)
	if err := (&access{o.h.Controller}).Setup(t.Context(), o.h.setup.code, "hoa", ownPassword); err != nil {
		t.Fatal(err)
	}
	if step, err := o.tab().enters(wire.SessionRequest{Name: "hoa", Password: ownPassword}); step != stepEnrol || err != nil {
		t.Errorf("log-in = %q, %v, want to enrol only", step, err)
	}
}
