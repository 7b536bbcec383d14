package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"motcua/controller"
	"motcua/controller/web"
	"motcua/internal/app"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/sim/day"
	"motcua/internal/store"
	"motcua/province"
	"motcua/provisioning"
)

// A province that a test kills: its own process, with the files of a new center.
const envProvince = "MOTCUA_TEST_PROVINCE"

// victimProvince runs the provincial side until it is killed, and says when it is ready.
func victimProvince(ctx context.Context) error {
	path := os.Getenv(envProvince)
	conf, err := config.LoadProvince(path)
	if err != nil {
		return err
	}
	o, err := provinceOptions(conf, filepath.Dir(path), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	p, err := province.New(o)
	if err != nil {
		return err
	}
	defer p.Close()
	go func() {
		select {
		case <-p.Ready():
			fmt.Println("ready")
		case <-ctx.Done():
		}
	}()
	return p.Run(ctx)
}

// killable is a province in a process of its own.
type killable struct {
	t    *testing.T
	path string
	cmd  *exec.Cmd
}

func (k *killable) start() {
	k.t.Helper()
	k.cmd = exec.Command(os.Args[0])
	k.cmd.Env = append(os.Environ(), "MOTCUA_TEST_SCREEN=province", envProvince+"="+k.path)
	k.cmd.Stderr = os.Stderr
	in, err := k.cmd.StdinPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	_ = in // it stays open: its end would end the process
	out, err := k.cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := k.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		k.t.Fatalf("the province did not start: %q, %v", line, err)
	}
}

func (k *killable) kill() {
	_ = k.cmd.Process.Kill() // SIGKILL
	_ = k.cmd.Wait()
}

// TestProvinceLinkCutForADay lets simulated people live a day at a real
// controller while the line to the province is cut and broker and collector are
// killed. When the line is back, and killed some more, the province has every
// entry exactly once, in order, none missing, byte for byte.
func TestProvinceLinkCutForADay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "center")
	mqtt := freeAddress(t)
	if err := provisioning.Init(provisioning.Options{Dir: dir, Demo: true, Province: &provisioning.Province{Listen: freeAddress(t), MQTT: mqtt}}); err != nil {
		t.Fatal(err)
	}
	prov := &killable{t: t, path: provisioning.ProvinceFile(dir)}
	prov.start()
	t.Cleanup(func() { prov.kill() })
	line := linktest.NewLine(t, mqtt)
	ctl, people := centerOn(t, dir, "tcp://"+line.Addr())

	eventually(t, "the link before the cut", func() bool { return ctl.LinkStatus().Acked > 50 })
	line.Set(true, false)
	line.Cut()
	for range 3 {
		head := ctl.LinkStatus().Head
		eventually(t, "a busy hour while the line is cut", func() bool { return ctl.LinkStatus().Head > head+1000 })
		prov.kill()
		prov.start()
	}
	if s := ctl.LinkStatus(); s.Backlog < 3000 || s.Connected {
		t.Errorf("the line was not cut: %+v", s)
	}
	line.Set(false, false)
	for range 5 {
		<-time.After(time.Duration(50+rand.IntN(300)) * time.Millisecond) // the random point, not a wait
		prov.kill()
		line.Cut()
		prov.start()
	}
	people.stop()
	eventually(t, "the watermark at the head", func() bool { return ctl.LinkStatus().Backlog == 0 })
	prov.kill()
	compare(t, dir)
	t.Logf("%+v, %d entries", people.Summary(), ctl.LinkStatus().Head)
}

// compare holds the province's store against the center's log, entry by entry.
func compare(t *testing.T, dir string) {
	t.Helper()
	center, err := config.LoadController(provisioning.ControllerFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	log, err := store.Open(t.Context(), store.Options{Path: filepath.Join(center.Data, "log.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	path := provisioning.ProvinceFile(dir)
	conf, err := config.LoadProvince(path)
	if err != nil {
		t.Fatal(err)
	}
	o, err := provinceOptions(conf, filepath.Dir(path), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	prov, err := province.New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer prov.Close()
	point := o.Points[0].ID
	for after := int64(0); ; {
		sent, err := log.Read(t.Context(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := prov.Events(t.Context(), point, after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(stored) < len(sent) {
			t.Fatalf("behind entry %d the province has %d entries, the center %d", after, len(stored), len(sent))
		}
		if len(sent) == 0 {
			break
		}
		for i, e := range sent {
			if x := stored[i]; x.Seq != e.Seq || x.Hash != e.Hash || !bytes.Equal(x.Data, e.Body) {
				t.Fatalf("the province's entry %d is %d: %s, want %s", e.Seq, x.Seq, x.Data, e.Body)
			}
			after = e.Seq
		}
	}
	n, err := prov.Count(t.Context(), point)
	if head := log.Head().Seq; err != nil || n != head {
		t.Errorf("the province has %d entries, %v; the center %d", n, err, head)
	}
	if _, err := prov.Verify(t.Context(), point); err != nil {
		t.Error(err)
	}
}

// crowd is the simulated people and the way to send them home.
type crowd struct {
	*day.Day
	stop func()
}

// centerOn runs the center of dir without devices, linked to broker, with a day's people in a hurry.
func centerOn(t *testing.T, dir, broker string) (*controller.Controller, crowd) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var said bytes.Buffer
	p := &program{ctx: ctx, log: slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelError})), lang: i18n.VI}
	conf, err := config.LoadController(provisioning.ControllerFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	site, err := config.LoadCenter(conf.Center)
	if err != nil {
		t.Fatal(err)
	}
	who, err := config.LoadCredentials(conf.Credentials, &site.Center)
	if err != nil {
		t.Fatal(err)
	}
	uplink, err := uplinkOptions(&site.Center, filepath.Dir(conf.Center), p.log)
	if err != nil {
		t.Fatal(err)
	}
	uplink.Broker, uplink.Timing = broker, link.Timing{BackoffMin: 50 * time.Millisecond, BackoffMax: time.Second}
	ctl, err := openController(p, conf, site, site.Path, who, uplink, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := app.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &app.Server{Listener: listener, Handler: guard(nil, pages(ctl, &site.Center, p.log)), Log: p.log}
	token, err := config.ReadSecret(filepath.Join(dir, provisioning.DemoToken))
	if err != nil {
		t.Fatal(err)
	}
	people := day.New(day.Options{Center: client.New(localURL(listener), token), Visitors: 500, Speed: 1000, Seed: 7, Log: p.log})
	home, leave := context.WithCancel(ctx)
	ended := make(chan error, 1)
	left := make(chan error, 1)
	go func() {
		ended <- app.Run(ctx, p.log, app.Part{Name: "controller", Run: ctl.Run}, app.Part{Name: "http", Run: server.Run})
	}()
	go func() { left <- people.Run(home) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the center ended with %v", err)
		}
		closeLog(p.log, ctl)
		if t.Failed() {
			t.Logf("the center said:\n%s", said.String())
		}
	})
	return ctl, crowd{people, func() {
		leave()
		if err := <-left; err != nil {
			t.Errorf("people ended with %v", err)
		}
	}}
}
