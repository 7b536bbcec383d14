package province

import (
	"testing"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"

	"motcua/internal/link/linktest"
)

// TestReaderAtQoS1 subscribes as an operation center would that leaves the broker's guarantees on.
func TestReaderAtQoS1(t *testing.T) {
	p := startProvince(t, Options{Reader: "secret"})
	got := make(chan string, 1000)
	o := mqtt.NewClientOptions().AddBroker("tcp://" + p.Addr()).SetUsername(readerUser).SetPassword("secret").SetClientID("ioc").SetProtocolVersion(4)
	c := mqtt.NewClient(o)
	if !c.Connect().WaitTimeout(10 * time.Second) {
		t.Fatal("no connection")
	}
	defer c.Disconnect(100)
	s := c.Subscribe("motcua/v1/#", 1, func(_ mqtt.Client, m mqtt.Message) { got <- m.Topic() })
	if !s.WaitTimeout(10*time.Second) || s.Error() != nil || s.(*mqtt.SubscribeToken).Result()["motcua/v1/#"] != 1 {
		t.Fatalf("subscription at QoS 1 = %v, %v", s.(*mqtt.SubscribeToken).Result(), s.Error())
	}
	c.Publish("motcua/v1/h19/"+testPoint+"/evt", 1, false, "{}") // has no right to
	log := linktest.New()
	log.Add(5, "x")
	startLink(t, p.Addr(), log, nil, nil)
	seen := map[string]bool{}
	for len(seen) < 3 {
		select {
		case topic := <-got:
			seen[topic] = true
		case <-time.After(20 * time.Second):
			t.Fatalf("seen %v, want evt, online and ack", seen)
		}
	}
	var refused int
	if err := p.store.read.QueryRow(`select coalesce(max(refused), 0) from point`).Scan(&refused); err != nil || refused != 0 {
		t.Errorf("the reader's own publish reached the collector: %d, %v", refused, err)
	}
}
