package main

import (
	"log/slog"

	"motcua/controller"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/notice"
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
