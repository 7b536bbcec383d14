package province

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"motcua/internal/fault"
	"motcua/internal/link"
)

const storagePause = 2 * time.Second // before a broker without storage is started anew

// broker is the embedded MQTT broker: nats-server with JetStream in the data
// directory for retained messages. It is only transport: nothing depends on
// what it keeps, so it runs with its default, lazy, flushing.
type broker struct {
	opts   *server.Options
	local  link.Broker // how the collector reaches it
	logger *slog.Logger
	server *server.Server // the one that runs
}

func newBroker(o *Options) (*broker, error) {
	host, port, err := splitListen(o.Listen)
	if err != nil {
		return nil, err
	}
	b := &broker{logger: o.Logger, local: link.Broker{Username: collectorUser, Password: rand.Text(), ClientID: collectorUser, Ordered: true}}
	if ip := net.ParseIP(host); o.TLS == nil && (ip == nil || !ip.IsLoopback()) && host != "localhost" {
		o.Logger.Warn("broker without TLS on an address that others may reach", "address", o.Listen)
	}
	var tlsConf *tls.Config
	var leaf []byte
	if o.TLS != nil {
		if tlsConf, leaf, err = b.useTLS(o.TLS); err != nil {
			return nil, err
		}
	}
	b.opts = &server.Options{
		ServerName: "motcua-province", DontListen: true, NoSigs: true, MaxPayload: 1 << 20,
		JetStream: true, StoreDir: filepath.Join(o.Data, "broker"), JetStreamMaxMemory: 64 << 20, JetStreamMaxStore: 1 << 30,
		CustomClientAuthentication: newGate(o, b.local.Password, leaf),
		MQTT:                       server.MQTTOpts{Host: host, Port: port, TLSConfig: tlsConf, TLSTimeout: 10, AuthTimeout: 10},
	}
	return b, nil
}

func splitListen(addr string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(addr)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("province: %q is not an address to listen on, such as 127.0.0.1:1883", addr)
	}
	if port == 0 {
		port = -1 // the server's word for "any"
	}
	return host, port, nil
}

// useTLS lets the collector in with a certificate that lives as long as the
// process, so that a province needs no key for itself.
func (b *broker) useTLS(base *tls.Config) (conf *tls.Config, leaf []byte, err error) {
	if len(base.Certificates) == 0 || base.ClientCAs == nil {
		return nil, nil, errors.New("province: the broker's TLS needs a certificate and the authority of the points")
	}
	own, err := ephemeral(collectorUser)
	if err != nil {
		return nil, nil, err
	}
	conf = base.Clone()
	conf.MinVersion = tls.VersionTLS13
	conf.ClientAuth = tls.RequireAndVerifyClientCert
	conf.ClientCAs = base.ClientCAs.Clone()
	conf.ClientCAs.AddCert(own.Leaf)
	serving := base.Certificates[0].Certificate[0]
	b.local.TLS = &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{own},
		InsecureSkipVerify: true, // not by name: it must be our own listener's certificate, below
		VerifyConnection: func(s tls.ConnectionState) error {
			if subtle.ConstantTimeCompare(s.PeerCertificates[0].Raw, serving) != 1 {
				return errors.New("province: another server answers on the broker's address")
			}
			return nil
		}}
	return conf, own.Leaf.Raw, nil
}

func ephemeral(name string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(10, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}

// run serves until ctx ends. ready is called once with the address in use. It
// fails only when the first start does: a broker that later loses its storage (a
// full disk makes it give up JetStream for good) is started anew, for it keeps
// nothing that is needed.
func (b *broker) run(ctx context.Context, ready func(addr string)) error {
	if err := free(ctx, b.opts.MQTT.Host, b.opts.MQTT.Port); err != nil {
		return err
	}
	for {
		err := b.serve(ctx, ready)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && ready != nil {
			return err
		}
		ready = nil
		b.logger.Error("broker lost its storage, starting it anew", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(storagePause):
		}
	}
}

// serve runs one server until ctx ends or it loses its storage.
func (b *broker) serve(ctx context.Context, ready func(addr string)) error {
	s, err := server.NewServer(b.opts)
	if err != nil {
		return fmt.Errorf("province broker: %w", err)
	}
	log := &natsLog{b.logger, make(chan string, 1)}
	s.SetLoggerV2(log, false, false, false)
	s.Start()
	defer s.WaitForShutdown()
	defer s.Shutdown()
	if err := log.started(s); err != nil {
		return fault.Wrap(err, fault.Unavailable, "broker-not-ready")
	}
	b.server = s
	if ready != nil {
		ready(b.address())
	}
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for s.JetStreamEnabled() {
		select {
		case <-ctx.Done():
			return nil
		case <-look.C:
		}
	}
	return nil
}

// address returns where the broker listens, and lets the collector know.
func (b *broker) address() string {
	addr := net.JoinHostPort(b.opts.MQTT.Host, strconv.Itoa(b.opts.MQTT.Port)) // the server has filled in a port 0
	b.local.URL = "tcp://" + addr
	if b.local.TLS != nil {
		b.local.URL = "tls://" + addr
	}
	return addr
}

// free says in one sentence that a port is taken, which the server would only log.
func free(ctx context.Context, host string, port int) error {
	if port < 0 {
		return nil
	}
	addr := net.JoinHostPort(host, strconv.Itoa(port))
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "port-in-use", "address", addr)
	}
	return ln.Close()
}

// natsLog passes the broker's log on, and keeps what the server calls fatal: it
// would end the process, which is not its business.
type natsLog struct {
	l     *slog.Logger
	fatal chan string
}

// started waits until the server takes connections and can store.
func (n *natsLog) started(s *server.Server) error {
	for range 100 {
		if s.ReadyForConnections(100*time.Millisecond) && s.JetStreamEnabled() {
			return nil
		}
		select {
		case text := <-n.fatal:
			return errors.New(text)
		default:
		}
	}
	return errors.New("no connections after 10 s")
}

func (n *natsLog) Noticef(f string, v ...any) { n.say(slog.LevelDebug, f, v) }
func (n *natsLog) Warnf(f string, v ...any)   { n.say(slog.LevelWarn, f, v) }
func (n *natsLog) Errorf(f string, v ...any)  { n.say(slog.LevelWarn, f, v) }
func (n *natsLog) Debugf(f string, v ...any)  { n.say(slog.LevelDebug, f, v) }
func (n *natsLog) Tracef(string, ...any)      {}

// Fatalf keeps the first reason.
func (n *natsLog) Fatalf(f string, v ...any) {
	n.say(slog.LevelError, f, v)
	select {
	case n.fatal <- fmt.Sprintf(f, v...):
	default:
	}
}

func (n *natsLog) say(level slog.Level, format string, v []any) {
	n.l.Log(context.Background(), level, "broker", "text", fmt.Sprintf(format, v...))
}
