package notice_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/notice"
	"motcua/internal/notice/noticetest"
	"motcua/internal/sim/gateway"
)

func TestFakeKeepsTheContract(t *testing.T) {
	noticetest.Contract(t, func(*testing.T) noticetest.Rig { return &fakeRig{} })
}

func TestGatewayKeepsTheContract(t *testing.T) {
	noticetest.Contract(t, func(t *testing.T) noticetest.Rig { return openGateway(t) })
}

func TestSMTPKeepsTheContract(t *testing.T) {
	for _, how := range []string{"starttls", "implicit", "none"} {
		t.Run(how, func(t *testing.T) {
			noticetest.Contract(t, func(t *testing.T) noticetest.Rig { return openMail(t, how) })
		})
	}
}

type fakeRig struct{ notice.Fake }

func (r *fakeRig) Sender() notice.Sender { return &r.Fake }
func (r *fakeRig) To() string            { return "84912345678" }

func (r *fakeRig) Bring(x noticetest.Trouble) {
	switch x {
	case noticetest.Busy:
		r.Fail(notice.Failure(notice.Busy))
	case noticetest.Away:
		r.Fail(notice.Failure(notice.Unreachable))
	case noticetest.Refuses:
		r.Fail(notice.Failure(notice.Refused))
	case noticetest.Lost:
		r.Lose()
	default:
		r.Fail()
	}
}

func (r *fakeRig) Taken() (all []noticetest.Taken) {
	for _, m := range r.Fake.Taken() {
		all = append(all, noticetest.Taken{To: m.To, Subject: m.Subject, Text: m.Text})
	}
	return all
}

// box is a rig around simulated servers.
type box struct {
	*gateway.Box
	away bool
	open func(away bool) notice.Sender
	to   string
}

func (b *box) Sender() notice.Sender { return b.open(b.away) }
func (b *box) To() string            { return b.to }

func (b *box) Bring(x noticetest.Trouble) {
	b.away = x == noticetest.Away
	b.Feel(map[noticetest.Trouble]gateway.Mood{
		noticetest.Busy: gateway.Busy, noticetest.Refuses: gateway.Refusing, noticetest.Lost: gateway.Cut}[x])
}

func (b *box) Taken() (all []noticetest.Taken) {
	for _, l := range b.Letters() {
		all = append(all, noticetest.Taken{To: l.To, Subject: l.Subject, Text: l.Text})
	}
	return all
}

// nobody is a port on which nobody listens.
func nobody(t *testing.T) string {
	l := listen(t)
	defer l.Close()
	return l.Addr().String()
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const secret = "a-secret"

func secretly() (string, error) { return secret, nil }

// sms is a gateway's configuration as docs/notices.md shows it.
func sms(base string) center.Gateway {
	return center.Gateway{
		URL: base + "/sms", Method: "POST", Format: "json", Numbers: "84", Tones: true, Field: "code", Value: "100",
		Headers: map[string]string{"Authorization": "Bearer {secret}"}, Secret: "file", Body: `{"to":"{to}","text":"{text}","id":"{id}"}`,
	}
}

func openGateway(t *testing.T) *box {
	b := &box{Box: gateway.New(time.Now), to: "84912345678"}
	srv := httptest.NewServer(b.HTTP(secret))
	t.Cleanup(srv.Close)
	b.open = func(away bool) notice.Sender {
		if away {
			return notice.Gateway(sms("http://"+nobody(t)), secretly)
		}
		return notice.Gateway(sms(srv.URL), secretly)
	}
	return b
}

func certified(t *testing.T) (*tls.Config, *x509.CertPool) {
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.StartTLS()
	defer srv.Close()
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return &tls.Config{Certificates: srv.TLS.Certificates, MinVersion: tls.VersionTLS12}, pool
}

func openMail(t *testing.T, how string) *box {
	b := &box{Box: gateway.New(time.Now), to: "ba.tu@example.vn"}
	config, pool := certified(t)
	server := gateway.Mail{TLS: config, Implicit: how == "implicit", User: "motcua", Password: secret}
	if how == "none" {
		server = gateway.Mail{}
	}
	l := listen(t)
	serve(t, func(ctx context.Context) error { return b.Serve(ctx, l, server) })
	b.open = func(away bool) notice.Sender {
		at := l.Addr().String()
		if away {
			at = nobody(t)
		}
		return mailer(t, at, how, server.User, pool)
	}
	return b
}

func mailer(t *testing.T, at, how, user string, pool *x509.CertPool) notice.Sender {
	t.Helper()
	addr, err := net.ResolveTCPAddr("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	s, err := notice.SMTP(center.Email{
		Host: addr.IP.String(), Port: addr.Port, TLS: how, Username: user, From: "Một cửa Trấn Biên <motcua@example.gov.vn>",
	}, secretly, pool, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve runs a server until the test ends.
func serve(t *testing.T, run func(context.Context) error) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !strings.Contains(err.Error(), "closed") {
			t.Errorf("the server ended with %v", err)
		}
	})
}
