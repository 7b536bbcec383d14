package controller

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/wire"
)

const (
	hookPatience = 5 * time.Second
	mostAnswer   = 4 << 10 // bytes of an answer that are read
	leastSecret  = 16      // bytes
)

type lookupFunc func(ctx context.Context, network, host string) ([]netip.Addr, error)

// errInside refuses an address that a hook may not have.
var errInside = errors.New("the address is not allowed")

// poster posts deliveries of one hook.
type poster struct {
	center.Hook
	client *http.Client
	agent  string
	allow  []netip.Prefix
	lookup lookupFunc
}

// result is what became of one attempt.
type result struct {
	cause  string        // empty: taken
	status int           // of the answer
	later  time.Duration // the receiver asks not to be tried before
}

func newPoster(c center.Hook, lookup lookupFunc, agent string) *poster {
	p := &poster{Hook: c, agent: agent, lookup: lookup}
	if p.lookup == nil {
		p.lookup = net.DefaultResolver.LookupNetIP
	}
	for _, text := range c.Allow {
		if network, err := netip.ParsePrefix(text); err == nil { // the configuration was validated
			p.allow = append(p.allow, network)
		}
	}
	p.client = &http.Client{
		Timeout:       hookPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{ // without a proxy: it would choose the address
			DialContext: p.dial, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: rootsOf(c.CA)}, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10,
		},
	}
	return p
}

// rootsOf is who vouches for the receiver, nil for those the machine knows. A
// file that cannot be read vouches for nobody.
func rootsOf(ca string) *x509.CertPool {
	if ca == "" {
		return nil
	}
	pool := x509.NewCertPool()
	if raw, err := os.ReadFile(ca); err == nil {
		pool.AppendCertsFromPEM(raw)
	}
	return pool
}

func (p *poster) close() { p.client.CloseIdleConnections() }

// host is where the hook is, without what may be secret in its address.
func (p *poster) host() string {
	u, err := url.Parse(p.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// dial looks the name up once and connects to an address that it has looked
// at. One bad address among several refuses them all: a name that leads inside
// now and then is no mistake.
func (p *poster) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	found, err := p.lookup(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	for _, ip := range found {
		if !p.allowed(ip) {
			return nil, errInside
		}
	}
	err = errors.New("the name has no address")
	for _, ip := range found {
		var conn net.Conn
		if conn, err = (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(ip.Unmap().String(), port)); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

func (p *poster) allowed(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, network := range p.allow {
		if network.Contains(ip) {
			return true
		}
	}
	return public(ip) && !strings.HasPrefix(strings.ToLower(p.URL), "http:") // in clear it goes nowhere but inside
}

// inner are networks that no public receiver lives in, beside those that
// net/netip knows by name: shared, reserved, for documents, and those that
// carry an IPv4 address inside.
var inner = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// public tells an address that belongs to nobody's own network.
func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, network := range inner {
		if network.Contains(ip) {
			return false
		}
	}
	return true
}

// send signs and posts a delivery once.
func (p *poster) send(ctx context.Context, d wire.Delivery) result {
	secrets, ok := p.secrets()
	if !ok {
		return result{cause: wire.HookSecret}
	}
	if d.Events == nil {
		d.Events = []json.RawMessage{}
	}
	body, err := json.Marshal(d)
	if err != nil { // an entry of the log is JSON
		return result{cause: wire.HookRefused}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(body))
	if err != nil {
		return result{cause: wire.HookAddress}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", p.agent)
	req.Header.Set(wire.HookName, p.ID)
	req.Header.Set(wire.HookDelivery, d.ID)
	req.Header.Set(wire.HookSignature, sign(time.Now(), body, secrets))
	resp, err := p.client.Do(req)
	if err != nil {
		return result{cause: causeOf(err)}
	}
	defer resp.Body.Close()                                           //nolint:errcheck // nothing is written to it
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, mostAnswer)) // so that the connection can be used again
	r := result{status: resp.StatusCode}
	if resp.StatusCode/100 != 2 {
		r.cause = wire.HookRefused
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
			r.later = min(time.Duration(s)*time.Second, hookRare)
		}
	}
	return r
}

// secrets reads the files anew: a secret is exchanged without a restart.
func (p *poster) secrets() (all []string, ok bool) {
	for _, file := range []string{p.Secret, p.Previous} {
		if file == "" {
			continue
		}
		s, err := config.ReadSecret(file)
		if err != nil || len(s) < leastSecret {
			if file == p.Secret {
				return nil, false
			}
			continue
		}
		all = append(all, s)
	}
	return all, len(all) > 0
}

// sign is the signature header of a body under each secret.
func sign(at time.Time, body []byte, secrets []string) string {
	t := strconv.FormatInt(at.Unix(), 10)
	parts := []string{"t=" + t}
	for _, secret := range secrets {
		h := hmac.New(sha256.New, []byte(secret))
		h.Write([]byte(t + "."))
		h.Write(body)
		parts = append(parts, "v1="+hex.EncodeToString(h.Sum(nil)))
	}
	return strings.Join(parts, ",")
}

func causeOf(err error) string {
	if errors.Is(err, errInside) {
		return wire.HookAddress
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return wire.HookInsecure
	}
	return wire.HookUnreachable
}
