package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"testing"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
	"motcua/kiosk"
)

// TestMain runs what tests start as processes of their own: the native screens, and a province to be killed.
func TestMain(m *testing.M) {
	kittest.Main(m, map[string]func(context.Context) error{"kiosk": nativeKiosk, "display": nativeDisplay, "province": victimProvince})
}

// The environment that tells a native screen its controller.
const (
	envURL   = "MOTCUA_TEST_URL"
	envToken = "MOTCUA_TEST_TOKEN"
	envCalls = "MOTCUA_TEST_CALLS" // file for a line of JSON a call
)

func nativeKiosk(ctx context.Context) error {
	return kiosk.New(kiosk.Options{
		ID: "K1", Diagonal: 21.5, Client: client.New(os.Getenv(envURL), os.Getenv(envToken)), Log: slog.New(slog.DiscardHandler),
		OnFrame: kittest.OnFrame,
	}).Run(ctx)
}

func nativeDisplay(ctx context.Context) error {
	o := display.Options{
		Setup:  display.Setup{Display: center.Display{ID: "D1", Diagonal: 55, Distance: 8}},
		Client: client.New(os.Getenv(envURL), os.Getenv(envToken)), Log: slog.New(slog.DiscardHandler), OnFrame: kittest.OnFrame,
	}
	if name := os.Getenv(envCalls); name != "" {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		out := json.NewEncoder(f)
		o.OnCall = func(c display.Call) { _ = out.Encode(c) } // a line that is missing is counted by the reader
	}
	return display.New(o).Run(ctx)
}

// startNative shows a native screen of the demo on an X server of its own.
func (d *demo) startNative(t testing.TB, name string, w, h int, env ...string) *kittest.Screen {
	t.Helper()
	return kittest.Start(t, name, w, h, append(env, envURL+"="+d.url, envToken+"="+d.token)...)
}

// TestNativeKiosk takes a number on the native kiosk by the real pointer, and
// the native hall display shows its call.
func TestNativeKiosk(t *testing.T) {
	d := runDemo(t, demoCommand{})
	k := d.startNative(t, "kiosk", 1080, 1920)
	hall := d.startNative(t, "display", 1920, 1080)
	for _, press := range []string{"start", "purpose:collect", "service:HT", "priority:yes"} {
		k.Press(press)
	}
	number := k.Wait("the printed slip", func(f kittest.Frame) bool {
		return f.Status.Screen == "result" && f.Status.Detail == "printed"
	}).Status.Number
	k.Shot(kittest.Pictures(t), "native-kiosk")
	if slips := d.hardware.printers[0].Slips(); len(slips) != 1 {
		t.Errorf("%d slips came out, want 1", len(slips))
	}
	c := client.New(d.url, d.token)
	for _, action := range []string{"open", "next"} {
		if _, err := c.Act(t.Context(), client.NewKey(), "1", action, wire.ActionRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	hall.Wait("the call", func(f kittest.Frame) bool { return f.Status.Number == number })
	hall.Shot(kittest.Pictures(t), "native-hall")
	// The bar and what stands in its way are in docs/performance.md; this is the figure.
	t.Logf("resident: kiosk %d MiB, hall display %d MiB", k.Resident()>>20, hall.Resident()>>20)
}
