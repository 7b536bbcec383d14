package notice_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/notice"
	"motcua/internal/sim/gateway"
)

func TestAddress(t *testing.T) {
	for _, test := range []struct{ channel, typed, want string }{
		{"sms", "0912345678", "84912345678"},
		{"sms", " 0912 345 678 ", "84912345678"},
		{"zns", "+84 (91) 234-56.78", "84912345678"},
		{"sms", "84912345678", "84912345678"},
		{"sms", "0251 3822501", ""}, // a landline
		{"sms", "0212345678", ""},
		{"sms", "091234567", ""},
		{"sms", "09123456789", ""},
		{"sms", "+1 212 555 0100", ""},
		{"sms", "1900123456", ""}, // a service that costs
		{"sms", "0912345678\n", "84912345678"},
		{"sms", "0912\n345678", ""},
		{"sms", "٠٩١٢٣٤٥٦٧٨", ""},
		{"sms", "", ""},
		{"sms", "+", ""},
		{"email", "ba.tu+mc@example.vn", "ba.tu+mc@example.vn"},
		{"email", "Ba Tu <ba.tu@example.vn>", ""},
		{"email", "a@b", ""},
		{"email", "a@b@example.vn", ""},
		{"email", "a@[127.0.0.1]", ""},
		{"email", "bà.tư@example.vn", ""},
		{"email", "a@example.vn\r\nBcc: b@example.vn", ""},
		{"email", strings.Repeat("a", 300) + "@example.vn", ""},
	} {
		got, err := notice.Address(test.channel, test.typed)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("Address(%s, %q) = %q, %v, want %q", test.channel, test.typed, got, err, test.want)
		}
		if err != nil && len(test.typed) > 3 && strings.Contains(err.Error(), strings.TrimSpace(test.typed)) {
			t.Errorf("the error of %q tells it", test.typed)
		}
	}
	for _, test := range []struct{ channel, address, want string }{
		{"sms", "84912345678", "0••••••678"}, {"email", "ba.tu@example.vn", "b•••@example.vn"},
	} {
		if got := notice.Mask(test.channel, test.address); got != test.want {
			t.Errorf("Mask(%s) = %s, want %s", test.address, got, test.want)
		}
	}
}

// TestTextsFitOneMessage fills every text with the longest that there is.
func TestTextsFitOneMessage(t *testing.T) {
	longest := notice.Fields{"name": "Trung tâm một cửa phường Biên", "number": "ABC99999", "counter": "9999", "ahead": "20", "time": "16:45",
		"until": "17:00", "service": "Lao động - Thương binh và Xã hội, người có công", "fetched": "",
		"url": "https://motcua.tranbien.dongnai.gov.vn/t/7k3m5q2xn6t4vj8r9pzc?via=link"}
	if n := len([]rune(longest["name"])); n < 28 {
		t.Fatalf("a name of %d characters is not the longest", n)
	}
	for _, lang := range i18n.Langs {
		for _, kind := range center.NoticeKinds {
			for _, fetched := range []string{"", "true"} {
				longest["fetched"] = fetched
				text := notice.Text(lang, kind, longest)
				if places, of := notice.Length(notice.Plain(text)); of != 160 || places > of {
					t.Errorf("%s %s takes %d of %d places: %s", lang, kind, places, of, notice.Plain(text))
				}
				if strings.ContainsAny(text+notice.Subject(lang, kind, longest), "⟦{}") {
					t.Errorf("%s %s has a hole: %s", lang, kind, text)
				}
			}
		}
	}
}

func TestPlain(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Số A012: mời đến quầy 3, Đất đai – “Trấn Biên”…", `So A012: moi den quay 3, Dat dai - "Tran Bien"...`},
		{"ỡ ữ ậ ý Ỵ đ Đ", "o u a y Y d D"},
		{"o\u031b\u0303", "o"}, // NFD
		{"Ngày 🎉 và `x`", "Ngay ? va ?x?"},
	} {
		if got := notice.Plain(test.text); got != test.want {
			t.Errorf("Plain(%q) = %q, want %q", test.text, got, test.want)
		}
	}
	for _, test := range []struct {
		text       string
		places, of int
	}{{"abc", 3, 160}, {"a{b}", 6, 160}, {"số", 2, 70}, {"🎉", 2, 70}, {"", 0, 160}} {
		if places, of := notice.Length(test.text); places != test.places || of != test.of {
			t.Errorf("Length(%q) = %d of %d, want %d of %d", test.text, places, of, test.places, test.of)
		}
	}
}

// TestDeliverTriesAgainWhereItHelps goes by virtual time.
func TestDeliverTriesAgainWhereItHelps(t *testing.T) {
	busy, refused, unsure := notice.Failure(notice.Busy), notice.Failure(notice.Refused), notice.Failure(notice.Unsure)
	for _, test := range []struct {
		name  string
		fails []error
		still bool
		tries int
		cause string // empty: sent
	}{
		{"at once", nil, true, 1, ""},
		{"the third time", []error{busy, busy, nil}, true, 3, ""},
		{"never", []error{busy}, true, 5, notice.Busy},
		{"refused", []error{refused}, true, 1, notice.Refused},
		{"unsure", []error{unsure}, true, 1, notice.Unsure},
		{"busy, then unsure", []error{busy, unsure}, true, 2, notice.Unsure},
		{"no longer true", []error{busy, nil}, false, 1, notice.Late},
	} {
		synctest.Test(t, func(t *testing.T) {
			f, tries := &notice.Fake{}, 0
			f.Fail(test.fails...)
			began := time.Now()
			err := notice.Deliver(t.Context(), f, notice.Message{}, func(error) { tries++ }, func() bool { return test.still })
			cause := ""
			if err != nil {
				cause = notice.CauseOf(err)
			}
			if tries != test.tries || cause != test.cause || time.Since(began) > 2*time.Minute {
				t.Errorf("%s: %d tries in %v, cause %q, want %d and %q", test.name, tries, time.Since(began), cause, test.tries, test.cause)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		f := &notice.Fake{}
		f.Fail(busy)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := notice.Deliver(ctx, f, notice.Message{}, func(error) {}, func() bool { return true }); !errors.Is(err, busy) {
			t.Errorf("with ctx's end Deliver = %v", err)
		}
	})
}

// TestServersThatAreNotWhatTheySay holds who is refused for the sake of the address.
func TestServersThatAreNotWhatTheySay(t *testing.T) {
	send := func(s notice.Sender, to string) string {
		err := s.Send(t.Context(), notice.Message{ID: "1", To: to, Subject: "s", Text: "t"})
		if err == nil {
			return ""
		}
		return notice.CauseOf(err)
	}
	config, pool := certified(t)
	plain, secured := listen(t), listen(t)
	b := gateway.New(time.Now)
	serve(t, func(ctx context.Context) error { return b.Serve(ctx, plain, gateway.Mail{}) })
	serve(t, func(ctx context.Context) error {
		return b.Serve(ctx, secured, gateway.Mail{TLS: config, User: "motcua", Password: "another"})
	})
	for _, test := range []struct{ name, want, got string }{
		{"no STARTTLS", notice.Insecure, send(mailer(t, plain.Addr().String(), "starttls", "", pool), "a@example.vn")},
		{"an unknown authority", notice.Insecure, send(mailer(t, secured.Addr().String(), "starttls", "", x509.NewCertPool()), "a@example.vn")},
		{"a wrong password", notice.Login, send(mailer(t, secured.Addr().String(), "starttls", "motcua", pool), "a@example.vn")},
		{"no log-in", notice.Login, send(mailer(t, secured.Addr().String(), "starttls", "", pool), "a@example.vn")},
		{"a number", notice.Refused, send(mailer(t, plain.Addr().String(), "none", "", nil), "84912345678")},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
	if n := len(b.Letters()); n != 0 {
		t.Errorf("%d letters went out", n)
	}
	failing := center.Email{Host: "127.0.0.1", Port: 1, Username: "u", Secret: "gone", From: "a@example.vn"}
	s, err := notice.SMTP(failing, func() (string, error) { return "", errors.New("gone") }, nil, time.Now)
	if err != nil || send(s, "a@example.vn") != notice.Setup {
		t.Errorf("without its secret: %v", err)
	}
}

// TestGatewayAnswers judges what gateways say.
func TestGatewayAnswers(t *testing.T) {
	for _, test := range []struct {
		status       int
		body         string
		field, value string
		kind         fault.Kind
		cause        string
	}{
		{200, `{"error":0,"message":"Success"}`, "error", "0", 0, ""},
		{200, `{"data":{"code":"00"}}`, "data.code", "00", 0, ""},
		{201, `whatever`, "", "", 0, ""},
		{200, `{"ok":true}`, "ok", "true", 0, ""},
		{200, `{"error":-124}`, "error", "0", fault.Conflict, notice.Refused},
		{200, `{"error":{"code":0}}`, "error", "0", fault.Gone, notice.Garbled},
		{200, `[]`, "error", "0", fault.Gone, notice.Garbled},
		{200, `<html>`, "error", "0", fault.Gone, notice.Garbled},
		{302, ``, "", "", fault.Conflict, notice.Refused},
		{400, `{"error":0}`, "error", "0", fault.Conflict, notice.Refused},
		{401, ``, "", "", fault.Unauthorized, notice.Login},
		{429, ``, "", "", fault.Unavailable, notice.Busy},
		{502, ``, "", "", fault.Unavailable, notice.Busy},
	} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(test.status)
			_, _ = io.WriteString(w, test.body)
		}))
		g := sms(srv.URL)
		g.Field, g.Value = test.field, test.value
		err := notice.Gateway(g, secretly).Send(t.Context(), notice.Message{To: "84912345678", Text: "t"})
		srv.Close()
		if test.cause == "" && err != nil || test.cause != "" && (fault.KindOf(err) != test.kind || notice.CauseOf(err) != test.cause) {
			t.Errorf("%d %s = %v, want %q", test.status, test.body, err, test.cause)
		}
	}
}

// TestGatewayFillsItsTemplates looks at what arrives, in each format.
func TestGatewayFillsItsTemplates(t *testing.T) {
	var got *http.Request
	var body string
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		got, body = r, string(raw)
	}))
	defer srv.Close()
	m := notice.Message{ID: "x1", Kind: "called", To: "84912345678", Text: "Mời số \"A&B\" {secret}\nđến", Fields: notice.Fields{"number": "A012", "counter": "3"}}
	g := center.Gateway{URL: srv.URL + "/zns?to={to}&n={number}&t={text}", Method: "POST", Format: "json", Numbers: "84", Secret: "f",
		Headers: map[string]string{"access_token": "{secret}", "X-Text": "{text}"}, Templates: map[string]string{"called": "7895"},
		Body: `{"phone":"{to}","template_id":"{template}","template_data":{"so":"{number}","quay":"{counter}","con":"{ahead}"},"text":"{text}","tracking_id":"{id}"}`}
	for _, test := range []struct {
		format, numbers, body, query string
	}{
		{"json", "84", `{"phone":"84912345678","template_id":"7895","template_data":{"so":"A012","quay":"3","con":""},"text":"Moi so \"A\u0026B\" {secret}\nden","tracking_id":"x1"}`,
			"to=84912345678&n=A012&t=Moi%20so%20%22A%26B%22%20%7Bsecret%7D%0Aden"},
		{"form", "0", "to=0912345678&text=Moi+so+%22A%26B%22+%7Bsecret%7D%0Aden", ""},
	} {
		g.Format, g.Numbers = test.format, test.numbers
		if test.format == "form" {
			g.Body = "to={to}&text={text}"
		}
		if err := notice.Gateway(g, secretly).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if body != test.body || test.query != "" && got.URL.RawQuery != test.query {
			t.Errorf("%s: body %s\nquery %s", test.format, body, got.URL.RawQuery)
		}
		if h := got.Header; h.Get("access_token") != secret || strings.ContainsAny(h.Get("X-Text"), "\r\n") {
			t.Errorf("headers %v", got.Header)
		}
	}
	g.Method, g.URL = "GET", srv.URL+"/send?to={to}&text={text}"
	if err := notice.Gateway(g, secretly).Send(t.Context(), m); err != nil || got.Method != "GET" || body != "" {
		t.Errorf("GET = %v, %s %q", err, got.Method, body)
	}
	if !slices.Contains(center.Placeholders, "template") {
		t.Error("a placeholder is not documented")
	}
}
