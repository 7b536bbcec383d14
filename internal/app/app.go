// Package app is what every program of the product does the same way: it runs
// its parts together and stops them together, serves HTTP safely, tells the
// service manager that it lives, writes its log and says which version it is.
package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// Exit statuses of the program; 2, wrong usage, belongs to the command line.
const (
	ExitDone   = 0
	ExitFailed = 1
	ExitConfig = 78 // a restart will not mend it, see RestartPreventExitStatus in deploy
)

// Part is something that runs until its context ends.
type Part struct {
	Name string
	Run  func(context.Context) error
}

// Run runs the parts together. The first one to end, well or badly, stops the
// rest; Run returns once all have ended, with the error of the first that
// failed, and nil when they ended because ctx did.
func Run(ctx context.Context, log *slog.Logger, parts ...Part) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var all sync.WaitGroup
	var once sync.Once
	var first error
	for _, p := range parts {
		all.Go(func() {
			defer cancel()
			err := p.Run(ctx)
			if ctx.Err() != nil && (err == nil || errors.Is(err, context.Cause(ctx)) || errors.Is(err, context.Canceled)) {
				return
			}
			log.Info("part ended", "part", p.Name, "error", err)
			if err != nil {
				once.Do(func() { first = err })
			}
		})
	}
	all.Wait()
	return first
}

// Context returns a context that ends at the first interrupt or terminate
// signal; a second signal ends the program at once.
func Context() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// ExitStatus returns the exit status for how a program ended.
func ExitStatus(err error) int {
	if err == nil {
		return ExitDone
	}
	if _, ok := errors.AsType[config.Problems](err); ok {
		return ExitConfig
	}
	return ExitFailed
}

// Sentences says to a person at a terminal what went wrong, one sentence a problem.
func Sentences(lang i18n.Lang, err error) []string {
	var all []string
	for _, f := range config.ProblemsOf(err) {
		if !i18n.Has("fault."+f.Code) || f.Code == "internal" {
			all = append(all, f.Error())
			continue
		}
		all = append(all, i18n.T(lang, "fault."+f.Code, f.Args...))
	}
	return all
}

// Lang returns the language of the person at the terminal, by LC_ALL, LC_MESSAGES or LANG.
func Lang() i18n.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return i18n.Parse(strings.ReplaceAll(v, "_", "-"))
		}
	}
	return i18n.VI
}

// unavailable is the fault of a thing that the machine does not give now.
func unavailable(err error, code string, args ...any) error {
	return fault.Wrap(err, fault.Unavailable, code, args...)
}
