package province

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"motcua/internal/link"
	"motcua/internal/link/linktest"
)

const childEnv = "MOTCUA_PROVINCE_CHILD"

// child is what a process of the chaos test runs.
type child struct {
	Role string // broker or collector
	Data string
	Addr string // of the broker
}

const collectorSecret = "the collector's"

func TestMain(m *testing.M) {
	raw := os.Getenv(childEnv)
	if raw == "" {
		os.Exit(m.Run())
	}
	var c child
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { // the parent's death ends the child
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := c.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, c.Role, err)
		os.Exit(1)
	}
}

func (c child) run(ctx context.Context) error {
	o := Options{Data: c.Data, Points: testPoints(), Logger: quiet(), Now: time.Now}
	if c.Role == "collector" {
		o.Broker = link.Broker{URL: "tcp://" + c.Addr, Username: collectorUser, Password: collectorSecret}
		p, err := New(o)
		if err != nil {
			return err
		}
		defer p.Close()
		return p.Run(ctx)
	}
	o.Listen = c.Addr
	b, err := newBroker(&o)
	if err != nil {
		return err
	}
	b.opts.CustomClientAuthentication = newGate(&o, collectorSecret, nil)
	return b.run(ctx, func(string) {})
}

// process is a child that can be killed like a power cut of its program: kill -9.
type process struct {
	t   *testing.T
	c   child
	cmd *exec.Cmd
	in  io.Closer
}

func (p *process) start() {
	raw, _ := json.Marshal(p.c)
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), childEnv+"="+string(raw))
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.in = in
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait() // it ends with "signal: killed"
	p.in.Close()
}

func startProcess(t *testing.T, c child) *process {
	p := &process{t: t, c: c}
	p.start()
	t.Cleanup(p.kill)
	return p
}

func freeAddr(t *testing.T) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// TestADayOfDisasters appends a day of events: half of it while the line is cut
// and broker and collector are killed, half of it while the line, the broker and
// the collector fail at random. At the end every event is stored exactly once,
// in order, none missing.
func TestADayOfDisasters(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	dir, addr := t.TempDir(), freeAddr(t)
	broker := startProcess(t, child{Role: "broker", Data: dir + "/b", Addr: addr})
	collector := startProcess(t, child{Role: "collector", Data: dir + "/c", Addr: addr})
	way := linktest.NewLine(t, addr)
	log := linktest.New()
	log.Add(200, "morning")
	l, _ := startLink(t, way.Addr(), log, nil, nil)
	eventually(t, "the first events confirmed", func() bool { return l.Status().Acked >= 200 })

	way.Set(true, false)
	way.Cut()
	log.Add(2000, "cut off")
	for _, p := range []*process{broker, collector, broker} {
		p.kill()
		p.start()
	}
	way.Set(false, false)

	disasters := []func(){
		func() { broker.kill(); broker.start() },
		func() { collector.kill(); collector.start() },
		way.Cut,
		func() { way.Set(false, true) }, // a black hole until the next disaster
	}
	pace := time.NewTicker(4 * time.Millisecond)
	defer pace.Stop()
	for i := range 1500 {
		<-pace.C
		log.Add(1+rnd.IntN(3), "stormy")
		if i%100 == 99 {
			way.Set(false, false)
			disasters[rnd.IntN(len(disasters))]()
		}
	}
	way.Set(false, false)
	eventually(t, "everything confirmed", func() bool { return l.Status().Backlog == 0 })
	collector.kill()

	p, err := New(Options{Data: dir + "/c", Broker: link.Broker{URL: "tcp://" + addr}, Points: testPoints()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	wantLog(t, p, log)
	t.Logf("%d events, each stored once", log.Head())
}
