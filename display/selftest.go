package display

import (
	"context"
	"encoding/json"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

const (
	pattern = 8 * time.Second // how long the test picture stands
	telling = 5 * time.Second // for its report
)

// Test shows the test picture of a self-test for a while. Calls come first: in
// opening hours there is none.
func (s *Show) Test(id string, now time.Time) { s.test, s.testAt = id, now }

// Testing tells whether the test picture is to be shown now.
func (s *Show) Testing() bool {
	return s.test != "" && !s.board.Open && s.now.Sub(s.testAt) < pattern
}

// began takes the beginning of a self-test.
func (d *Display) began(ctx context.Context, e wire.Entry, now time.Time) {
	body, err := e.Decode()
	var data wire.SelfTestData
	if err == nil {
		err = json.Unmarshal(body.Data, &data)
	}
	if err != nil {
		d.opts.Log.Warn("event not understood", "seq", e.Seq, "type", e.Type, "err", err)
		return
	}
	d.send(ctx, func(s *Show) { s.Test(data.ID, now) })
}

// tests reports each self-test whose frame was painted.
func (d *Display) tests(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-d.tested:
			brief, cancel := context.WithTimeout(ctx, telling)
			check := wire.SelfTestCheck{What: "screen", Device: d.opts.Setup.Display.ID, OK: true}
			err := d.opts.Client.SelfTestResults(brief, client.NewKey(), id, wire.SelfTestResults{Checks: []wire.SelfTestCheck{check}})
			cancel()
			if err != nil && ctx.Err() == nil {
				d.opts.Log.Warn("self-test not told", "error", err)
			}
		}
	}
}

// testPicture is bars of pure colors, every tone mark, and which display this is.
func (v *view) testPicture() {
	all := v.Geometry.All()
	bars, words := all.Top(all.H*0.45, 0)
	colors := []ui.Color{0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00, 0xFF00FF, 0xFF0000, 0x0000FF, 0x000000}
	for i, c := range colors {
		w := bars.W / float64(len(colors))
		v.Box(kit.Rect{X: bars.X + float64(i)*w, Y: bars.Y, W: w, H: bars.H}, c)
	}
	words = words.InsetXY(all.W*0.04, all.H*0.04)
	style := kit.Style{Size: v.least, Bold: true, Color: v.Theme.Text, Align: kit.Middle, Down: kit.Middle}
	head, words := words.Top(words.H/2, 0)
	v.Text(head, v.t("test")+" "+i18n.Clock(v.s.now.In(center.Zone)), style)
	v.Text(words, "Ế Ặ Ỗ Ữ Ẩ Đ", style)
}
