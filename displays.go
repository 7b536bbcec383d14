package main

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"

	"motcua/display"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
)

type displayCommand struct {
	configFile
	Screen center.DeviceID `help:"The one screen to show, of those that the file names."`
}

const (
	screenPause = time.Second      // before a screen that ended is started again
	screenGrace = 10 * time.Second // for a screen to end by itself
)

// Run shows a display full screen, or each of several in a process of its own:
// one that fails takes no other with it.
func (c *displayCommand) Run(p *program) error {
	conf, err := config.LoadPart(c.Config)
	if err != nil {
		return err
	}
	one := config.PartScreen{Device: conf.Device, Token: conf.Token, Monitor: conf.Monitor}
	if len(conf.Screens) > 0 {
		if c.Screen == "" {
			return superviseScreens(p.ctx, p.log, conf.Screens, screenPause, func(ctx context.Context, s config.PartScreen) error {
				return screenProcess(ctx, c.Config, s.Device)
			})
		}
		i := slices.IndexFunc(conf.Screens, func(s config.PartScreen) bool { return s.Device == c.Screen })
		if i < 0 {
			return fault.New(fault.Invalid, "device-unknown", "device", c.Screen)
		}
		one = conf.Screens[i]
	}
	token, err := config.ReadSecret(one.Token)
	if err != nil {
		return err
	}
	ctl := client.New(conf.Controller, token)
	known, err := whenThere(p, ctl.Devices)
	if err != nil {
		return err
	}
	x, ok := display.SetupOf(known, one.Device)
	if !ok {
		return fault.New(fault.Invalid, "device-unknown", "device", one.Device)
	}
	return display.New(display.Options{Setup: x, Monitor: one.Monitor, Client: ctl, Log: p.log}).Run(p.ctx)
}

// screenProcess shows one screen until ctx or the process ends.
func screenProcess(ctx context.Context, file string, device center.DeviceID) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "display", "--config", file, "--screen", string(device))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = screenGrace
	return cmd.Run()
}

// superviseScreens keeps every screen shown until ctx ends, each by itself.
func superviseScreens(ctx context.Context, log *slog.Logger, screens []config.PartScreen, pause time.Duration, show func(context.Context, config.PartScreen) error) error {
	var all sync.WaitGroup
	for _, s := range screens {
		all.Go(func() {
			for ctx.Err() == nil {
				err := show(ctx, s)
				if ctx.Err() != nil {
					return
				}
				log.Warn("screen ended", "device", string(s.Device), "error", err)
				select {
				case <-ctx.Done():
				case <-time.After(pause):
				}
			}
		})
	}
	all.Wait()
	return ctx.Err()
}
