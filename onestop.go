package main

import (
	"context"
	"log/slog"
	"net"
	"time"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/onestop"
	simonestop "motcua/internal/sim/onestop"
)

// oneStop asks the one-stop system of the center about dossiers, nil where none is configured.
func oneStop(site *center.Center, log *slog.Logger) (*onestop.Client, error) {
	o := onestop.Options{URL: site.OneStop.URL, Log: log}
	if o.URL == "" {
		return nil, nil
	}
	if site.OneStop.Secret != "" {
		var err error
		if o.Secret, err = config.ReadSecret(site.OneStop.Secret); err != nil {
			return nil, err
		}
	}
	return onestop.New(o), nil
}

// oneStop makes a one-stop system, where the center names none.
func (h *hardware) oneStop(ctx context.Context, site *center.Center) error {
	h.dossiers = simonestop.New(site.Agency, "", time.Now())
	if site.OneStop.URL != "" {
		return nil
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	site.OneStop.URL = "http://" + ln.Addr().String()
	h.parts = append(h.parts, app.Part{Name: "one-stop", Run: func(ctx context.Context) error { return h.dossiers.Serve(ctx, ln) }})
	h.closers = append(h.closers, func() { ln.Close() })
	return nil
}
