package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"motcua/internal/app"
	"motcua/internal/center"
	simgateway "motcua/internal/sim/gateway"
)

// answers is how long the demo's gateway has to take a message.
const answers = 10 * time.Second

// messages lets the demo tell its citizens: an HTTP gateway for SMS and Zalo
// and a mail server, each behind its own port of this machine, that keep what
// they are given for the demo's page.
func (h *hardware) messages(ctx context.Context, n *center.Notices) error {
	var lc net.ListenConfig
	gateway, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h.closers = append(h.closers, func() { gateway.Close() })
	post, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h.closers = append(h.closers, func() { post.Close() })
	h.letters = simgateway.New(time.Now)
	h.parts = append(h.parts,
		app.Part{Name: "gateway", Run: func(ctx context.Context) error { return serveGateway(ctx, gateway, h.letters.HTTP("")) }},
		app.Part{Name: "mail", Run: func(ctx context.Context) error { return h.letters.Serve(ctx, post, simgateway.Mail{}) }})
	for channel, g := range map[string]*center.Gateway{"sms": &n.SMS, "zns": &n.ZNS} {
		*g = center.Gateway{
			URL: "http://" + gateway.Addr().String() + "/" + channel, Method: http.MethodPost, Format: "json", Numbers: "84",
			Tones: channel == "zns", Field: "code", Value: "100", Body: `{"to":"{to}","text":"{text}","id":"{id}"}`,
		}
	}
	n.Window = center.Window{From: 0, To: 24 * 60}
	n.Email = center.Email{Host: "127.0.0.1", Port: post.Addr().(*net.TCPAddr).Port, TLS: "none", From: "motcua@example.vn"}
	return nil
}

func serveGateway(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadTimeout: answers, WriteTimeout: answers}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
