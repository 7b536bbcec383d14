package controller

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const aPhone, asKept = "0912 345 678", "84912345678"

// telling opens a hall that tells citizens by SMS and e-mail.
func telling(t *testing.T, change func(*Options)) (*hall, *notice.Fake, *bytes.Buffer) {
	t.Helper()
	box, log := &notice.Fake{}, &bytes.Buffer{}
	h := openHall(t, func(o *Options) {
		tells(o, box)
		o.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		if change != nil {
			change(o)
		}
	})
	return h, box, log
}

// tells lets a center send what citizens are told to box.
func tells(o *Options, box *notice.Fake) {
	n := &o.Center.Notices
	n.Name = i18n.Text{VI: "Một cửa Trấn Biên", EN: "Tran Bien"}
	n.Window, n.Ahead, n.Minutes, n.PerTicket, n.PerDay, n.After = center.Window{From: 6 * 60, To: 20 * 60}, 1, 5, 4, 100, 30
	n.SMS, n.Email = center.Gateway{URL: "http://127.0.0.1/"}, center.Email{Host: "127.0.0.1"}
	o.Senders = map[string]notice.Sender{center.BySMS: box, center.ByEmail: box}
}

// form posts a form of a ticket's page and returns the page that answers.
func (h *hall) form(t *testing.T, path string, fields url.Values) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+path, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(page)
}

// issueTold gives a number and leaves an address for it.
func (h *hall) issueTold(t *testing.T, channel, to string) (wire.Ticket, string) {
	t.Helper()
	ticket, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit, Another: true})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(ticket.URL)
	if err != nil {
		t.Fatal(err)
	}
	if status, page := h.form(t, u.Path+"/notice", url.Values{"channel": {channel}, "to": {to}, "agreed": {"yes"}}); status != http.StatusOK || !strings.Contains(page, "•••") {
		t.Fatalf("leaving an address = %d\n%s", status, page)
	}
	return ticket, u.Path
}

// notices waits until the day's log of notices is as want: kind and state of each.
func (h *hall) notices(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		got = nil
		for _, n := range view(h.engine, func(s *state, _ queue.Moment) []wire.BookedNotice { return s.noticesView() }) {
			got = append(got, strings.TrimSpace(n.Number+" "+n.Channel+" "+n.Kind+" "+n.State+" "+n.Cause))
		}
		if slices.Equal(got, want) {
			return
		}
	}
	t.Fatalf("the day's notices are %q, want %q", got, want)
}

// TestACitizenIsToldOnceOfEach follows a number from its few people ahead to
// the deletion of the address, and looks for the address where it must not be.
func TestACitizenIsToldOnceOfEach(t *testing.T) {
	var path string
	h, box, log := telling(t, func(o *Options) { path = o.Engine.Store.Path })
	h.act(t, "1", "open", wire.ActionRequest{})
	ticket, page := h.issueTold(t, center.BySMS, aPhone)
	h.notices(t, "A001 sms near sent")
	h.act(t, "1", "next", wire.ActionRequest{})
	h.notices(t, "A001 sms near sent", "A001 sms called sent")
	h.act(t, "1", "undo", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "no-show", wire.ActionRequest{})
	h.notices(t, "A001 sms near sent", "A001 sms called sent", "A001 sms missed sent")
	var texts []string
	for _, m := range box.Taken() {
		if texts = append(texts, m.Text); m.To != asKept || m.Subject != "" {
			t.Errorf("message %+v", m)
		}
	}
	if want := []string{
		"Một cửa Trấn Biên: Số A001 của ông/bà là số tiếp theo. Mời ông/bà có mặt tại khu vực chờ.",
		"Một cửa Trấn Biên: Mời ông/bà có số A001 đến quầy 1. Gọi lúc 08:00.",
		"Một cửa Trấn Biên: Số A001 đã quá lượt. Mời ông/bà báo bàn hướng dẫn trước 09:00 để không phải lấy số mới.",
	}; !slices.Equal(texts, want) {
		t.Errorf("told %q, want %q", texts, want)
	}
	if err := h.all.Cancel(t.Context(), client.NewKey(), ticket.ID); err != nil {
		t.Fatal(err)
	}
	h.notices(t, "A001 sms near sent", "A001 sms called sent", "A001 sms missed sent", "A001 sms canceled sent")
	h.now.pass(31 * time.Minute)
	h.idle(t)
	h.gone(t, path)
	if status, got := h.form(t, page+"/notice", url.Values{"channel": {"sms"}, "to": {aPhone}, "agreed": {"yes"}}); status != http.StatusConflict || strings.Contains(got, "•••") {
		t.Errorf("an address for a number that is over = %d", status)
	}
	for name, text := range map[string]string{"program's log": log.String(), "center's log": h.whole(t)} {
		for _, secret := range []string{aPhone, asKept, "912345678"} {
			if strings.Contains(text, secret) {
				t.Errorf("the %s holds %s", name, secret)
			}
		}
	}
}

// whole is every entry of the log as text.
func (h *hall) whole(t *testing.T) string {
	t.Helper()
	entries, err := h.engine.Read(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range entries {
		b.Write(e.Body)
	}
	return b.String()
}

// gone waits until no byte of the address is in the files of the open log.
func (h *hall) gone(t *testing.T, path string) {
	t.Helper()
	var where string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		where = ""
		for _, name := range []string{path, path + "-wal"} {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(raw, []byte(asKept)) {
				where = name
			}
		}
		if where == "" {
			return
		}
	}
	t.Fatalf("%s still holds the address", where)
}

// TestAnAddressIsTheCitizens holds what may be left, by whom, and how it goes again.
func TestAnAddressIsTheCitizens(t *testing.T) {
	h, box, _ := telling(t, func(o *Options) { o.Center.Notices.Window = center.Window{From: 6 * 60, To: 7 * 60} })
	_, page := h.issueTold(t, center.BySMS, aPhone)
	for _, test := range []struct {
		what    string
		fields  url.Values
		status  int
		problem string
	}{
		{"without a yes", url.Values{"channel": {"sms"}, "to": {"0987654321"}}, 422, "notice-agree"},
		{"a landline", url.Values{"channel": {"sms"}, "to": {"0251 382 2501"}, "agreed": {"yes"}}, 422, "notice-phone"},
		{"an address as a number", url.Values{"channel": {"sms"}, "to": {"a@example.vn"}, "agreed": {"yes"}}, 422, "notice-phone"},
		{"a number as an address", url.Values{"channel": {"email"}, "to": {"0912345678"}, "agreed": {"yes"}}, 422, "notice-email"},
		{"a header", url.Values{"channel": {"email"}, "to": {"a@example.vn\r\nBcc: b@example.vn"}, "agreed": {"yes"}}, 422, "notice-email"},
		{"a channel that is not offered", url.Values{"channel": {"zns"}, "to": {"0912345678"}, "agreed": {"yes"}}, 422, "notice-channel"},
		{"too much", url.Values{"channel": {"email"}, "to": {strings.Repeat("x", 400) + "@example.vn"}, "agreed": {"yes"}}, 422, "notice-channel"},
	} {
		status, got := h.form(t, page+"/notice", test.fields)
		if sentence := i18n.T(i18n.VI, "fault."+test.problem); status != test.status || !strings.Contains(got, sentence) || !strings.Contains(got, "•••") {
			t.Errorf("%s = %d, want %d and %q, the address before staying", test.what, status, test.status, sentence)
		}
	}
	if status, _ := h.form(t, "/t/guess/notice", url.Values{"channel": {"sms"}, "to": {aPhone}, "agreed": {"yes"}}); status != http.StatusNotFound {
		t.Errorf("an address for a guessed secret = %d", status)
	}
	h.issueTold(t, center.BySMS, aPhone)
	h.issueTold(t, center.BySMS, "+84 912-345-678")
	fourth, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit, Another: true})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(fourth.URL)
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := h.form(t, u.Path+"/notice", url.Values{"channel": {"sms"}, "to": {aPhone}, "agreed": {"yes"}}); status != http.StatusConflict {
		t.Errorf("one address for a fourth number = %d", status)
	}
	if status, got := h.form(t, page+"/notice-forget", nil); status != http.StatusOK || strings.Contains(got, "•••") {
		t.Errorf("forgetting = %d", status)
	}
	if n := len(h.engine.contactsInOrder()); n != 2 {
		t.Errorf("%d addresses are kept, want 2", n)
	}
	if h.engine.owes() || len(box.Taken()) > 0 {
		t.Error("it is after the hours and somebody is told")
	}
	h.now.pass(11 * time.Hour)
	h.idle(t)
	if n := len(h.engine.contactsInOrder()); n != 0 {
		t.Errorf("the day is over and %d addresses are kept", n)
	}
}

// TestAClaimIsNotSentTwice ends the program between the claim and its outcome.
func TestAClaimIsNotSentTwice(t *testing.T) {
	var opts Options
	h, box, _ := telling(t, func(o *Options) { opts = *o })
	box.Stick()
	h.issueTold(t, center.BySMS, aPhone)
	h.notices(t, "A001 sms near claimed")
	h.stop()
	box.Fail()
	h = openHall(t, func(o *Options) { *o = opts })
	h.notices(t, "A001 sms near failed unsure")
	if h.engine.owes() || len(box.Taken()) > 0 {
		t.Error("it is sent again")
	}
	h.act(t, "1", "open", wire.ActionRequest{})
	h.act(t, "1", "next", wire.ActionRequest{})
	h.notices(t, "A001 sms near failed unsure", "A001 sms called sent")
}

// TestAnAddressTakenBackGetsNothing deletes the address between the claim and
// its turn, as behind a gateway that is slow.
func TestAnAddressTakenBackGetsNothing(t *testing.T) {
	h, _, _ := telling(t, func(o *Options) { o.Senders = nil }) // nobody sends but this test
	box := &notice.Fake{}
	p := &posting{e: h.engine, senders: map[string]notice.Sender{center.BySMS: box}, health: h.posting.health, log: h.log}
	_, page := h.issueTold(t, center.BySMS, aPhone)
	claimed := h.engine.claimNotices(t.Context())
	if len(claimed) != 1 {
		t.Fatalf("claimed %d notices, want one", len(claimed))
	}
	h.form(t, page+"/notice-forget", nil)
	p.send(t.Context(), claimed[0])
	h.notices(t, "A001 sms near failed late")
	if got := box.Taken(); len(got) > 0 {
		t.Errorf("an address that was deleted is told %+v", got)
	}
}

// TestADeadGatewayIsAConditionAndNobodyWaitsForIt refuses, is silent, and is mended.
func TestADeadGatewayIsAConditionAndNobodyWaitsForIt(t *testing.T) {
	h, box, _ := telling(t, func(o *Options) { o.Center.Notices.PerDay = 2 })
	box.Fail(notice.Failure(notice.Login))
	h.act(t, "1", "open", wire.ActionRequest{})
	h.issueTold(t, center.ByEmail, "ba.tu@example.vn")
	h.notices(t, "A001 email near failed login")
	conditions := (&letters{h.Controller}).Conditions()
	if len(conditions) != 1 || !strings.Contains(conditions[0].Text(i18n.EN), "does not accept the account") {
		t.Errorf("conditions = %+v", conditions)
	}
	if got := h.scraped(t); !strings.Contains(got, `motcua_notice_channel_up{channel="email"} 0`) || !strings.Contains(got, `motcua_notices_today{channel="email",state="failed"} 1`) ||
		!strings.Contains(got, `motcua_notice_channel_up{channel="sms"} 1`) {
		t.Errorf("the metrics say nothing of the dead channel:\n%s", got)
	}
	box.Fail(notice.Failure(notice.Busy), nil)
	h.act(t, "1", "next", wire.ActionRequest{})
	h.notices(t, "A001 email near failed login", "A001 email called sent")
	if got := (&letters{h.Controller}).Conditions(); len(got) != 0 {
		t.Errorf("it has sent, and is said to have %+v", got)
	}
	if m := box.Taken(); len(m) != 1 || m[0].Subject != "Mời số A001 đến quầy 1" || !strings.Contains(m[0].Text, "https://mc.example.vn/t/") {
		t.Errorf("the letter = %+v", m)
	}
	h.act(t, "1", "no-show", wire.ActionRequest{})
	h.notices(t, "A001 email near failed login", "A001 email called sent", "A001 email missed failed limit")
	book, err := h.all.Calls(t.Context(), "2026-11-23")
	if err != nil || len(book.Notices) != 3 {
		t.Errorf("the day book has %+v, %v", book.Notices, err)
	}
}

// scraped is what /metrics answers about notices.
func (h *hall) scraped(t *testing.T) (lines string) {
	t.Helper()
	resp, err := http.Get(h.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "motcua_notice") {
			lines += line
		}
	}
	return lines
}

// notices tells two citizens what is worth telling once: the second is one too
// many for the day.
func (o *tour) notices() {
	for i, want := range []string{"sent", "failed limit"} {
		var a wire.TicketAnswer
		if err := json.Unmarshal(o.want(201, "", "greeter", "POST /tickets", aTicket).body, &a); err != nil {
			o.Fatal(err)
		}
		u, err := url.Parse(a.Ticket.URL)
		if err != nil {
			o.Fatal(err)
		}
		if status, _ := o.h.form(o.T, u.Path+"/notice", url.Values{"channel": {"sms"}, "to": {aPhone}, "agreed": {"yes"}}); status != http.StatusOK {
			o.Errorf("leaving an address = %d", status)
		}
		var got []wire.BookedNotice
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			got = view(o.h.engine, func(s *state, _ queue.Moment) []wire.BookedNotice { return s.noticesView() })
			if len(got) == i+1 && strings.TrimSpace(got[i].State+" "+got[i].Cause) == want {
				break
			}
		}
		if len(got) != i+1 || got[i].Ticket != a.Ticket.ID || strings.TrimSpace(got[i].State+" "+got[i].Cause) != want {
			o.Errorf("the day's notices are %+v, want the last %s", got, want)
		}
		if status, _ := o.h.form(o.T, u.Path+"/notice-forget", nil); status != http.StatusOK {
			o.Errorf("forgetting = %d", status)
		}
		o.want(200, "", "greeter", "POST /tickets/"+string(a.Ticket.ID)+"/cancel", "")
	}
	o.want(200, "", "manager", "GET /reports/calls", "")
	o.want(200, "", "manager", "GET /reports/calls?format=csv", "")
}

// TestAnAddressComesSealedFromTheProvince leaves one on the page that the
// province serves: what passes the broker tells nobody, and comes back masked.
func TestAnAddressComesSealedFromTheProvince(t *testing.T) {
	h, _, log := telling(t, func(o *Options) { o.Center.Notices.Window = center.Window{From: 6 * 60, To: 7 * 60} })
	ticket, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit})
	if err != nil {
		t.Fatal(err)
	}
	secret := ticket.URL[strings.LastIndex(ticket.URL, "/")+1:]
	feed := &phoneFeed{h.engine, "motcua/h19/h19-26-1"}
	obey := func(id string, a wire.PhoneAction) (int, wire.PhonePage) {
		t.Helper()
		body, err := wire.Seal(secret, wire.SealAction, id, a)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte("0912")) {
			t.Error("the command tells the number")
		}
		r := feed.Obey(t.Context(), wire.Cmd{V: 1, ID: id, Kind: wire.CmdPhone, Key: wire.PhoneKey(secret), Body: body})
		var page wire.PhonePage
		if err := wire.Unseal(secret, wire.SealPage, feed.source, r.Page, &page); err != nil {
			t.Fatal(err)
		}
		return r.Status, page
	}
	leave := wire.PhoneAction{Do: wire.PhoneNotice, Channel: "sms", To: aPhone, Lang: i18n.EN}
	for range 2 { // the same command may come twice
		if status, page := obey("one", leave); status != 200 || page.Contact == nil || page.Contact.Shown != "0••••••678" || page.Contact.Channel != "sms" {
			t.Errorf("leaving = %d, %+v", status, page.Contact)
		}
	}
	if c := h.engine.contactsInOrder(); len(c) != 1 || c[0].Address != asKept || c[0].Lang != i18n.EN {
		t.Errorf("kept %+v", c)
	}
	leave.To = "110"
	if status, page := obey("two", leave); status != 422 || page.Contact == nil {
		t.Errorf("a wrong number = %d, %+v", status, page.Contact)
	}
	if status, page := obey("three", wire.PhoneAction{Do: wire.PhoneForget}); status != 200 || page.Contact != nil {
		t.Errorf("forgetting = %d, %+v", status, page.Contact)
	}
	if strings.Contains(log.String()+h.whole(t), "912345678") {
		t.Error("a log holds the number")
	}
}
