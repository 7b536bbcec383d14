package province

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"motcua/internal/fault"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

func TestEveryEventArrivesOnce(t *testing.T) {
	for _, gzip := range []bool{false, true} {
		p := startProvince(t, Options{Reader: "secret"})
		log := linktest.New()
		log.Add(1200, "backlog")
		snap := func() wire.Snap {
			return wire.Snap{V: 1, At: time.Now(), Seq: log.Head(), Today: wire.Today{Waiting: 7}}
		}
		l, _ := startLink(t, p.Addr(), log, func(o *link.Options) { o.Gzip = gzip }, snap)
		for range 50 {
			log.Add(3, "live")
		}
		eventually(t, "everything confirmed", func() bool { return l.Status().Backlog == 0 })
		wantLog(t, p, log)
		select {
		case m := <-watch(t, reader(p), "motcua/v1/h19/"+testPoint+"/snap"):
			var s wire.Snap
			if err := json.Unmarshal(m.Payload, &s); err != nil || s.Today.Waiting != 7 || !m.Retained {
				t.Errorf("retained snapshot = %s, %v", m.Payload, err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the reader gets no retained snapshot")
		}
	}
}

func TestAccess(t *testing.T) {
	p := startProvince(t, Options{Reader: "secret"})
	url := "tcp://" + p.Addr()
	one := link.Broker{URL: url, Username: testPoint, Password: "point-one", ClientID: testPoint}
	refused := map[string]link.Broker{
		"nobody":               {URL: url, ClientID: "x"},
		"a wrong password":     {URL: url, Username: testPoint, Password: "point-two", ClientID: testPoint},
		"an unknown point":     {URL: url, Username: "h19-99", Password: "", ClientID: "h19-99"},
		"another's client id":  {URL: url, Username: testPoint, Password: "point-one", ClientID: "h19-27"},
		"the collector's id":   {URL: url, Username: readerUser, Password: "secret", ClientID: collectorUser},
		"a reader as a point":  {URL: url, Username: readerUser, Password: "secret", ClientID: testPoint},
		"an empty password":    {URL: url, Username: readerUser, ClientID: "r"},
		"the collector's name": {URL: url, Username: collectorUser, ClientID: collectorUser},
	}
	for name, b := range refused {
		if c, err := link.Dial(t.Context(), b, func(link.Message) {}); err == nil {
			c.Close()
			t.Errorf("%s may connect, want refused", name)
		}
	}
	c, err := link.Dial(t.Context(), one, func(link.Message) {})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, foreign := range []string{"motcua/v1/#", "motcua/v1/h19/h19-27/evt", "motcua/v1/+/+/ack", "#", "$MQTT/sub/#", "$MQTT/#", "$JS/#"} {
		if err := c.Subscribe(t.Context(), foreign); err == nil {
			t.Errorf("point may subscribe to %s, want refused", foreign)
		}
	}
	r, err := link.Dial(t.Context(), reader(p), func(link.Message) {})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, foreign := range []string{"#", "$MQTT/sub/#", "$SYS/#", "motcua/v2/#"} {
		if err := r.Subscribe(t.Context(), foreign); err == nil {
			t.Errorf("the reader may subscribe to %s, want refused", foreign)
		}
	}
	if err := c.Subscribe(t.Context(), "motcua/v1/h19/"+testPoint+"/ack"); err != nil {
		t.Errorf("point may not subscribe to its own ack: %v", err)
	}
}

// TestForeignTopic lets one point speak in another's name: the broker answers
// with a PUBACK, and still nothing is stored and no watermark moves.
func TestForeignTopic(t *testing.T) {
	p := startProvince(t, Options{Reader: "secret"})
	b := reader(p)
	b.Ordered = true
	seen := watch(t, b, "motcua/v1/+/+/+") // not the commands, one level deeper: with one the province greets every point, sooner or later
	log := linktest.New()
	log.Add(20, "x")
	raw, err := wire.EncodeBatch(linktest.Epoch(1), 1, "motcua/h19/h19-27", log.Entries(1))
	if err != nil {
		t.Fatal(err)
	}
	c, err := link.Dial(t.Context(), link.Broker{URL: "tcp://" + p.Addr(), Username: testPoint, Password: "point-one", ClientID: testPoint}, func(link.Message) {})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Publish(1, link.Message{Topic: wire.Topic("h19", "h19-27", wire.TopicEvt), Payload: raw})
	c.Publish(1, link.Message{Topic: wire.Topic("h19", testPoint, wire.TopicAck), Payload: []byte("{}"), Retained: true})
	eventually(t, "PUBACKs", func() bool { return c.Check(0) == nil })
	// A message of its own, after the foreign ones on the same connection, shows that those have been dealt with.
	c.Publish(1, link.Message{Topic: wire.Topic("h19", testPoint, "reported"), Payload: []byte("{}")})
	for m := range seen {
		if m.Topic == wire.Topic("h19", testPoint, "reported") {
			break
		}
		t.Errorf("the broker passed on %s", m.Topic)
	}
	for _, id := range []string{testPoint, "h19-27"} {
		if n, err := p.Count(t.Context(), id); n != 0 || err != nil {
			t.Errorf("Count(%s) = %d, %v, want 0", id, n, err)
		}
	}
	select {
	case m := <-seen:
		t.Errorf("after the foreign messages: %s %s, want no ack", m.Topic, m.Payload)
	default:
	}
}

func TestPortInUse(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	p, err := New(Options{Data: t.TempDir(), Listen: ln.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Run(t.Context()); fault.CodeOf(err) != "port-in-use" {
		t.Errorf("Run on a taken port = %v, want port-in-use", err)
	}
}

func TestNewRefuses(t *testing.T) {
	bad := map[string]Options{
		"no broker":     {},
		"a bad address": {Listen: "1883"},
		"a bad slug":    {Listen: "127.0.0.1:0", Points: []Point{{Prov: "H19", ID: "x"}}},
		"a taken name":  {Listen: "127.0.0.1:0", Points: []Point{{Prov: "h19", ID: readerUser}}},
		"a point twice": {Listen: "127.0.0.1:0", Points: []Point{{Prov: "h19", ID: "x"}, {Prov: "h20", ID: "x"}}},
	}
	for name, o := range bad {
		o.Data = t.TempDir()
		if p, err := New(o); err == nil {
			p.Close()
			t.Errorf("New(%s) = nil error, want one", name)
		}
	}
}

func TestDataDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a database, and no directory"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{Data: file, Listen: "127.0.0.1:0"}); fault.CodeOf(err) != "province-data" {
		t.Errorf("New in a file = %v, want province-data", err)
	}
	dir := t.TempDir()
	if err := os.Rename(file, filepath.Join(dir, "province.db")); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{Data: dir, Listen: "127.0.0.1:0"}); fault.CodeOf(err) != "province-data" {
		t.Errorf("New with a spoiled database = %v, want province-data", err)
	}
}
