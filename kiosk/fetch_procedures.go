package kiosk

import (
	"context"

	"motcua/internal/wire"
)

// askProcedures brings what citizens can look up, when the services are read
// anew after a change of the configuration. It is asked again with them until it has come.
func (k *Kiosk) askProcedures(ctx context.Context, s wire.Services) {
	if k.shelved {
		return
	}
	p, err := k.opts.Client.Procedures(ctx, "")
	if err != nil {
		k.opts.Log.Warn("procedures not known", "err", err)
		return
	}
	k.shelved = true
	k.send(ctx, func(f *Flow) { f.Shelve(p, s.Services) })
}
