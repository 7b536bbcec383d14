package controller

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/pquerna/otp/totp"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

// TestASecondFactorIsSetUpOnce lets two people with the same password begin to
// set up a second factor: who is late does not replace that of who was first.
func TestASecondFactorIsSetUpOnce(t *testing.T) {
	o := openTour(t, nil)
	hoa := o.h.hire(t, "hoa", catPassword, "", "manager")
	w := httptest.NewRecorder()
	step, err := o.h.enter(w, o.request("POST", "/login"), wire.SessionRequest{Name: "hoa", Password: catPassword})
	if err != nil || step != stepEnrol {
		t.Fatalf("log-in = %q, %v", step, err)
	}
	late := o.request("POST", "/login/enrol")
	for _, x := range w.Result().Cookies() {
		late.AddCookie(x)
	}
	secret, _, err := o.h.enrolment(late)
	if err != nil {
		t.Fatal(err)
	}
	o.enrolled("hoa", catPassword)
	first, _ := o.h.engine.accountOf(hoa)
	code, err := totp.GenerateCode(secret, o.h.now.read().Wall)
	if err != nil {
		t.Fatal(err)
	}
	w = httptest.NewRecorder()
	if _, err := o.h.enrol(w, late, code); fault.CodeOf(err) != "session-over" {
		t.Errorf("who is late = %v, want session-over", err)
	}
	for _, x := range w.Result().Cookies() {
		if r := o.request(http.MethodGet, "/api/v1/board"); x.Name == cookieName && x.Value != "" {
			r.AddCookie(x)
			if _, err := o.h.who(r); err == nil {
				t.Error("who is late is logged in")
			}
		}
	}
	if now, _ := o.h.engine.accountOf(hoa); now.TOTP != first.TOTP || len(now.Recovery) != recoveryCodes {
		t.Error("the second factor was replaced")
	}
}
