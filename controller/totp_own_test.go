package controller

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// loggedIn is a browser of somebody who gave the password.
func (o *tour) loggedIn(name string) *tab {
	o.Helper()
	b := o.tab()
	if step, err := b.enters(wire.SessionRequest{Name: name, Password: catPassword}); step != "" || err != nil {
		o.Fatalf("log-in of %s = %q, %v", name, step, err)
	}
	return b
}

func (b *tab) begins(password string) error {
	_, err := b.does(func(_ http.ResponseWriter, r *http.Request) (string, error) { return "", b.h.beginTOTP(r, password) })
	return err
}

// TestAnOptionalSecondFactor begins and ends one from the own page.
func TestAnOptionalSecondFactor(t *testing.T) {
	o := openTour(t, nil)
	lan := o.h.hire(t, "lan", catPassword, "", "staff")
	folk, who := &people{o.h.Controller}, web.Who{ID: lan}
	b := o.loggedIn("lan")
	if _, err := b.enrols(); fault.CodeOf(err) != "session-over" {
		t.Errorf("to confirm what was not begun = %v", err)
	}
	if err := b.begins("sai rồi"); fault.CodeOf(err) != "password-own" {
		t.Errorf("begin with a wrong password = %v", err)
	}
	if err := b.begins(catPassword); err != nil {
		t.Fatal(err)
	}
	if _, err := b.does(func(w http.ResponseWriter, r *http.Request) (string, error) {
		_, err := o.h.enrol(w, r, "000000")
		return "", err
	}); fault.CodeOf(err) != "totp-first" {
		t.Errorf("a wrong first code = %v", err)
	}
	head := o.h.engine.hub.last()
	codes, err := b.enrols()
	if err != nil || len(codes) != recoveryCodes {
		t.Fatalf("enrol = %v, %v", codes, err)
	}
	o.want(200, "", "", "POST /counters/1/open", "", b.cookie()) // the session goes on
	if err := b.begins(catPassword); fault.CodeOf(err) != "totp-on" {
		t.Errorf("begin twice = %v", err)
	}
	if _, err := b.enrols(); fault.CodeOf(err) != "session-over" {
		t.Errorf("to confirm twice = %v", err)
	}
	if step, err := o.tab().enters(wire.SessionRequest{Name: "lan", Password: catPassword}); step != stepCode || err != nil {
		t.Errorf("log-in = %q, %v, want the code", step, err)
	}

	o.h.now.pass(time.Minute)
	if _, err := folk.Own(t.Context(), who, "totp-end", "sai rồi", codes[0]); fault.CodeOf(err) != "password-own" {
		t.Errorf("end with a wrong password = %v", err)
	}
	if _, err := folk.Own(t.Context(), who, "totp-end", catPassword, "000000"); fault.CodeOf(err) != "totp-wrong" {
		t.Errorf("end with a wrong code = %v", err)
	}
	if _, err := folk.Own(t.Context(), who, "totp-end", catPassword, o.h.codeAt(lan, o.h.now.read().Wall)); err != nil {
		t.Fatal(err)
	}
	if a, _ := o.h.engine.accountOf(lan); a.TOTP != "" || a.TOTPStep != 0 || a.Recovery != nil {
		t.Errorf("left of the second factor: %q, %d, %d codes", a.TOTP, a.TOTPStep, len(a.Recovery))
	}
	if got, want := o.changes(head, lan), []string{"totp by " + lan, "totp-removed by " + lan}; !slices.Equal(got, want) {
		t.Errorf("the log tells %q, want %q", got, want)
	}
	if _, err := folk.Own(t.Context(), who, "totp-end", catPassword, codes[0]); fault.CodeOf(err) != "totp-none" {
		t.Errorf("end twice = %v", err)
	}
	o.loggedIn("lan")
}

// TestACompulsorySecondFactorStays keeps that of a manager, whatever is shown.
func TestACompulsorySecondFactorStays(t *testing.T) {
	o := openTour(t, nil)
	hoa := o.h.hire(t, "hoa", catPassword, "", "manager")
	codes := o.enrolled("hoa", catPassword)
	if _, err := (&people{o.h.Controller}).Own(t.Context(), web.Who{ID: hoa}, "totp-end", catPassword, codes[0]); fault.CodeOf(err) != "totp-required" {
		t.Errorf("end = %v, want totp-required", err)
	}
	if a, _ := o.h.engine.accountOf(hoa); a.TOTP == "" || len(a.Recovery) != recoveryCodes {
		t.Error("the second factor was changed")
	}
}

// TestWhatIsPendingEnds forgets a second factor that was begun and not
// confirmed: after some minutes, and with the session.
func TestWhatIsPendingEnds(t *testing.T) {
	o := openTour(t, nil)
	lan := o.h.hire(t, "lan", catPassword, "", "staff")
	b := o.loggedIn("lan")
	if err := b.begins(catPassword); err != nil {
		t.Fatal(err)
	}
	o.h.now.pass(stepTime + time.Second)
	if _, err := b.enrols(); fault.CodeOf(err) != "session-over" {
		t.Errorf("to confirm late = %v", err)
	}
	if err := b.begins(catPassword); err != nil {
		t.Fatal(err)
	}
	ended := b.request("POST", "/me/totp")
	if err := (&people{o.h.Controller}).EndLogin(t.Context(), boss, o.sessionsOf(lan)[0]); err != nil {
		t.Fatal(err)
	}
	if err := o.h.beginTOTP(ended, catPassword); err == nil {
		t.Error("a session that was ended begins a second factor")
	}
	if _, err := b.enrols(); fault.CodeOf(err) != "session-over" {
		t.Errorf("to confirm in a session that was ended = %v", err)
	}
	o.want(401, "session-over", "", "GET /board", "", b.cookie())
}

// sessionsOf are the open sessions of an account.
func (o *tour) sessionsOf(account string) (all []string) {
	for _, s := range o.h.loggedIn(o.Context()) {
		if s.account == account {
			all = append(all, s.id)
		}
	}
	return all
}
