package display

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // the forms in which the controller hands pictures out
	_ "image/png"
	"time"

	"motcua/internal/wire"
)

const (
	slidePulse  = 15 * time.Second // between two looks for other slides
	mostEncoded = 64 << 20         // bytes of pictures kept as they came
	mostPixels  = 1920 * 1920      // of a picture; the controller hands out no larger ones
)

// configured asks what the configuration says of this display. Where nobody
// answers, as to a page that may not ask, it stays what it is.
func (d *Display) configured(ctx context.Context) {
	known, err := d.opts.Client.Devices(ctx)
	if err != nil {
		return
	}
	x, ok := SetupOf(known, d.opts.Setup.Display.ID)
	if !ok {
		return
	}
	d.send(ctx, func(s *Show) { s.Set(d.setup(x)) })
}

// wish asks for a picture that will be shown soon. It is called at every tick and waits for nothing.
func (d *Display) wish() {
	x, ok := d.show.missing()
	if !ok || x.SHA256 == d.wished {
		return
	}
	select {
	case d.wishes <- x:
		d.wished = x.SHA256
	default: // the one before is still on its way
	}
}

// slides keeps what is shown beside the calls current, and brings the pictures.
func (d *Display) slides(ctx context.Context) {
	encoded := map[string][]byte{}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			timer.Reset(slidePulse)
			all, err := d.opts.Client.Slides(ctx)
			if err != nil { // what is there stays
				continue
			}
			d.configured(ctx)
			forget(encoded, all.Slides)
			d.send(ctx, func(s *Show) { s.Slides(all.Slides) })
		case x := <-d.wishes:
			img := d.picture(ctx, x, encoded)
			d.send(ctx, func(s *Show) {
				d.wished = ""
				if img != nil {
					s.Picture(x.SHA256, img)
				}
			})
		}
	}
}

// forget drops what is no longer shown, and all of it where it is too much.
func forget(encoded map[string][]byte, slides []wire.Slide) {
	shown, sum := map[string]bool{}, 0
	for _, x := range slides {
		shown[x.SHA256] = true
	}
	for key, raw := range encoded {
		if sum += len(raw); !shown[key] || sum > mostEncoded {
			delete(encoded, key)
		}
	}
}

// picture brings one picture; nil where it cannot be had or read.
func (d *Display) picture(ctx context.Context, x wire.Slide, encoded map[string][]byte) image.Image {
	raw, ok := encoded[x.SHA256]
	if !ok {
		var err error
		if raw, err = d.opts.Client.SlidePicture(ctx, x.Name); err != nil {
			d.opts.Log.Warn("slide not brought", "error", err)
			d.pause(ctx)
			return nil
		}
		encoded[x.SHA256] = raw
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err == nil && size.Width*size.Height <= mostPixels {
		if img, _, err := image.Decode(bytes.NewReader(raw)); err == nil {
			return img
		}
	}
	d.opts.Log.Warn("slide not understood", "name", x.Name)
	delete(encoded, x.SHA256)
	d.pause(ctx)
	return nil
}

// pause keeps a picture that cannot be had from being asked for at every tick.
func (d *Display) pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Second):
	}
}
