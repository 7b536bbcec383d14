package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"

	"motcua/controller"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/notice"
	"motcua/internal/wire"
)

// outside makes what speaks to others for a center.
func outside(log *slog.Logger) func(*center.Center) (controller.Outside, error) {
	return func(c *center.Center) (o controller.Outside, err error) {
		if o.Senders, err = notice.Open(&c.Notices, config.ReadSecret); err != nil {
			return o, err
		}
		o.OneStop, err = oneStop(c, log)
		return o, err
	}
}

// ownCenter reads the center's file and tells where changes of it are kept: in
// its place, or in the data directory where that is not the program's to write
// in, as a credential of systemd is not. A file that the technician has changed
// since counts more than the copy.
func ownCenter(conf *config.Controller, mayWrite bool) (site *config.Center, file string, err error) {
	if mayWrite {
		site, err := config.LoadCenter(conf.Center)
		return site, conf.Center, err
	}
	text, err := config.ReadFile(conf.Center)
	if err != nil {
		return nil, "", err
	}
	file = filepath.Join(conf.Data, "center.toml")
	sum := sha256.Sum256(text)
	mark, from := []byte(hex.EncodeToString(sum[:])), file+".from"
	known, _ := os.ReadFile(from) // not there at the first start
	own, err := os.ReadFile(file)
	if err == nil && bytes.Equal(known, mark) {
		text = own
	} else if err := errors.Join(os.MkdirAll(conf.Data, 0o700), os.WriteFile(file, text, 0o600), os.WriteFile(from, mark, 0o600)); err != nil {
		return nil, "", fault.Wrap(err, fault.Unavailable, "data-dir", "dir", conf.Data)
	}
	site, err = config.CenterOf(conf.Center, text)
	return site, file, err
}

// writable tells whether files can be made in a directory.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".motcua-*")
	if err != nil {
		return false
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) == nil
}

// whileSame runs a part with what the controller says of it, and again when the
// configuration has changed that: nobody has to start the program anew.
func whileSame[T any](p *program, ctl *client.Client, ask func(context.Context) (T, error), run func(context.Context, T) error) error {
	for p.ctx.Err() == nil {
		now, err := whenThere(p, ask)
		if err != nil {
			return err
		}
		ctx, stop := context.WithCancel(p.ctx)
		ended := make(chan error, 1)
		go func() { ended <- run(ctx, now) }()
		differs := make(chan struct{})
		watching := make(chan struct{})
		go func() {
			defer close(watching)
			changed(ctx, ctl, ask, now, differs)
		}()
		select {
		case err = <-ended:
			stop()
			<-watching
			return err
		case <-differs:
			p.log.Info("configuration changed")
		}
		stop()
		<-watching
		if err := <-ended; err != nil {
			return err
		}
	}
	return nil
}

// changed closes differs once the controller says something else than was.
func changed[T any](ctx context.Context, ctl *client.Client, ask func(context.Context) (T, error), was T, differs chan<- struct{}) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	told := sync.OnceFunc(func() {
		close(differs)
		stop()
	})
	look := func() {
		if now, err := ask(ctx); err == nil && !reflect.DeepEqual(was, now) {
			told()
		}
	}
	ctl.Follow(ctx, func(wire.Board) { look() }, func(e wire.Entry) {
		if e.Type == wire.ConfigChanged {
			look()
		}
	}, func(error) {})
}

// adapt makes of each configuration that of a demo: with its address, what it
// shows beside, and the simulated devices of the first.
func (d *demo) adapt(first *center.Center, speed float64) func(*center.Center) {
	return func(c *center.Center) {
		c.URL = d.url
		for i := range c.Services {
			c.Services[i].Minutes = max(1, int(float64(c.Services[i].Minutes)/speed))
		}
		offerAll(c)
		for _, l := range first.Languages {
			if !slices.ContainsFunc(c.Languages, func(x center.Language) bool { return x.Lang == l.Lang }) {
				c.Languages = append(c.Languages, l)
			}
		}
		plugIn(c)
		for i := range c.Printers {
			if x, ok := first.Printer(c.Printers[i].ID); ok {
				c.Printers[i].Address = x.Address
			}
		}
		for i := range c.Buses {
			if x, ok := first.Bus(c.Buses[i].ID); ok {
				c.Buses[i].Port = x.Port
			}
		}
		for i := range c.Scanners {
			for _, x := range first.Scanners {
				if x.ID == c.Scanners[i].ID {
					c.Scanners[i].Port = x.Port
				}
			}
		}
		c.UPS.NUT, c.OneStop = first.UPS.NUT, first.OneStop
		c.Notices.Email, c.Notices.SMS, c.Notices.ZNS = first.Notices.Email, first.Notices.SMS, first.Notices.ZNS
		muteVoices(c)
		c.Phone.Province = true
	}
}
