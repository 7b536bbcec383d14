package controller

import (
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

func TestAClaimCarriesTheLayoutOfItsService(t *testing.T) {
	h := openHall(t, func(o *Options) {
		o.Center.Slip = center.Slip{Languages: "vi", Logo: "logo.png", Picture: []byte("png")}
		service, _ := o.Center.Service("DD")
		service.Slip = center.Slip{Languages: "en", Text: i18n.Text{VI: "Chỉ buổi sáng."}}
	})
	for service, languages := range map[center.ServiceCode]string{"HT": "vi", "DD": "en"} {
		ticket := h.issue(t, wire.IssueRequest{Service: service, Printer: "P1"})
		slip, err := h.all.ClaimSlip(t.Context(), client.NewKey(), wire.SlipKey{Ticket: ticket.ID})
		if err != nil {
			t.Fatal(err)
		}
		look := slip.Layout
		if look == nil || look.Languages != languages || string(look.Picture) != "png" || len(look.Blocks) == 0 || !slip.CopyAt.IsZero() {
			t.Errorf("the slip of %s comes with %+v, want it in %q with the logo", service, look, languages)
		}
	}
}

func TestAReprintSaysWhen(t *testing.T) {
	h := openHall(t, nil)
	ticket := h.prints(t, 142)
	h.now.pass(40 * time.Minute)
	if _, err := h.all.Reprint(t.Context(), client.NewKey(), ticket.ID, ""); err != nil {
		t.Fatal(err)
	}
	slip, err := h.all.ClaimSlip(t.Context(), client.NewKey(), wire.SlipKey{Ticket: ticket.ID, Copy: 1})
	if err != nil {
		t.Fatal(err)
	}
	if got := slip.CopyAt.Sub(slip.IssuedAt); slip.Copy != 1 || got < 40*time.Minute || got > 41*time.Minute || slip.Layout != nil {
		t.Errorf("the reprint is number %d, %s behind the slip, in the layout %v; want 1, 40 min, the usual", slip.Copy, got, slip.Layout)
	}
}
