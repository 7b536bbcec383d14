package gateway

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
)

// Mail is a mail server's side of the session.
type Mail struct {
	TLS      *tls.Config // nil: it has none
	Implicit bool        // from the first byte, else by STARTTLS
	User     string      // who may send, after TLS; empty: anybody
	Password string
}

// Serve takes mail from whoever connects until ctx ends, and closes l.
func (b *Box) Serve(ctx context.Context, l net.Listener, m Mail) error {
	if m.Implicit {
		l = tls.NewListener(l, m.TLS)
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				conn.Close()
			}
			return nil
		}
		if err != nil {
			return err
		}
		wg.Go(func() {
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			s := &session{Mail: m, box: b, conn: conn, Conn: textproto.NewConn(conn), secure: m.Implicit}
			s.talk()
			s.Close()
		})
	}
}

// session is one connection.
type session struct {
	Mail
	*textproto.Conn
	box    *Box
	conn   net.Conn
	secure bool
	known  bool
	from   string
	to     string
}

func (s *session) say(line string) bool { return s.PrintfLine("%s", line) == nil }

func (s *session) talk() {
	if !s.say("220 mail.example.vn ESMTP") {
		return
	}
	for {
		line, err := s.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		if !s.obey(strings.ToUpper(verb), rest) {
			return
		}
	}
}

// obey carries out one command; false ends the session.
func (s *session) obey(verb, rest string) bool {
	switch verb {
	case "EHLO", "HELO":
		return s.hello()
	case "STARTTLS":
		return s.start()
	case "AUTH":
		return s.auth(rest)
	case "MAIL":
		return s.sender(rest)
	case "RCPT":
		s.to = bracketed(rest)
		if s.box.feels() == Refusing {
			return s.say("550 5.1.1 <" + s.to + "> unknown here")
		}
		return s.say("250 OK")
	case "DATA":
		return s.data()
	case "NOOP", "RSET":
		return s.say("250 OK")
	case "QUIT":
		s.say("221 bye")
		return false
	}
	return s.say("502 unknown")
}

func (s *session) hello() bool {
	lines := []string{"mail.example.vn", "8BITMIME"}
	if s.TLS != nil && !s.secure {
		lines = append(lines, "STARTTLS")
	}
	if s.User != "" && s.secure {
		lines = append(lines, "AUTH PLAIN")
	}
	for i, l := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		if !s.say("250" + sep + l) {
			return false
		}
	}
	return true
}

func (s *session) start() bool {
	if s.TLS == nil || s.secure {
		return s.say("502 no")
	}
	if !s.say("220 go on") {
		return false
	}
	c := tls.Server(s.conn, s.TLS)
	if c.Handshake() != nil {
		return false
	}
	s.conn, s.Conn, s.secure = c, textproto.NewConn(c), true
	return true
}

func (s *session) auth(rest string) bool {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
	s.known = err == nil && string(raw) == "\x00"+s.User+"\x00"+s.Password && s.box.feels() != Stranger
	if !s.known {
		return s.say("535 5.7.8 who are you")
	}
	return s.say("235 OK")
}

func (s *session) sender(rest string) bool {
	switch {
	case s.User != "" && !s.known:
		return s.say("530 5.7.0 log in first")
	case s.box.feels() == Busy:
		return s.say("451 4.3.0 not now")
	}
	s.from = bracketed(rest)
	return s.say("250 OK")
}

func (s *session) data() bool {
	if s.from == "" || s.to == "" {
		return s.say("503 who and to whom")
	}
	if !s.say("354 go on") {
		return false
	}
	raw, err := io.ReadAll(io.LimitReader(s.DotReader(), 1<<20))
	if err != nil {
		return false
	}
	l, err := read(string(raw))
	if err != nil {
		return s.say("554 5.6.0 no message")
	}
	l.To = s.to
	s.box.put(l)
	switch s.box.feels() {
	case Cut:
		return false
	case Babble:
		return s.say("well, well")
	}
	return s.say("250 2.0.0 taken")
}

// read takes a message apart as a mail program does.
func read(raw string) (Letter, error) {
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return Letter{}, err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return Letter{}, err
	}
	var body io.Reader = m.Body
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	return Letter{By: "email", Subject: subject, Text: strings.TrimRight(string(text), "\n"), ID: raw}, err
}

// bracketed is the address in "FROM:<a@b>".
func bracketed(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
