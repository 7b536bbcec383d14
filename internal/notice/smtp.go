package notice

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

type (
	tlsError  = tls.CertificateVerificationError
	tlsRecord = tls.RecordHeaderError
)

// mailer is a Sender by SMTP.
type mailer struct {
	center.Email
	from   *mail.Address
	secret func() (string, error)
	roots  *x509.CertPool
	now    func() time.Time
}

// SMTP sends e-mail through a mail server, as it is configured: one connection
// a message. secret reads the password, anew each time; roots are the
// authorities that may vouch for the server, nil for those of the machine.
func SMTP(c center.Email, secret func() (string, error), roots *x509.CertPool, now func() time.Time) (Sender, error) {
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "notice-from", "place", "[notices] email", "value", c.From)
	}
	return &mailer{Email: c, from: from, secret: secret, roots: roots, now: now}, nil
}

// Send implements Sender.
func (s *mailer) Send(ctx context.Context, m Message) error {
	raw, err := letter(s.from, m, s.now())
	if err != nil {
		return Failure(Refused)
	}
	c, done, err := s.session(ctx)
	if err != nil {
		return err
	}
	defer done()
	return hand(c, s.from.Address, m.To, raw)
}

// session connects and logs in. done ends it.
func (s *mailer) session(ctx context.Context) (c *smtp.Client, done func(), err error) {
	var password string
	if s.Username != "" {
		if password, err = s.secret(); err != nil {
			return nil, nil, Failure(Setup)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	conn, err := s.dial(ctx)
	if err != nil {
		cancel()
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	done = func() {
		stop()
		cancel()
		_ = conn.Close()
	}
	if c, err = smtp.NewClient(conn, s.Host); err != nil {
		err = told(err)
	} else {
		err = s.greet(c, password)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return c, done, nil
}

// dial connects, with TLS where it comes first.
func (s *mailer) dial(ctx context.Context) (net.Conn, error) {
	address := net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
	var conn net.Conn
	var err error
	if s.TLS == "implicit" {
		conn, err = (&tls.Dialer{Config: s.tls()}).DialContext(ctx, "tcp", address)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}
	switch {
	case err != nil && untrusted(err):
		return nil, Failure(Insecure)
	case err != nil:
		return nil, Failure(Unreachable)
	}
	return conn, nil
}

func (s *mailer) tls() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
}

// greet opens the session: TLS where it comes second, and the log-in.
func (s *mailer) greet(c *smtp.Client, password string) error {
	name := "localhost"
	if at, ok := domainOf(s.from.Address); ok {
		name = at
	}
	if err := c.Hello(name); err != nil {
		return told(err)
	}
	if s.TLS == "starttls" {
		if ok, _ := c.Extension("STARTTLS"); !ok {
			return Failure(Insecure)
		}
		if err := c.StartTLS(s.tls()); err != nil {
			return Failure(Insecure)
		}
	}
	if s.Username == "" {
		return nil
	}
	if err := c.Auth(smtp.PlainAuth("", s.Username, password, s.Host)); err != nil {
		if code := codeOf(err); code >= 400 && code < 500 {
			return Failure(Busy)
		}
		return Failure(Login)
	}
	return nil
}

// hand gives the server the letter. Until the last line of it is out the server
// cannot have taken it; from then on a silence says nothing.
func hand(c *smtp.Client, from, to string, raw []byte) error {
	if err := c.Mail(from); err != nil {
		return told(err)
	}
	if err := c.Rcpt(to); err != nil {
		return told(err)
	}
	w, err := c.Data()
	if err != nil {
		return told(err)
	}
	if _, err := w.Write(raw); err != nil {
		return told(err)
	}
	if err := w.Close(); err != nil {
		if codeOf(err) == 0 {
			return Failure(Unsure)
		}
		return told(err)
	}
	_ = c.Quit() // it has the letter
	return nil
}

// told is the error of what a server said, or that it said nothing.
func told(err error) error {
	switch code := codeOf(err); {
	case code == 0:
		return Failure(Unreachable)
	case code < 500:
		return Failure(Busy)
	case code == 530 || code == 535:
		return Failure(Login)
	}
	return Failure(Refused)
}

// codeOf is the three digits of a server's answer, 0 where there was none.
func codeOf(err error) int {
	if e, ok := errors.AsType[*textproto.Error](err); ok {
		return e.Code
	}
	return 0
}
