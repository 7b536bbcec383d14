package province

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
)

// authority issues certificates for a test.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t}
	a.cert, a.key = a.issue("authority", true)
	return a
}

func (a *authority) issue(name string, ca bool) (*x509.Certificate, *ecdsa.PrivateKey) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: ca, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), signer)
	if err != nil {
		a.t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return leaf, key
}

func (a *authority) config(name string) *tls.Config {
	cert, key := a.issue(name, false)
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return &tls.Config{RootCAs: pool, ClientCAs: pool, MinVersion: tls.VersionTLS13,
		Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key, Leaf: cert}}}
}

func TestCertificates(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	points := testPoints()
	for i := range points {
		points[i].Password = "" // certificates only
	}
	p := startProvince(t, Options{TLS: ca.config("broker"), Points: points})
	log := linktest.New()
	log.Add(250, "x")
	l, _ := startLink(t, p.Addr(), log, func(o *link.Options) {
		o.Broker, o.Username, o.Password, o.TLS = "tls://"+p.Addr(), "", "", ca.config(testPoint)
	}, nil)
	eventually(t, "everything confirmed", func() bool { return l.Status().Backlog == 0 })
	wantLog(t, p, log)

	foreign := stranger.config("h19-27")
	foreign.RootCAs = ca.config("x").RootCAs
	bare := ca.config("x")
	bare.Certificates = nil
	refused := map[string]link.Broker{
		"no certificate":                  {TLS: bare, ClientID: "h19-27"},
		"another authority's certificate": {TLS: foreign, ClientID: "h19-27"},
		"an unknown point":                {TLS: ca.config("h19-99"), ClientID: "h19-99"},
		"another point's client id":       {TLS: ca.config("h19-27"), ClientID: testPoint},
		"a certificate for the collector": {TLS: ca.config(collectorUser), ClientID: collectorUser},
		"the user name of another point":  {TLS: ca.config("h19-27"), Username: testPoint, ClientID: testPoint},
		"a reader where there is none":    {TLS: ca.config(readerUser), Username: readerUser, ClientID: "r"},
	}
	for name, b := range refused {
		b.URL = "tls://" + p.Addr()
		if c, err := link.Dial(t.Context(), b, func(link.Message) {}); err == nil {
			c.Close()
			t.Errorf("%s may connect, want refused", name)
		}
	}
}

// TestBrokerLosesItsStorage takes JetStream away, as the server itself does when the disk is full.
func TestBrokerLosesItsStorage(t *testing.T) {
	p := startProvince(t, Options{})
	log := linktest.New()
	log.Add(50, "x")
	l, _ := startLink(t, p.Addr(), log, nil, nil)
	eventually(t, "everything confirmed", func() bool { return l.Status().Backlog == 0 })
	if err := p.broker.server.DisableJetStream(); err != nil {
		t.Fatal(err)
	}
	log.Add(50, "y")
	eventually(t, "everything confirmed by a new broker", func() bool { return l.Status().Backlog == 0 })
	wantLog(t, p, log)
}

func TestBrokerThatCannotStart(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "broker"), nil, 0o600); err != nil { // a file where its directory belongs
		t.Fatal(err)
	}
	p, err := New(Options{Data: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Run(t.Context()); fault.CodeOf(err) != "broker-not-ready" {
		t.Errorf("Run without a place to store = %v, want broker-not-ready", err)
	}
}

// TestMosquitto lets Debian's broker stand in for the embedded one, with the ACL of docs/mqtt.md.
func TestMosquitto(t *testing.T) {
	program := debian(t, "mosquitto", "mosquitto")
	addr := freeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	acl := write("acl", block(t, "mosquitto.acl"))
	passwords := write("passwords", fmt.Sprintf("%s:point-one\ncollector:%s\n", testPoint, collectorSecret))
	if out, err := exec.Command("mosquitto_passwd", "-U", passwords).CombinedOutput(); err != nil {
		t.Fatalf("mosquitto_passwd: %v %s", err, out)
	}
	conf := write("conf", fmt.Sprintf("listener %s 127.0.0.1\npassword_file %s\nacl_file %s\nuser root\n%s", port, passwords, acl, block(t, "mosquitto.conf")))
	cmd := exec.Command(program, "-c", conf)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	eventually(t, "mosquitto listens", func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	p := startProvince(t, Options{Broker: link.Broker{URL: "tcp://" + addr, Username: collectorUser, Password: collectorSecret}})
	log := linktest.New()
	log.Add(1500, "x")
	l, stop := startLink(t, addr, log, nil, nil)
	eventually(t, "everything confirmed", func() bool { return l.Status().Backlog == 0 })
	wantLog(t, p, log)
	stop()
	walkPages(t, p, addr)
}
