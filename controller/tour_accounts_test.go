package controller

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"motcua/controller/web"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// codeAt is what an app shows for an account now.
func (h *hall) codeAt(id string, at time.Time) string {
	a, _ := h.engine.accountOf(id)
	secret, err := h.vault.open(id, a.TOTP)
	if err != nil {
		return err.Error()
	}
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		return err.Error()
	}
	return code
}

// people goes through the ways of people to log in, and what is logged of them.
func (o *tour) people() {
	const password = "ba con mèo trắng"
	log := func(extra string) string { return `{"name":"tuyet","password":"` + password + `"` + extra + `}` }
	hoa := o.made("tuyet", "manager")
	o.want(403, "password-change", "", "POST /session", log(""))
	o.h.settled(o.T, hoa)
	o.want(403, "totp-enrol", "", "POST /session", log(""))
	codes := o.enrolled("tuyet", password)
	o.want(401, "totp-needed", "", "POST /session", log(""))
	o.want(401, "totp-wrong", "", "POST /session", log(`,"code":"000000"`))
	used := o.h.codeAt(hoa, o.h.now.read().Wall)
	o.want(401, "totp-used", "", "POST /session", log(`,"code":"`+used+`"`))
	o.h.now.pass(time.Minute)
	o.want(200, "", "", "POST /session", log(`,"code":"`+o.h.codeAt(hoa, o.h.now.read().Wall)+`"`))
	o.want(200, "", "", "POST /session", log(`,"code":"`+strings.ToLower(codes[3])+`"`))
	o.want(401, "totp-wrong", "", "POST /session", log(`,"code":"`+codes[3]+`"`))
	if err := o.h.engine.changeAccount(o.Context(), hoa, "totp", "", func(a *store.Account) error { a.TOTP = "another key sealed it"; return nil }); err != nil {
		o.Fatal(err)
	}
	o.want(403, "totp-unreadable", "", "POST /session", log(`,"code":"123456"`))
	o.h.alter(o.T, hoa, web.ChangeTOTP, web.AccountForm{})

	tu := o.h.hire(o.T, "tu", password, "1", "staff")
	o.want(403, "pin-station", "", "POST /session", `{"name":"tu","pin":"2580"}`)
	if _, err := (&people{o.h.Controller}).Own(o.Context(), web.Who{ID: tu}, "pin", password, "2580"); err != nil {
		o.Fatal(err)
	}
	station := o.paired("1")
	o.want(200, "", "", "POST /session", `{"name":"tu","pin":"2580"}`, station)
	for i := range mostPINFails {
		o.h.now.pass(delayAfter(i))
		o.want(401, "pin-wrong", "", "POST /session", `{"name":"tu","pin":"0852"}`, station)
	}
	o.h.now.pass(delayAfter(mostPINFails))
	o.want(429, "pin-locked", "", "POST /session", `{"name":"tu","pin":"2580"}`, station)
	o.want(200, "", "", "POST /session", `{"name":"tu","password":"`+password+`"}`)
	o.want(200, "", "", "POST /session", `{"name":"tu","pin":"2580"}`, station)
	if err := (&people{o.h.Controller}).Unpair(o.Context(), boss, o.h.engine.stationList()[0].ID); err != nil {
		o.Fatal(err)
	}
	o.want(403, "pin-station", "", "POST /session", `{"name":"tu","pin":"2580"}`, station)
	o.h.alter(o.T, tu, web.ChangeOff, web.AccountForm{})
	o.want(403, "account-off", "", "POST /session", `{"name":"tu","password":"`+password+`"}`)
	o.inspections(password)
}

// enrolled sets up a second factor on the pages, and returns the recovery codes.
func (o *tour) enrolled(name, password string) []string {
	o.Helper()
	b := o.tab()
	if step, err := b.enters(wire.SessionRequest{Name: name, Password: password}); err != nil || step != stepEnrol {
		o.Fatalf("log-in of %s = %q, %v, want to enrol", name, step, err)
	}
	codes, err := b.enrols()
	if err != nil || len(codes) != recoveryCodes {
		o.Fatalf("enrol = %v, %v", codes, err)
	}
	return codes
}

// paired makes a browser that is paired with a counter, and returns its cookie.
func (o *tour) paired(counter string) string {
	o.Helper()
	w := httptest.NewRecorder()
	if err := o.h.pair(w, httptest.NewRequestWithContext(o.Context(), "POST", "/pair", nil), "1", boss.ID); err != nil {
		o.Fatal(err)
	}
	return fmt.Sprintf("Cookie: %s=%s", stationCookie, w.Result().Cookies()[0].Value)
}
