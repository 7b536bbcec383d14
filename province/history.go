package province

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const (
	mostChanges = 30   // of devices, on the page of a point
	mostOfOne   = 6    // of one device: one that comes and goes must not hide the others
	mostCodes   = 8    // of what one self-test found
	mostRead    = 2000 // events read for them: as a day opens every state is told again
)

// change is one event of a device, read.
type change struct {
	kind string
	at   time.Time
	wire.DeviceData
	more  bool // there are earlier ones of the device that are left out
	paper wire.PaperData
	test  wire.SelfTestData
}

// changes returns what last became of a point's devices, the newest first.
// States that are told again and what cannot be read are left out.
func (p *Province) changes(ctx context.Context, point string) (list []change, err error) {
	rows, err := p.store.read.QueryContext(ctx, `select body from event indexed by event_device
		where point = ? and type in ('device.state', 'selftest.ended', 'paper.changed') and superseded = 0
		order by seq desc limit ?`, point, mostRead)
	if err != nil {
		return nil, fmt.Errorf("province store: %w", err)
	}
	defer rows.Close()
	shown := map[center.DeviceID][]int{} // where the changes of each device stand in the list
	for len(list) < mostChanges && rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return nil, fmt.Errorf("province store: %w", err)
		}
		c, ok := readChange(raw)
		switch at := shown[c.Device]; {
		case !ok:
		case c.kind == wire.DeviceState && len(at) == mostOfOne:
			list[at[mostOfOne-1]].more = true
		default:
			shown[c.Device] = append(at, len(list))
			list = append(list, c)
		}
	}
	return list, rows.Err()
}

// readChange reads an event's body, false where it changes nothing.
func readChange(raw []byte) (change, bool) {
	b, err := wire.Entry{Body: raw}.Decode()
	if err != nil {
		return change{}, false
	}
	c := change{kind: b.Type, at: b.At}
	switch b.Type {
	case wire.DeviceState:
		err = json.Unmarshal(b.Data, &c.DeviceData)
		return c, err == nil && c.Since == nil
	case wire.PaperChanged:
		err = json.Unmarshal(b.Data, &c.paper)
	case wire.SelfTestEnded:
		err = json.Unmarshal(b.Data, &c.test)
	}
	return c, err == nil
}

// changeRow is one change as the page shows it.
type changeRow struct {
	At, Device, Kind string
	Sign             tag
	Why, Code, More  string
}

// changeRows writes the changes, with how long a device that works again had not.
func changeRows(v view, list []change, kinds map[center.DeviceID]string) []changeRow {
	rows := make([]changeRow, len(list))
	for i, c := range list {
		r := &rows[i]
		r.At = v.Moment(c.at)
		switch c.kind {
		case wire.SelfTestEnded:
			r.Sign, r.Why, r.Code = testChange(v, c.test)
			continue
		case wire.PaperChanged:
			r.Device = string(c.paper.Printer)
			r.Sign, r.Why = tag{"text", "printer", v.T("roll-changed")}, v.T("roll-gave", "m", v.Minutes(float64(c.paper.MM)/1000))
		default:
			r.Device, r.Code = string(c.Device), wire.FaultCode(c.Device, c.Cause)
			r.Sign, r.Why = stateChange(v, c, list[i+1:])
			if c.more {
				r.More = v.T("more-changes")
			}
		}
		if kind := kinds[center.DeviceID(r.Device)]; kind != "" {
			r.Kind = v.Kind(kind)
		}
	}
	return rows
}

// stateChange says what a device became, and of one that works again for how long it did not.
func stateChange(v view, c change, earlier []change) (tag, string) {
	if c.State != wire.Present || c.Cause != "" {
		state := string(c.State)
		if c.State == wire.Present {
			state = "low"
		}
		return signOf(v, state), known(v, c.Cause, "cause.")
	}
	since := time.Time{}
	for _, e := range earlier {
		if e.kind != wire.DeviceState || e.Device != c.Device {
			continue
		}
		if e.State == wire.Present {
			break
		}
		since = e.at
	}
	if since.IsZero() || c.at.Before(since) {
		return signOf(v, "present"), ""
	}
	return signOf(v, "present"), v.T("back-after", "time", i18n.Duration(v.Lang, c.at.Sub(since)))
}

func testChange(v view, t wire.SelfTestData) (tag, string, string) {
	if t.OK {
		return tag{"good", "check", v.T("test-good")}, v.T("n-checks", "n", v.Int(len(t.Checks))), ""
	}
	var codes []string
	bad := failed(&wire.SelfTest{Checks: t.Checks})
	for _, c := range bad {
		if code := codeOf(c); code != "" {
			codes = append(codes, code)
		}
	}
	if len(codes) > mostCodes {
		codes = append(codes[:mostCodes], "…")
	}
	return tag{"fault", "warning", v.T("test-bad")}, v.T("n-checks-bad", "bad", v.Int(len(bad)), "n", v.Int(len(t.Checks))), strings.Join(codes, " ")
}

// kinds is what each device of a snapshot is.
func kinds(s *wire.Snap) map[center.DeviceID]string {
	all := map[center.DeviceID]string{}
	if s != nil {
		for _, d := range s.Devices {
			all[d.Device] = d.Kind
		}
	}
	return all
}
