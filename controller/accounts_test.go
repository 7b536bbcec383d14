package controller

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/store"
	"motcua/internal/wire"
)

const catPassword = "ba con mèo trắng"

// TestASessionIdles logs a manager out who does nothing, and no counter.
func TestASessionIdles(t *testing.T) {
	o := openTour(t, func(x *Options) { x.Center.Access.TOTP = center.TOTPOptional })
	o.h.hire(t, "hoa", catPassword, "", "manager")
	o.h.hire(t, "lan", catPassword, "1", "staff")
	boss, staff := o.cookie(`{"name":"hoa","password":"`+catPassword+`"}`), o.cookie(`{"name":"lan","password":"`+catPassword+`"}`)
	for range 3 { // a page that fetches by itself keeps nobody logged in
		o.h.now.pass(4 * time.Minute)
		o.want(200, "", "", "GET /board", "", boss)
	}
	o.want(204, "", "", "POST /clock/confirm", "", boss)
	o.h.now.pass(14 * time.Minute)
	o.want(200, "", "", "GET /board", "", boss)
	o.h.now.pass(2 * time.Minute)
	o.want(401, "session-over", "", "GET /board", "", boss)
	o.want(200, "", "", "GET /board", "", staff)
	o.h.now.pass(12 * time.Hour)
	o.want(401, "session-over", "", "GET /board", "", staff)
}

// TestASessionEndsInTheMiddleOfACall changes the right of somebody who holds a
// citizen: the next press is refused, and the citizen is still held.
func TestASessionEndsInTheMiddleOfACall(t *testing.T) {
	o := openTour(t, nil)
	lan := o.h.hire(t, "lan", catPassword, "", "staff")
	cookie := o.cookie(`{"name":"lan","password":"` + catPassword + `"}`)
	id := o.ticket("greeter", aTicket)
	o.want(200, "", "", "POST /counters/1/open", "", cookie)
	o.want(200, "", "", "POST /counters/1/next", "", cookie)
	o.h.alter(t, lan, web.ChangeRoles, web.AccountForm{Roles: []string{"greeter"}})
	o.want(401, "session-over", "", "POST /counters/1/finish", "", cookie)
	a := o.want(200, "", testToken, "GET /tickets/"+id, "")
	if !strings.Contains(string(a.body), `"state":"called"`) {
		t.Errorf("the citizen who was called = %s", a.body)
	}
	again := o.cookie(`{"name":"lan","password":"` + catPassword + `"}`)
	o.want(403, "role", "", "POST /counters/1/finish", "", again)
}

// TestAnAccountIsGuarded holds what nobody may do to an account.
func TestAnAccountIsGuarded(t *testing.T) {
	o := openTour(t, nil)
	folk := &people{o.h.Controller}
	hoa := o.h.hire(t, "hoa", catPassword, "", "manager")
	self := web.Who{ID: hoa, Roles: []string{"manager"}}
	for _, c := range []struct {
		name, what, code string
		by               web.Who
		form             web.AccountForm
	}{
		{"the last manager is switched off", web.ChangeOff, "account-last-manager", boss, web.AccountForm{}},
		{"the last manager becomes staff", web.ChangeRoles, "account-last-manager", boss, web.AccountForm{Roles: []string{"staff"}}},
		{"a manager drops the own second factor", web.ChangeTOTP, "account-self", self, web.AccountForm{}},
		{"a manager replaces the own password without showing it", web.ChangePassword, "account-self", self, web.AccountForm{Password: catPassword + " mới"}},
		{"no role", web.ChangeRoles, "account-roles", boss, web.AccountForm{}},
		{"a role of machines", web.ChangeRoles, "account-role", boss, web.AccountForm{Roles: []string{"bridge"}}},
		{"a counter that is not there", web.ChangeRoles, "counter-unknown", boss, web.AccountForm{Roles: []string{"manager"}, Counter: "99"}},
		{"a name that turns around", web.ChangeDetails, "account-detail", boss, web.AccountForm{Person: "abc\u202egnp.exe"}},
		{"a name without end", web.ChangeDetails, "account-detail", boss, web.AccountForm{Post: strings.Repeat("x", 121)}},
		{"a short password", web.ChangePassword, "password-length", boss, web.AccountForm{Password: "ngắn"}},
		{"nonsense", "dance", "form-unknown", boss, web.AccountForm{}},
	} {
		if err := folk.Change(t.Context(), c.by, hoa, c.what, c.form); fault.CodeOf(err) != c.code {
			t.Errorf("%s = %v, want %s", c.name, err, c.code)
		}
	}
	for _, pin := range []string{"", "123", "123456789", "12a4", "1234", "9876", "0000", "٤٤٤١"} {
		if err := checkPIN(pin); fault.CodeOf(err) != "pin-form" {
			t.Errorf("checkPIN(%q) = %v, want pin-form", pin, err)
		}
	}
	if err := checkPIN("2580"); err != nil {
		t.Errorf("checkPIN(2580) = %v", err)
	}
	if name, employer, ok := o.h.engine.person(hoa); name != "hoa (họ tên)" || employer != "UBND" || !ok {
		t.Errorf("person = %q, %q, %t", name, employer, ok)
	}
	if _, _, ok := o.h.engine.person("kiosk-1"); ok {
		t.Error("a kiosk is told as a person")
	}
}

// TestALostPhone lets a manager enrol anew with the password and the code that
// stands on the machine, once.
func TestALostPhone(t *testing.T) {
	o := openTour(t, nil)
	folk := &people{o.h.Controller}
	o.h.hire(t, "hoa", catPassword, "", "manager")
	o.enrolled("hoa", catPassword)
	file := filepath.Join(filepath.Dir(o.h.opts.Engine.Store.Path), codeFile)
	code, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := o.request("POST", "/login/lost")
	if err := folk.Reset(t.Context(), "hoa", catPassword, "GUESS", r); fault.CodeOf(err) != "reset-wrong" {
		t.Errorf("a guessed code = %v", err)
	}
	if err := folk.Reset(t.Context(), "hoa", "wrong", string(code), r); fault.CodeOf(err) != "reset-wrong" {
		t.Errorf("a wrong password = %v", err)
	}
	if err := folk.Reset(t.Context(), "hoa", catPassword, strings.TrimSpace(strings.ToLower(string(code))), r); err != nil {
		t.Fatal(err)
	}
	o.enrolled("hoa", catPassword)
	if err := folk.Reset(t.Context(), "hoa", catPassword, strings.TrimSpace(string(code)), r); fault.CodeOf(err) != "reset-wrong" {
		t.Errorf("the same code again = %v", err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of the code has the mode %v, %v", info.Mode(), err)
	}
}

// TestNoSecretIsKeptInClear looks for secrets in the files, the log and the
// program's own log after everything was used.
func TestNoSecretIsKeptInClear(t *testing.T) {
	var said bytes.Buffer
	o := openTour(t, func(x *Options) {
		x.Log = slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	hoa := o.h.hire(t, "hoa", catPassword, "", "manager", "staff")
	codes := o.enrolled("hoa", catPassword)
	const pin = "73915826"
	if err := o.h.setPIN(t.Context(), hoa, catPassword, pin); err != nil {
		t.Fatal(err)
	}
	a, _ := o.h.engine.accountOf(hoa)
	secret, err := o.h.vault.open(hoa, a.TOTP)
	if err != nil {
		t.Fatal(err)
	}
	station := strings.TrimPrefix(o.paired("1"), "Cookie: "+stationCookie+"=")
	cookie := o.cookie(`{"name":"hoa","pin":"`+pin+`"}`, "Cookie: "+stationCookie+"="+station)
	_, cookie, _ = strings.Cut(cookie, "=")
	o.h.stop()
	path := o.h.opts.Engine.Store.Path
	for _, name := range []string{path, path + "-wal"} {
		raw, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		raw = append(raw, said.Bytes()...)
		for what, text := range map[string]string{"password": catPassword, "PIN": pin, "TOTP secret": secret, "recovery code": codes[0],
			"plain recovery code": plainCode(codes[0]), "station": station, "session": cookie} {
			if len(text) < 6 || bytes.Contains(raw, []byte(text)) {
				t.Errorf("%s holds a %s in clear (%d letters)", filepath.Base(name), what, len(text))
			}
		}
	}
}

// TestRetentionProvesItself deletes what is old, and tells how much and that
// nothing is left.
func TestRetentionProvesItself(t *testing.T) {
	o := openTour(t, func(x *Options) { x.Center.Retention.Accounts = 24 })
	hoa := o.h.hire(t, "hoa", catPassword, "", "manager")
	yen := o.h.hire(t, "yen", catPassword, "1", "staff")
	o.h.alter(t, yen, web.ChangeOff, web.AccountForm{})
	old := o.h.now.read().Wall.AddDate(-3, 0, 0).Unix()
	err := o.h.engine.ask(t.Context(), memo{}, func(tx *tx) (int, any, error) {
		return 204, nil, tx.edit(yen, func(a *store.Account) error { a.Made = old; return nil })
	}).err
	if err != nil {
		t.Fatal(err)
	}
	head := o.h.engine.hub.last()
	o.h.now.pass(retainEvery + time.Minute)
	o.want(200, "", testToken, "GET /board", "")
	o.want(204, "", testToken, "POST /clock/confirm", "")
	if _, _, ok := o.h.engine.person(yen); ok {
		t.Error("an account that was switched off three years ago is still there")
	}
	if _, _, ok := o.h.engine.person(hoa); !ok {
		t.Error("an account in use was deleted")
	}
	found := false
	for _, raw := range o.events(head, o.h.engine.hub.last()) {
		found = found || strings.Contains(raw, `"type":"`+wire.PersonalErased+`"`) && strings.Contains(raw, `"what":"account","before":"2024-11-23","rows":1,"remained":0`)
	}
	if !found {
		t.Error("the log does not tell that one account was deleted and none is left")
	}
	list, err := (&personal{o.h.Controller}).Erasures(t.Context())
	if err != nil || len(list) != 1 || list[0].Rows != 1 || list[0].Remained != 0 {
		t.Errorf("erasures = %+v, %v", list, err)
	}
}
