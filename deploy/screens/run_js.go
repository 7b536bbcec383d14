package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"syscall/js"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/kiosk"
)

// run shows the screen that the page's body names, for as long as the page lives.
func run() error {
	data := js.Global().Get("document").Get("body").Get("dataset")
	text := func(name string) string {
		if v := data.Get(name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	number := func(name string) float64 {
		v, err := strconv.ParseFloat(text(name), 64)
		if err != nil {
			return 0
		}
		return v
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	c := client.New(js.Global().Get("location").Get("origin").String(), "") // the cookie stands for the token
	switch kind := text("kind"); kind {
	case "kiosk":
		return kiosk.New(kiosk.Options{ID: center.DeviceID(text("id")), Diagonal: number("diagonal"), Client: c, Pointer: true, Log: log, Aloud: kit.PageVoice{}}).Run(context.Background())
	case "display":
		return display.New(display.Options{Setup: setup(text, number), Lang: asked(text("lang")), Client: c, Pointer: true, Log: log}).Run(context.Background())
	case "states":
		return showStates(context.Background(), c, log)
	default:
		return fmt.Errorf("no screen of kind %q", kind)
	}
}

// setup is what the page says of a display.
func setup(text func(string) string, number func(string) float64) (x display.Setup) {
	if json.Unmarshal([]byte(text("setup")), &x) == nil {
		return x
	}
	x.Display = center.Display{ID: center.DeviceID(text("id")), Counter: center.CounterID(text("counter")), Diagonal: number("diagonal"), Distance: number("distance")}
	return x
}

// asked is the language that the page's address names, empty for none.
func asked(lang string) i18n.Lang {
	if lang == "" {
		return ""
	}
	return i18n.Parse(lang)
}
