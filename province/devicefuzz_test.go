package province

import (
	"io"
	"testing"

	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// FuzzDevices shows whatever a center may send as its snapshot and its events.
func FuzzDevices(f *testing.F) {
	f.Add(encode(troubled(pageNow)), []byte(`{"seq":1,"type":"device.state","at":"2026-11-23T02:00:00Z","data":{"device":"P1","state":"broken","cause":"paper-out"}}`))
	f.Add(encode(calm(pageNow)), []byte(`{"type":"selftest.ended","data":{"id":"x","checks":[{"what":"strip","device":"P1"}]}}`))
	f.Add([]byte(`{"v":1,"devices":[{"at":"0001-01-01T00:00:00Z","paper":{"ends_at":"9999-12-31T23:59:59Z"}},{}],"power":{},"selftest":{"checks":[{}]}}`),
		[]byte(`{"type":"paper.changed","data":{"printer":"","mm":-9223372036854775808}}`))
	f.Fuzz(func(t *testing.T, snap, event []byte) {
		s := Standing{Point: "p"}
		s.read([]byte(`{}`), snap, pageNow.UnixMilli(), pageNow.UnixMilli(), pageNow)
		v := pointView{view: view{Lang: i18n.VI, Now: pageNow, path: "/"}}
		v.Row = newRow(v.view, s)
		if c, ok := readChange(event); ok {
			if c.kind == wire.DeviceState && c.Since != nil {
				t.Error("a state told again is taken for a change")
			}
			v.Changes = changeRows(v.view, []change{c, c}, kinds(s.Snap))
		}
		if err := pages["point"].ExecuteTemplate(io.Discard, "layout", v); err != nil {
			t.Error(err)
		}
		o := overviewView{view: v.view, Rows: []row{v.Row, {}}}
		o.filter("devices")
		if err := pages["overview"].ExecuteTemplate(io.Discard, "layout", o); err != nil {
			t.Error(err)
		}
	})
}
