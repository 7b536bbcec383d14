package app

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"
)

// How long a server waits: for a slow asker, and when it stops.
const (
	headerTime = 5 * time.Second
	idleTime   = 2 * time.Minute
	writeTime  = 2 * time.Minute // a reader who takes longer for an answer is cut
	bodyTime   = 15 * time.Second
	politeTime = 300 * time.Millisecond // for answers under way; then streams are cut
	stopTime   = 5 * time.Second        // for the rest; then connections are cut
)

// Listen opens addr for TCP. The errors are faults with one clear sentence
// each: port-in-use, port-forbidden, listen-address.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return ln, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, unavailable(err, "port-in-use", "address", addr)
	case errors.Is(err, fs.ErrPermission):
		return nil, unavailable(err, "port-forbidden", "address", addr)
	}
	return nil, unavailable(err, "listen-address", "address", addr)
}

// Server serves one handler on one listener.
type Server struct {
	Listener  net.Listener
	Handler   http.Handler // best wrapped by Guard
	Cert, Key string       // PEM files; with them HTTPS and HTTP/2 are spoken
	Log       *slog.Logger
}

// patient bounds how long the body of a request may take, whoever may send one.
func patient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			// a test recorder has no deadline, and needs none
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
		}
		next.ServeHTTP(w, r)
	})
}

// Run serves until ctx ends. Then no new request is taken, answers under way
// are finished, and event streams, which would never end, have their request's
// context canceled. It returns nil after an orderly end, within six seconds.
func (s *Server) Run(ctx context.Context) error {
	base, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	srv := &http.Server{
		Handler:           patient(s.Handler),
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		WriteTimeout:      writeTime, // event streams extend it with each write
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- s.serve(srv) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	polite := time.AfterFunc(politeTime, cut)
	defer polite.Stop()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		s.Log.Warn("connections cut at the end", "error", err)
		srv.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (s *Server) serve(srv *http.Server) error {
	if s.Cert != "" {
		return srv.ServeTLS(s.Listener, s.Cert, s.Key)
	}
	return srv.Serve(s.Listener)
}
