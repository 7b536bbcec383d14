package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
	"motcua/provisioning"
)

const callsMeasured = 100

// BenchmarkCallToScreen measures, under the demo's load, how long a call takes
// from the controller's decision, before it is on disk, to its event in a
// browser page and in the native hall display, and apart from that to the drawn
// frame (software GL).
func BenchmarkCallToScreen(b *testing.B) {
	d := runDemo(b, demoCommand{Visitors: 90, Speed: 60, Seed: 1})
	calls := filepath.Join(b.TempDir(), "calls")
	hall := d.startNative(b, "display", 1920, 1080, envCalls+"="+calls)
	hall.Wait("its first frame", func(kittest.Frame) bool { return true })
	page := watchCalls(b, d)
	for b.Loop() {
		within(b, 5*time.Minute, "enough calls", func() bool { return len(delays(b, page)) >= callsMeasured })
	}
	browser := delays(b, page)
	var event, frame []float64
	f, err := os.Open(calls)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c display.Call
		if json.Unmarshal(lines.Bytes(), &c) != nil {
			continue // the line that is being written
		}
		event = append(event, ms(c.Received.Sub(c.At)))
		frame = append(frame, ms(c.Drawn.Sub(c.Received)))
	}
	quantiles(b, "browser-event", browser)
	quantiles(b, "native-event", event)
	quantiles(b, "native-frame", frame)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func quantiles(b *testing.B, name string, v []float64) {
	b.Helper()
	if len(v) < 20 {
		b.Fatalf("%s: only %d calls", name, len(v))
	}
	slices.Sort(v)
	b.ReportMetric(v[len(v)/2], name+"-p50-ms")
	b.ReportMetric(v[(len(v)*99+99)/100-1], name+"-p99-ms")
}

// watchCalls follows the log in a page, by the module that all pages use.
func watchCalls(b *testing.B, d *demo) context.Context {
	b.Helper()
	page := screenstest.Browser(b)
	do := func(a ...chromedp.Action[chromedp.Void]) {
		b.Helper()
		if err := chromedp.Do(page, a...); err != nil {
			b.Fatal(err)
		}
	}
	do(chromedp.Navigate(d.url + "/login?next=/demo#" + d.token))
	eventually(b, "the log-in", func() bool {
		ok, err := chromedp.Run(page, chromedp.Evaluate[bool]("location.pathname === '/demo' && document.readyState === 'complete'"))
		return err == nil && ok
	})
	_, err := chromedp.Run(page, chromedp.Evaluate[bool](`(async () => {
		const {follow} = await import("/static/live.js");
		const {seq} = await (await fetch("/api/v1/board")).json();
		window.delays = [];
		follow((e) => {
			if (e.type === "ticket.called") delays.push(performance.timeOrigin + performance.now() - Date.parse(e.at));
		}, async () => (await (await fetch("/api/v1/board")).json()).seq, {after: seq});
		return true;
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return page
}

func delays(b *testing.B, page context.Context) []float64 {
	b.Helper()
	text, err := chromedp.Run(page, chromedp.Evaluate[string]("JSON.stringify(delays)"))
	if err != nil {
		b.Fatal(err)
	}
	var v []float64
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		b.Fatal(err)
	}
	return v
}

// BenchmarkStartAndMemory starts the built program in an empty directory: the
// time to its first ticket, provisioning included, and what it and the native
// screens hold in memory after a while under load. It needs bin/motcua.
func BenchmarkStartAndMemory(b *testing.B) {
	program, err := filepath.Abs("bin/motcua")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		b.Skip("bin/motcua is not built: make build")
	}
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "demo")
		listen := freeAddress(b)
		start := time.Now()
		demo := launch(b, exec.Command(program, "demo", "--data", dir, "--listen", listen, "--mqtt", freeAddress(b), "--visitors", "120", "--speed", "20"))
		var first time.Duration
		eventually(b, "the first ticket", func() bool {
			token, err := config.ReadSecret(filepath.Join(dir, provisioning.DemoToken))
			if err != nil {
				return false
			}
			_, err = client.New("http://"+listen, token).Issue(b.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit})
			first = time.Since(start)
			return err == nil
		})
		b.ReportMetric(first.Seconds(), "first-ticket-s")
		screens := map[string]*exec.Cmd{}
		for name, id := range map[string]center.DeviceID{"kiosk": "K1", "display": "D1"} {
			cmd := exec.Command(program, name, "--config", provisioning.PartFile(dir, name, id))
			cmd.Env = append(os.Environ(), "DISPLAY="+kittest.X(b, 1920, 1080), "LIBGL_ALWAYS_SOFTWARE=1")
			screens[name] = launch(b, cmd)
		}
		<-time.After(25 * time.Second) // until everything has been shown once
		used := map[string]float64{}
		for name, cmd := range screens {
			used[name] = worked(b, cmd.Process.Pid)
		}
		const over = 20 * time.Second
		<-time.After(over) // the time the memory is measured after
		b.ReportMetric(resident(b, demo.Process.Pid), "demo-MB")
		for name, cmd := range screens {
			b.ReportMetric(resident(b, cmd.Process.Pid), name+"-MB")
			b.ReportMetric(100*(worked(b, cmd.Process.Pid)-used[name])/over.Seconds(), name+"-cpu-%")
		}
	}
}

// launch starts a program that ends with the benchmark.
func launch(b *testing.B, cmd *exec.Cmd) *exec.Cmd {
	b.Helper()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		var exit *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
			b.Error(err)
		}
	})
	return cmd
}

// worked is how long a process has kept a core busy, in seconds.
func worked(b *testing.B, pid int) float64 {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	f := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
	var ticks [2]float64 // utime and stime are the 14th and 15th field of proc(5), the name being the 2nd
	for i := range ticks {
		if ticks[i], err = strconv.ParseFloat(f[11+i], 64); err != nil {
			b.Fatal(err)
		}
	}
	return (ticks[0] + ticks[1]) / 100 // USER_HZ
}

// resident is the resident memory of a process, in MB of 1,000,000 bytes.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			kb, err := strconv.ParseFloat(f[1], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb * 1024 / 1e6
		}
	}
	b.Fatalf("process %d has no VmRSS", pid)
	return 0
}
