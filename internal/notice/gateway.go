package notice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"motcua/internal/center"
)

const (
	patience   = 20 * time.Second // for one attempt, from the connection to the answer
	mostAnswer = 64 << 10         // bytes of an answer that are read
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// gateway is a Sender by HTTP.
type gateway struct {
	center.Gateway
	secret func() (string, error)
	client *http.Client
}

// Gateway sends through an HTTP gateway, as it is configured. secret reads the
// secret, anew for each message, so that one that is replaced is used at once.
func Gateway(c center.Gateway, secret func() (string, error)) Sender {
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, // a connection that died unseen would leave it unsure what became of a message
		TLSHandshakeTimeout: patience / 2, ResponseHeaderTimeout: patience, ForceAttemptHTTP2: true,
	}
	return &gateway{Gateway: c, secret: secret, client: &http.Client{
		Transport: t, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // a message goes where it is meant to
	}}
}

// Send implements Sender.
func (g *gateway) Send(ctx context.Context, m Message) error {
	var secret string
	if g.Secret != "" {
		var err error
		if secret, err = g.secret(); err != nil {
			return Failure(Setup)
		}
	}
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	r, err := g.request(ctx, m, secret)
	if err != nil {
		return Failure(Setup)
	}
	a, err := g.client.Do(r)
	if err != nil {
		return lost(err, sent.Load())
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(a.Body, mostAnswer))
	if err != nil {
		return Failure(Unsure)
	}
	return g.judge(a.StatusCode, raw)
}

// lost is the error of a request that had no answer.
func lost(err error, sent bool) error {
	switch {
	case sent:
		return Failure(Unsure)
	case untrusted(err):
		return Failure(Insecure)
	}
	return Failure(Unreachable)
}

// judge reads an answer.
func (g *gateway) judge(status int, raw []byte) error {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return Failure(Login)
	case status == http.StatusTooManyRequests || status >= 500:
		return Failure(Busy)
	case status < 200 || status > 299:
		return Failure(Refused)
	case g.Field == "":
		return nil
	}
	got, ok := lookUp(raw, g.Field)
	switch {
	case !ok:
		return Failure(Garbled)
	case got != g.Value:
		return Failure(Refused)
	}
	return nil
}

// lookUp finds the value of a field such as data.code in a JSON answer, as text.
func lookUp(raw []byte, path string) (string, bool) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return "", false
	}
	for name := range strings.SplitSeq(path, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			return "", false
		}
		if v, ok = object[name]; !ok {
			return "", false
		}
	}
	switch v.(type) {
	case string, json.Number, bool:
		return fmt.Sprint(v), true
	}
	return "", false
}

// request fills the templates of the gateway.
func (g *gateway) request(ctx context.Context, m Message, secret string) (*http.Request, error) {
	fields := Fields{}
	for k, v := range m.Fields {
		fields[k] = clean(v)
	}
	text := m.Text
	if !g.Tones {
		text = Plain(text)
		for k, v := range fields {
			fields[k] = Plain(v)
		}
	}
	fields["to"], fields["text"], fields["id"], fields["kind"] = written(m.To, g.Numbers), text, m.ID, m.Kind
	fields["template"], fields["secret"] = g.Templates[m.Kind], secret
	escape, mime := jsonText, "application/json"
	if g.Format == "form" {
		escape, mime = url.QueryEscape, "application/x-www-form-urlencoded"
	}
	var body io.Reader
	if g.Method != http.MethodGet {
		body = strings.NewReader(fill(g.Body, fields, escape))
	}
	r, err := http.NewRequestWithContext(ctx, g.Method, fill(g.URL, fields, inURL), body)
	if err != nil {
		return nil, err
	}
	for name, value := range g.Headers {
		r.Header.Set(name, fill(value, fields, oneLine))
	}
	if body != nil && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", mime)
	}
	r.Header.Set("User-Agent", "motcua")
	return r, nil
}

// fill puts values into a template in one pass: no value can bring in a placeholder.
func fill(template string, f Fields, escape func(string) string) string {
	return placeholder.ReplaceAllStringFunc(template, func(m string) string {
		name := m[1 : len(m)-1]
		if v, ok := f[name]; ok {
			return escape(v)
		}
		for _, known := range center.Placeholders {
			if name == known { // a field that this kind of notice does not have
				return ""
			}
		}
		return m
	})
}

// inURL escapes for a path and a query alike.
func inURL(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// jsonText writes what stands between the quotes of a JSON string.
func jsonText(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(raw[1 : len(raw)-1])
}

// oneLine keeps a value from ending a header.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 127 {
			return -1
		}
		return r
	}, s)
}

// untrusted tells that a connection was given up because of TLS.
func untrusted(err error) bool {
	return errors.As(err, new(*tlsError)) || errors.As(err, new(tlsRecord)) || strings.Contains(err.Error(), "tls: ")
}
