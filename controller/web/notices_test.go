package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// letters is a center that tells citizens, as the pages see it.
type letters struct {
	left       map[string]*wire.PhoneContact
	asked      []string
	conditions []health.Condition
}

func (l *letters) Conditions() []health.Condition { return l.conditions }

// do takes an address, or forgets it.
func (l *letters) do(secret string, a wire.PhoneAction) error {
	l.asked = append(l.asked, strings.TrimSpace(strings.Join([]string{a.Do, secret, a.Channel, a.To, string(a.Lang)}, " ")))
	if a.To == "wrong" {
		return fault.New(fault.Invalid, "notice-phone")
	}
	return nil
}

// tells switches channels on.
func (f *fake) tells(channels ...string) {
	n := &f.config.Notices
	n.After = 30
	for _, c := range channels {
		switch c {
		case center.BySMS:
			n.SMS.URL = "https://gateway.example.vn/"
		case center.ByZNS:
			n.ZNS.URL = "https://zalo.example.vn/"
		default:
			n.Email.Host = "mail.example.vn"
		}
	}
}

// told is what was sent this morning.
func (f *fake) told() {
	f.tells(center.BySMS, center.ByEmail)
	entry := func(minutes int, number, channel, kind, state, cause string) wire.BookedNotice {
		return wire.BookedNotice{At: ago(minutes), Number: number, State: state, NoticeData: wire.NoticeData{Channel: channel, Kind: kind, Cause: cause}}
	}
	f.rules.book.Notices = []wire.BookedNotice{
		entry(30, "A005", "sms", "near", "sent", ""), entry(22, "A005", "sms", "missed", "failed", "refused"),
		entry(9, "A012", "email", "near", "sent", ""), entry(1, "A012", "email", "called", "failed", "unreachable"), entry(0, "B004", "sms", "called", "claimed", "")}
	f.notices.conditions = []health.Condition{{Code: "notice-unreachable", Severity: health.Warning, Args: []any{"channel", "e-mail"}, Since: ago(2)}}
}

// helped has people who wait for a greeter, and a number to be fetched.
func (f *fake) helped() {
	f.board.Help = []wire.HelpCall{{Device: "K1", Kind: "kiosk", At: ago(3)}, {Device: "H9", Kind: "button", At: ago(0)}}
	f.config.Calling.Grace, f.config.Calling.Assist = 60, 90
	f.board.Counters[0].Ticket.Assist = true
	f.desks["2"].Next.Assist = true
	t := f.tickets["waiting"]
	t.Assist = true
	f.tickets["waiting"] = t
}

// noticeScenes are the pages where citizens are told, and where somebody waits for help.
var noticeScenes = []scene{
	{"phone-notice", "/t/waiting?notice", "", 200, func(f *fake) { f.tells(center.ByZNS, center.BySMS, center.ByEmail) }},
	{"phone-notice-sms", "/t/waiting", "", 200, func(f *fake) { f.tells(center.BySMS) }},
	{"phone-notice-left", "/t/waiting", "", 200, func(f *fake) {
		f.tells(center.BySMS, center.ByEmail)
		f.notices.left = map[string]*wire.PhoneContact{"waiting": {Channel: "sms", Shown: "0••••••678", Until: ago(-8 * 60)}}
	}},
	{"more-told", "/manager/more?told", "manager", 200, (*fake).told},
	{"greeter-help", "/greeter?q=015&help", "greeter", 200, (*fake).helped},
	{"staff-fetch", "/staff/1?help", "staff", 200, (*fake).helped},
	{"staff-help", "/staff/2", "staff", 200, (*fake).helped},
	{"technician-told", "/technician?told", "technician", 200, (*fake).told},
	{"manager-help", "/manager", "manager", 200, (*fake).helped},
	{"manager-help-inspector", "/manager", "inspector", 200, (*fake).helped},
}

// TestAnAddressIsLeftOnTheTicketsPage sends the forms as a phone without a script does.
func TestAnAddressIsLeftOnTheTicketsPage(t *testing.T) {
	f := newFake()
	f.tells(center.BySMS, center.ByEmail)
	h := web.Handler(f.options())
	for _, test := range []struct {
		path, form string
		status     int
		has        string
		asked      string
	}{
		{"/t/waiting/notice", "channel=sms&to=0912345678", 422, i18n.T(i18n.EN, "fault.notice-agree"), ""},
		{"/t/waiting/notice", "channel=email&to=wrong&agreed=yes&lang=en", 422, `maxlength="254" value="wrong" required`, "notice waiting email wrong en"},
		{"/t/waiting/notice", "channel=sms&to=0912345678&agreed=yes&lang=en", 303, "", "notice waiting sms 0912345678 en"},
		{"/t/waiting/notice-forget", "", 303, "", "notice-forget waiting"},
	} {
		f.notices.asked = nil
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, test.path, strings.NewReader(test.form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "lang", Value: "en"})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.has) || strings.Join(f.notices.asked, ", ") != test.asked {
			t.Errorf("POST %s %s = %d, asked %q, want %d and %q", test.path, test.form, w.Code, f.notices.asked, test.status, test.asked)
		}
		if to, err := url.Parse(w.Header().Get("Location")); err != nil || w.Code == 303 && (to.Path != "/t/waiting" || to.Fragment != "notice") {
			t.Errorf("it goes on to %v", to)
		}
	}
}
