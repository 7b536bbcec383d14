package link

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
)

// Errors of a connection, told apart for the health page.
var (
	errUnreachable = errors.New("broker unreachable")
	errRefused     = errors.New("broker refused the subscription")
	errSilent      = errors.New("broker does not answer")
	errLost        = errors.New("connection lost")
)

func problemOf(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errRefused):
		return Refused
	case errors.Is(err, errSilent):
		return Silent
	case errors.Is(err, errUnreachable), errors.Is(err, errLost), errors.Is(err, context.Canceled):
		return Unreachable
	}
	return LogFailed
}

// Message is one MQTT message.
type Message struct {
	Topic    string
	Payload  []byte
	Retained bool
}

// Broker says where a broker is and as whom to speak to it.
type Broker struct {
	URL                string      // tls://host:8883 or tcp://host:1883
	TLS                *tls.Config // for tls://
	Username, Password string
	ClientID           string
	Will               *Message      // told by the broker when the connection dies
	Ordered            bool          // hand over messages one by one in order
	Timeout            time.Duration // for connecting and every single write; 0: 10 s
}

// Conn is one connection to a broker. It never reconnects: paho's own
// reconnecting completes publish tokens that were never acknowledged. It belongs
// to one goroutine; only Publish at QoS 0 is for any.
type Conn struct {
	client  mqtt.Client
	lost    chan error
	timeout time.Duration
	pending []pending // publishes without PUBACK, oldest first
}

type pending struct {
	token mqtt.Token
	at    time.Time
}

// Dial connects within the broker's time limit. handle gets what arrives on the
// subscriptions; it must not block.
func Dial(ctx context.Context, b Broker, handle func(Message)) (*Conn, error) {
	if b.Timeout <= 0 {
		b.Timeout = 10 * time.Second
	}
	c := &Conn{lost: make(chan error, 1), timeout: b.Timeout}
	o := mqtt.NewClientOptions().AddBroker(b.URL).SetClientID(b.ClientID).SetProtocolVersion(4).
		SetUsername(b.Username).SetPassword(b.Password).SetTLSConfig(b.TLS).
		SetCleanSession(true).SetAutoReconnect(false).SetConnectRetry(false).SetOrderMatters(b.Ordered).
		SetKeepAlive(30 * time.Second).SetPingTimeout(10 * time.Second).
		SetConnectTimeout(b.Timeout).SetWriteTimeout(b.Timeout).
		SetConnectionLostHandler(func(_ mqtt.Client, err error) { c.ended(err) }).
		SetDefaultPublishHandler(func(_ mqtt.Client, m mqtt.Message) {
			handle(Message{Topic: m.Topic(), Payload: m.Payload(), Retained: m.Retained()})
		})
	if b.Will != nil {
		o.SetBinaryWill(b.Will.Topic, b.Will.Payload, 1, b.Will.Retained)
	}
	c.client = mqtt.NewClient(o)
	if err := await(ctx, c.client.Connect(), 2*b.Timeout); err != nil {
		c.client.Disconnect(0)
		return nil, fmt.Errorf("%w: %w", errUnreachable, err)
	}
	return c, nil
}

// Subscribe asks for a topic at QoS 0: at QoS 1 a NATS broker keeps a consumer
// for each, and the watermark makes it needless. paho reports no error when a
// broker refuses, so the granted QoS is looked at.
func (c *Conn) Subscribe(ctx context.Context, filter string) error {
	t := c.client.Subscribe(filter, 0, nil)
	if err := await(ctx, t, c.timeout); err != nil {
		return fmt.Errorf("%w: %w", errSilent, err)
	}
	if s, ok := t.(*mqtt.SubscribeToken); ok && s.Result()[filter] == 0x80 {
		return fmt.Errorf("%w: %s", errRefused, filter)
	}
	return nil
}

// Publish hands a message to the connection. With qos 1 the broker's PUBACK is
// awaited by Check, which is only a sign of life.
func (c *Conn) Publish(qos byte, m Message) {
	t := c.client.Publish(m.Topic, qos, m.Retained, m.Payload)
	if qos > 0 {
		c.pending = append(c.pending, pending{t, time.Now()})
	}
}

// Check fails when a publish has waited longer than limit for its PUBACK: the
// line is a black hole or the broker is stuck.
func (c *Conn) Check(limit time.Duration) error {
	n := 0
	for n < len(c.pending) && isDone(c.pending[n].token) {
		n++
	}
	c.pending = c.pending[n:]
	if len(c.pending) > 0 && time.Since(c.pending[0].at) > limit {
		return fmt.Errorf("%w for %v", errSilent, limit)
	}
	return nil
}

// Lost delivers the error that ended the connection.
func (c *Conn) Lost() <-chan error { return c.lost }

// Close says good-bye, after at most one second for what is still being sent.
func (c *Conn) Close() {
	for _, p := range c.pending {
		if !p.token.WaitTimeout(time.Second) {
			break
		}
	}
	c.client.Disconnect(100)
}

func (c *Conn) ended(err error) {
	select {
	case c.lost <- fmt.Errorf("%w: %w", errLost, err):
	default:
	}
}

func isDone(t mqtt.Token) bool {
	select {
	case <-t.Done():
		return true
	default:
		return false
	}
}

// await waits for a token, but not for ever: paho's own Wait may hang.
func await(ctx context.Context, t mqtt.Token, limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-t.Done():
		return t.Error()
	case <-timer.C:
		return errors.New("timed out")
	case <-ctx.Done():
		return ctx.Err()
	}
}
