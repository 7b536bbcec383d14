package app

import (
	"context"
	"log/slog"
	"net"
	"os"
	"strconv"
	"time"
)

// Notify tells systemd a state such as READY=1, by the socket that
// $NOTIFY_SOCKET names. Without systemd it does nothing.
func Notify(state string) error {
	path := os.Getenv("NOTIFY_SOCKET")
	if path == "" {
		return nil
	}
	conn, err := net.Dial("unixgram", path) // a leading @ is an abstract socket
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write([]byte(state))
	return err
}

// Watchdog tells systemd READY=1, then WATCHDOG=1 twice in each interval for
// as long as alive returns nil, and STOPPING=1 at the end. Where no watchdog is
// asked for it only reports ready and stopping.
func Watchdog(ctx context.Context, log *slog.Logger, alive func(context.Context) error) error {
	tell := func(state string) {
		if err := Notify(state); err != nil {
			log.Warn("service manager not reached", "state", state, "error", err)
		}
	}
	tell("READY=1")
	defer tell("STOPPING=1")
	usec, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if err != nil || usec <= 0 {
		<-ctx.Done()
		return nil
	}
	interval := time.Duration(usec) * time.Microsecond / 2
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		check, cancel := context.WithTimeout(ctx, interval)
		err := alive(check)
		cancel()
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			log.Error("not alive, the watchdog is left alone", "error", err)
		default:
			tell("WATCHDOG=1")
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
