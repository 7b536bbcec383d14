package controller

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

// closingSlip prints the slip of the day that has just closed.
func (o *tour) closingSlip() {
	id := "20261123-closing"
	o.h.now.pass(2 * time.Minute) // nobody took the first one
	o.want(204, "", "manager", "POST /slips/"+id+"/reprint", "{}")
	o.want(409, "slip-open", "manager", "POST /slips/"+id+"/reprint", "{}")
	a := o.want(200, "", "bridge", "POST /slips/"+id+"/claim", `{"copy":1}`)
	var got wire.SlipAnswer
	if err := json.Unmarshal(a.body, &got); err != nil || got.Slip.Closing == nil || len(got.Slip.Closing.Head) != 64 || got.Slip.Closing.Issued == 0 {
		o.Errorf("the closing slip = %s, %v", a.body, err)
	}
	o.want(409, "slip-claimed", "bridge", "POST /slips/"+id+"/claim", `{"copy":1}`)
	o.want(409, "slip-copy", "bridge", "POST /slips/"+id+"/claim", "")
	o.want(204, "", "bridge", "POST /slips/"+id+"/done", `{"copy":1,"mm":120}`)
	o.want(409, "slip-ended", "bridge", "POST /slips/"+id+"/done", `{"copy":1,"mm":120}`)
}

// TestTheClosingSlipSaysTheHead that the log publishes and an audit finds, also
// where the controller was restarted between closing and printing.
func TestTheClosingSlipSaysTheHead(t *testing.T) {
	var o Options
	h := openHall(t, func(x *Options) {
		x.Center.Closing.Printer = "P1"
		o = *x
	})
	h.issueSome(t, 3)
	h.now.pass(12 * time.Hour)
	h.closes(t)
	h.stop()
	again := o
	again.Engine.Clock = h.now.read
	h = openHall(t, func(x *Options) { *x = again })
	key := wire.SlipKey{Ticket: wire.ClosingID("2026-11-23")}
	slip, err := h.all.ClaimSlip(t.Context(), client.NewKey(), key)
	if err != nil || slip.Printer != "P1" || slip.Closing == nil {
		t.Fatalf("ClaimSlip = %+v, %v", slip, err)
	}
	v := h.verified(t)
	c := slip.Closing
	if c.Issued != 3 || c.Expired != 3 || c.Day != "2026-11-23" || c.Agency != "H19.26.1" || v.Heads[0].Hash.String() != c.Head || v.Heads[0].Seq != c.Seq {
		t.Errorf("the slip says %+v, the log %+v", c, v.Heads)
	}
	if !strings.HasSuffix(c.Text(), c.Head) || !strings.HasPrefix(c.Text(), "motcua:head:H19.26.1:2026-11-23:") {
		t.Errorf("its code says %s", c.Text())
	}
	if err := h.all.SlipFailed(t.Context(), client.NewKey(), key, wire.PaperOut, 0); err != nil {
		t.Error(err)
	}
}

// TestTheClosingSlipWaitsForTheMorning is claimed once by a bridge that was away
// in the evening, and by none much later.
func TestTheClosingSlipWaitsForTheMorning(t *testing.T) {
	for late, want := range map[time.Duration]string{12 * time.Hour: "", 19 * time.Hour: "slip-old"} {
		h := openHall(t, func(x *Options) { x.Center.Closing.Printer = "P1" })
		h.issueSome(t, 1)
		h.now.pass(12 * time.Hour)
		h.closes(t)
		h.now.pass(late)
		key := wire.SlipKey{Ticket: wire.ClosingID("2026-11-23")}
		if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), key); (err != nil || want != "") && fault.CodeOf(err) != want {
			t.Errorf("a claim %s after closing = %v, want %q", late, err, want)
		}
		if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), key); err == nil {
			t.Error("a closing slip is claimed twice")
		}
	}
}

// TestWithoutAPrinterNoClosingSlip is ordered.
func TestWithoutAPrinterNoClosingSlip(t *testing.T) {
	h := openHall(t, func(x *Options) { x.Center.Closing = center.Closing{} })
	h.issueSome(t, 1)
	h.now.pass(12 * time.Hour)
	h.closes(t)
	if _, err := h.all.ClaimSlip(t.Context(), client.NewKey(), wire.SlipKey{Ticket: wire.ClosingID("2026-11-23")}); err == nil {
		t.Error("a closing slip is printed on no printer")
	}
}
