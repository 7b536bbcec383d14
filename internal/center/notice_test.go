package center

import (
	"slices"
	"strings"
	"testing"

	"motcua/internal/i18n"
)

// told is a center that can tell its citizens in every way.
func told() *Center {
	c := small()
	c.Notices.Email = Email{Host: "mail.example.gov.vn", Username: "motcua", Secret: "mail.secret", From: "Một cửa Trấn Biên <motcua@example.gov.vn>"}
	c.Notices.SMS = Gateway{URL: "https://sms.example.vn/send", Headers: map[string]string{"Authorization": "Bearer {secret}"},
		Body: `{"to":"{to}","text":"{text}"}`, Secret: "sms.secret", Field: "code", Value: "100"}
	c.Notices.ZNS = Gateway{URL: "https://zalo.example.vn/template", Body: `{"phone":"{to}","template_id":"{template}"}`, Templates: map[string]string{"near": "1", "called": "2"}}
	c.Default()
	return c
}

func TestNoticesAreChecked(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Notices)
		want   []string
	}{
		{"as it is", func(*Notices) {}, nil},
		{"none", func(n *Notices) { n.Email, n.SMS, n.ZNS = Email{}, Gateway{}, Gateway{} }, nil},
		{"mail over this machine", func(n *Notices) { n.Email.Host, n.Email.TLS = "127.0.0.1", "none" }, nil},
		{"a gateway on this machine", func(n *Notices) { n.SMS.URL = "http://localhost:8090/send?to={to}" }, nil},
		{"the number in the address", func(n *Notices) { n.SMS.URL, n.SMS.Body = "https://sms.example.vn/{to}", "" }, nil},
		{"a name too long", func(n *Notices) { n.Name.VI = strings.Repeat("ă", 31) }, []string{"notice-name"}},
		{"a name with a line", func(n *Notices) { n.Name.EN = "a\nb" }, []string{"notice-name"}},
		{"no name", func(n *Notices) { n.Name = i18n.Text{} }, []string{"center-name [notices]"}},
		{"limits", func(n *Notices) { n.PerTicket, n.PerDay, n.After, n.Hours = 99, -1, 0, 25 },
			[]string{"center-range [notices]", "center-range [notices]", "center-range [notices]", "center-range [notices]"}},
		{"mail in the clear", func(n *Notices) { n.Email.TLS = "none" }, []string{"notice-tls [notices] email"}},
		{"a sender that is two", func(n *Notices) { n.Email.From = "a@example.vn, b@example.vn" }, []string{"notice-from [notices] email"}},
		{"a sender with a header", func(n *Notices) { n.Email.From = "a@example.vn\r\nBcc: b@example.vn" }, []string{"notice-from [notices] email"}},
		{"a host with a port", func(n *Notices) { n.Email.Host = "mail.example.vn:25" }, []string{"notice-host [notices] email"}},
		{"a name without a password", func(n *Notices) { n.Email.Secret = "" }, []string{"notice-login [notices] email"}},
		{"mail without a host", func(n *Notices) { n.Email.Host = "" }, []string{"center-empty [notices] email"}},
		{"a gateway in the clear", func(n *Notices) { n.SMS.URL = "http://sms.example.vn/send" }, []string{"notice-url [notices] sms"}},
		{"a gateway with a password in it", func(n *Notices) { n.SMS.URL = "https://a:b@sms.example.vn/" }, []string{"notice-url [notices] sms"}},
		{"a gateway elsewhere by its number", func(n *Notices) { n.SMS.URL = "http://192.168.1.4/" }, []string{"notice-url [notices] sms"}},
		{"a gateway without an address", func(n *Notices) { n.SMS.URL = "" }, []string{"center-empty [notices] sms"}},
		{"a way there is not", func(n *Notices) { n.SMS.Method, n.SMS.Format, n.SMS.Numbers = "PATCH", "xml", "0084" },
			[]string{"notice-choice [notices] sms", "notice-choice [notices] sms", "notice-choice [notices] sms"}},
		{"nobody to tell", func(n *Notices) { n.SMS.Body = `{"text":"{text}"}` }, []string{"notice-to [notices] sms"}},
		{"a placeholder there is not", func(n *Notices) { n.SMS.Body += "{phone}" }, []string{"notice-placeholder [notices] sms"}},
		{"a secret there is not", func(n *Notices) { n.SMS.Secret = "" }, []string{"center-empty [notices] sms"}},
		{"a header of two lines", func(n *Notices) { n.SMS.Headers["X-A"] = "b\r\nX-C: d" }, []string{"notice-header [notices] sms"}},
		{"a header with a name of two", func(n *Notices) { n.SMS.Headers["X A:"] = "b" }, []string{"notice-header [notices] sms"}},
		{"success of nothing", func(n *Notices) { n.SMS.Value = "" }, []string{"notice-success [notices] sms"}},
		{"a kind there is not", func(n *Notices) { n.ZNS.Templates["birthday"] = "3" }, []string{"notice-choice [notices] zns"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := told()
			test.change(&c.Notices)
			var got []string
			for _, f := range Validate(c) {
				name := f.Code
				if len(f.Args) > 1 && f.Args[0] == "place" {
					name += " " + f.Args[1].(string)
				}
				got = append(got, name)
				for _, lang := range i18n.Langs {
					if text := i18n.T(lang, "fault."+f.Code, f.Args...); strings.ContainsAny(text, "{}⟦") && !strings.ContainsAny(c.Notices.SMS.URL, "{}") {
						t.Errorf("%s has a hole: %s", f.Code, text)
					}
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("Validate = %q, want %q", got, test.want)
			}
		})
	}
}

func TestNoticesByDefault(t *testing.T) {
	c := told()
	n := &c.Notices
	if n.Email.TLS != "starttls" || n.Email.Port != 587 || n.SMS.Method != "POST" || n.SMS.Numbers != "84" || n.Ahead != 3 || n.After != 30 || n.Hours != 0 {
		t.Errorf("by default %+v", n)
	}
	if got := n.Channels(); !slices.Equal(got, []string{ByZNS, BySMS, ByEmail}) {
		t.Errorf("Channels = %q", got)
	}
	for _, test := range []struct {
		channel, kind string
		want          bool
	}{{BySMS, NoticeMissed, true}, {ByZNS, NoticeNear, true}, {ByZNS, NoticeMissed, false}, {ByEmail, NoticeMissed, true}} {
		if got := n.Sends(test.channel, test.kind); got != test.want {
			t.Errorf("Sends(%s, %s) = %v", test.channel, test.kind, got)
		}
	}
	if got := small().Notices.Channels(); len(got) != 0 {
		t.Errorf("nothing is configured and the channels are %q", got)
	}
}
