package display_test

import (
	"context"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"testing"
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/ui/kit/kittest"
)

// hallSetup is the hall of the tests.
var hallSetup = display.Setup{Display: center.Display{ID: "D1", Diagonal: 55, Distance: 5}}

// nativeSlides shows a picture beside the calls.
func nativeSlides(ctx context.Context) error {
	layout, _ := center.LayoutOf(nil, "slides")
	d := center.Display{ID: "D1", Layout: "slides", Diagonal: 55, Distance: 5}
	return display.New(display.Options{Setup: display.Setup{Display: d, Layout: layout}, Client: client.New(os.Getenv("CONTROLLER"), ""), OnFrame: kittest.OnFrame}).Run(ctx)
}

// TestNativeSlides brings a picture over real HTTP and finds its color on a real X server.
func TestNativeSlides(t *testing.T) {
	t.Parallel()
	_, server := newController(t)
	s := kittest.Start(t, "slides", 1280, 720, "CONTROLLER="+server.URL)
	s.Wait("the board", func(f kittest.Frame) bool { return f.Status.Number == "A012" })
	dir := kittest.Pictures(t)
	var got color.Color
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		s.Shot(dir, "display-native-slides")
		if got = pixel(t, dir+"/display-native-slides.png", 900, 330); got == (color.RGBA{200, 20, 30, 255}) {
			return
		}
	}
	t.Errorf("where the picture should be is %v", got)
}

func pixel(t *testing.T, file string, x, y int) color.Color {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return color.RGBAModel.Convert(img.At(x, y))
}

func nativeDisplay(ctx context.Context) error {
	return display.New(display.Options{Setup: hallSetup, Client: client.New(os.Getenv("CONTROLLER"), ""),
		OnFrame: kittest.OnFrame, OnCall: func(c display.Call) {
			fmt.Fprintf(os.Stderr, "call %d received after %v, drawn after %v\n", c.Seq, c.Received.Sub(c.At).Round(time.Millisecond), c.Drawn.Sub(c.At).Round(time.Millisecond))
		}}).Run(ctx)
}

// TestNative shows a call, its correction, and the controller's silence, on a real X server.
func TestNative(t *testing.T) {
	t.Parallel()
	c, server := newController(t)
	s := kittest.Start(t, "display", 1920, 1080, "CONTROLLER="+server.URL)
	s.Wait("the board", func(f kittest.Frame) bool { return f.Status.Number == "A012" })
	c.call("B005", "1")
	s.Wait("the call", func(f kittest.Frame) bool {
		return f.Status.Number == "B005" && f.Status.Detail == "called" && !f.Status.Moving
	})
	dir := kittest.Pictures(t)
	s.Shot(dir, "display-native-call")
	c.undo()
	s.Wait("the correction", func(f kittest.Frame) bool { return f.Status.Detail == "sorry" && f.Status.Number == "A012" })
	_, before := s.Frame()
	codes := c.codes()
	s.Wait("the call after it", func(f kittest.Frame) bool { return f.Status.Detail == "called" })
	if _, after := s.Frame(); after-before > 5 {
		t.Errorf("%d frames were painted while nothing but the correction's end happened, want at most 5", after-before)
	}
	if n := c.codes() - codes; n < 2 {
		t.Errorf("the display asked %d times for a code while those of 3 s ran out, want at least 2", n)
	}
	t.Logf("the display holds %d MB", s.Resident()>>20)
	c.leave(server)
	s.Wait("silence", func(f kittest.Frame) bool { return f.Status.Detail == "stale" })
	s.Shot(dir, "display-native-stale")
	c.come()
	s.Wait("the board again", func(f kittest.Frame) bool { return f.Status.Detail == "called" })
}
