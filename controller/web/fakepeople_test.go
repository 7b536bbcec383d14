package web_test

import (
	"context"
	"net/http"
	"time"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/queue"
)

// folk are the people who may log in.
type folk struct {
	all      []web.Person
	logins   []web.Login
	stations []web.Station
	here     bool // the request comes from a paired computer
}

func newFolk() folk {
	person := func(id, name, full, post string, roles ...string) web.Person {
		return web.Person{ID: id, TOTP: "off", PIN: "off", AccountForm: web.AccountForm{Name: name, Person: full, Employer: "UBND phường Trảng Dài", Post: post, Roles: roles}}
	}
	hoa := person("P1", "hoa.tm", "Trần Mỹ Hoa", "Phó Giám đốc Trung tâm", web.RoleManager, web.RoleGreeter)
	hoa.NeedsTOTP, hoa.TOTP, hoa.Recovery, hoa.Last, hoa.Sessions = true, "on", 9, at.Add(-40*time.Minute), 1
	lan := person("P2", "lan.nt", "Nguyễn Thị Lan", "Công chức Tư pháp - Hộ tịch", web.RoleStaff, web.RoleGreeter)
	lan.Counter, lan.PIN, lan.Last = "1", "on", at.Add(-65*time.Minute)
	minh := person("P3", "minh.lv", "", "", web.RoleTechnician)
	minh.TOTP, minh.NeedsTOTP, minh.Given = "due", true, true
	tu := person("P4", "tu.pq", "Phạm Quốc Tú", "Nhân viên bưu điện", web.RoleStaff)
	tu.Employer, tu.PIN, tu.Locked, tu.Last = "Bưu điện thành phố Biên Hòa", "locked", 11*time.Minute, at.Add(-26*time.Hour)
	kim := person("P6", "kim.lt", "Lê Thị Kim", "Thanh tra viên", web.RoleInspector)
	kim.Employer, kim.Until = "Thanh tra tỉnh", at.AddDate(0, 0, 3)
	old := person("P5", "yen.dh", "Đỗ Hải Yến", "Công chức Địa chính", web.RoleStaff)
	old.Off = true
	return folk{
		all: []web.Person{hoa, kim, lan, minh, tu, old},
		logins: []web.Login{{ID: "S1", Account: "P1", Name: "Trần Mỹ Hoa", How: "totp", Opened: at.Add(-40 * time.Minute)},
			{ID: "S2", Account: "P2", Name: "Nguyễn Thị Lan", How: "pin", Counter: "1", Opened: at.Add(-65 * time.Minute)}},
		stations: []web.Station{{ID: "C1", Counter: "1", Paired: at.AddDate(0, -2, 0)}, {ID: "C2", Counter: "2", Paired: at.AddDate(0, -1, 0)}},
	}
}

func (f *folk) People(context.Context) []web.Person { return f.all }

func (f *folk) Make(_ context.Context, _ web.Who, a web.AccountForm) error {
	if len(a.Roles) == 0 {
		return fault.New(fault.Invalid, "account-roles")
	}
	f.all = append(f.all, web.Person{ID: "P9", AccountForm: a})
	return nil
}

func (f *folk) Change(_ context.Context, by web.Who, id, what string, _ web.AccountForm) error {
	if what == web.ChangeOff && id == by.ID {
		return fault.New(fault.Forbidden, "account-self")
	}
	return nil
}

func (f *folk) Logins(_ context.Context, account string) (all []web.Login) {
	for _, x := range f.logins {
		if account == "" || x.Account == account {
			all = append(all, x)
		}
	}
	return all
}

func (f *folk) EndLogin(context.Context, web.Who, string) error { return nil }

func (f *folk) Stations() []web.Station { return f.stations }

func (f *folk) Station(*http.Request) (web.Station, []web.Person, bool) {
	if !f.here {
		return web.Station{}, nil, false
	}
	var staff []web.Person
	for _, x := range f.all {
		if x.PIN != "off" {
			staff = append(staff, x)
		}
	}
	return f.stations[0], staff, true
}

func (f *folk) Pair(http.ResponseWriter, *http.Request, web.Who, center.CounterID) error { return nil }

func (f *folk) Unpair(context.Context, web.Who, string) error { return nil }

func (f *folk) Own(_ context.Context, _ web.Who, what, password, _ string) ([]string, error) {
	if password != "mật khẩu đúng" {
		return nil, fault.New(fault.Invalid, "password-own")
	}
	if what == "recovery" {
		return newCodes, nil
	}
	return nil, nil
}

func (f *folk) Reset(_ context.Context, _, password, _ string, _ *http.Request) error {
	if password != "mật khẩu đúng" {
		return fault.New(fault.Unauthorized, "reset-wrong")
	}
	return nil
}

var newCodes = []string{"K4MTQ-7RX2A", "PLM3N-8WZ4C", "QX7VB-2HJ5D", "T6YGR-9KS3F", "W2NCE-4UA7M", "B8FHD-5PZ6R", "J3QKL-7VX2T", "M5SWY-8GC4N", "R9TBA-3EH6U", "Z7DPJ-2FK5Q"}

func (f *fake) Second(w http.ResponseWriter, _ *http.Request, code string) (string, error) {
	if code != "492039" {
		return "", fault.New(fault.Unauthorized, "totp-wrong")
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Value: everyRole, Path: "/", HttpOnly: true})
	return "", nil
}

// Choose leads on to the second factor, as it does for a manager.
func (f *fake) Choose(_ http.ResponseWriter, _ *http.Request, password string) (string, error) {
	if password == "mật khẩu đã đặt" {
		return "", fault.New(fault.Invalid, "password-same")
	}
	return "enrol", nil
}

func (f *fake) Begin(_ *http.Request, password string) error {
	if password != "mật khẩu đúng" {
		return fault.New(fault.Invalid, "password-own")
	}
	return nil
}

func (f *fake) Enrolment(*http.Request) (secret, address string, err error) {
	return "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "otpauth://totp/M%E1%BB%99t%20c%E1%BB%ADa:hoa.tm?issuer=M%E1%BB%99t%20c%E1%BB%ADa&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", nil
}

func (f *fake) Enrol(_ http.ResponseWriter, _ *http.Request, code string) ([]string, error) {
	if code != "492039" {
		return nil, fault.New(fault.Invalid, "totp-first")
	}
	return newCodes, nil
}

// papers are inspections and personal data.
type papers struct {
	found    []web.KeptContact
	erasures []web.Erasure
	list     []web.Inspection
}

func newPapers() papers {
	return papers{
		found: []web.KeptContact{{Number: "A015", Channel: "sms", Address: "0912 345 678", Given: at.Add(-30 * time.Minute), Until: at.Add(8 * time.Hour)}},
		erasures: []web.Erasure{{At: at.Add(-time.Hour), What: "contact", Rows: 1}, {At: at.Add(-3 * time.Hour), What: "session", Before: at.AddDate(0, 0, -2), Rows: 214},
			{At: at.Add(-26 * time.Hour), What: "explanation", Before: at.AddDate(-2, 0, 0), Rows: 6}},
		list: []web.Inspection{
			{ID: "I1", Account: "P6", Name: "Lê Thị Kim", Opened: at.Add(-20 * time.Hour), Until: at.AddDate(0, 0, 3), Open: true, Samples: []web.Sample{
				{First: "2026-11-02", Last: "2026-11-20", Choice: 4711, Of: 7214, Drawn: at, Tickets: []queue.TicketID{"20261103-A041", "20261112-C007", "20261119-B112"}}}},
			{ID: "I0", Account: "P6", Name: "Lê Thị Kim", Opened: at.AddDate(0, -6, 0), Until: at.AddDate(0, -6, 2)}},
	}
}

func (p *papers) Find(string) ([]web.KeptContact, error) { return p.found, nil }

func (p *papers) Erase(_ context.Context, _ web.Who, address string) (int, error) {
	if address == "" {
		return 0, fault.New(fault.NotFound, "personal-none")
	}
	return 1, nil
}

func (p *papers) Account(context.Context, string) ([]byte, error) { return []byte("{}"), nil }

func (p *papers) EraseAccount(_ context.Context, by web.Who, id string) error {
	if id == by.ID {
		return fault.New(fault.Forbidden, "account-self")
	}
	return nil
}

func (p *papers) Erasures(context.Context) ([]web.Erasure, error) { return p.erasures, nil }

func (p *papers) List(_ context.Context, account string) ([]web.Inspection, error) {
	return p.list, nil
}

func (p *papers) Open(context.Context, web.Who, string, time.Time) error { return nil }

func (p *papers) Close(context.Context, web.Who, string) error { return nil }

func (p *papers) Draw(context.Context, web.Who, string, center.Day, center.Day, int, int64) error {
	return nil
}

func (p *papers) Record(w http.ResponseWriter, _ *http.Request, _ web.Who, id string, _, _ center.Day) error {
	if id != "I1" {
		return fault.New(fault.NotFound, "inspection-unknown")
	}
	_, err := w.Write([]byte("{}"))
	return err
}

var peopleScenes = []scene{
	{"accounts", "/accounts", "manager", 200, nil},
	{"accounts-edit", "/accounts?edit=P4", "manager", 200, nil},
	{"accounts-empty", "/accounts", "manager", 200, func(f *fake) { f.folk = folk{} }},
	{"accounts-forbidden", "/accounts", "staff", 403, nil},
	{"me", "/me", "manager.greeter", 200, nil},
	{"me-staff", "/me", "staff", 200, nil},
	{"me-optional", "/me", "manager", 200, func(f *fake) { f.folk.all[0].NeedsTOTP = false }},
	{"me-totp", "/me/totp", "manager.greeter", 200, nil},
	{"me-token", "/me", "greeter", 200, nil},
	{"pair", "/pair", "technician", 200, nil},
	{"pair-again", "/pair?done=pair", "technician", 200, func(f *fake) { f.folk.here = true }},
	{"pair-nobody", "/pair", "technician", 200, func(f *fake) { f.folk.here, f.folk.all = true, f.folk.all[:2] }},
	{"login-station", "/login", "", 200, func(f *fake) { f.folk.here = true }},
	{"login-station-one", "/login", "", 200, func(f *fake) { f.folk.here, f.folk.all = true, f.folk.all[2:3] }},
	{"login-station-nobody", "/login", "", 200, func(f *fake) { f.folk.here, f.folk.all = true, f.folk.all[:2] }},
	{"login-code", "/login/code", "", 200, nil},
	{"login-enrol", "/login/enrol", "", 200, nil},
	{"login-password", "/login/password", "", 200, nil},
	{"login-changed", "/login?done=password", "", 200, nil},
	{"inspections", "/inspections", "manager", 200, nil},
	{"inspections-inspector", "/inspections", "inspector", 200, nil},
	{"inspections-none", "/inspections", "manager", 200, func(f *fake) { f.papers, f.folk.all = papers{}, nil }},
	{"personal", "/personal", "manager", 200, func(f *fake) {
		f.config.Retention, f.config.Notices.After = center.Retention{Sessions: 2, Notes: 1, Explanations: 24, Accounts: 24}, 30
	}},
	{"personal-empty", "/personal", "manager", 200, func(f *fake) { f.papers = papers{} }},
	{"login-lost", "/login/lost", "", 200, nil},
}
