package controller

import (
	"encoding/json"
	"testing"

	"motcua/internal/center"
)

// TestAnOwnerGetsWhatWasSaid: what is given out of an account holds the texts
// of its owner and of nobody else.
func TestAnOwnerGetsWhatWasSaid(t *testing.T) {
	o := openTour(t, nil)
	day := center.DayOf(o.h.now.read().Wall)
	explain := func(name, text string) string {
		id := o.h.hire(t, name, catPassword, "1", "staff")
		o.want(201, "", "", "POST /me/explanations", `{"day":"`+string(day)+`","figure":"wait","text":"`+text+`"}`, o.cookie(`{"name":"`+name+`","password":"`+catPassword+`"}`))
		return id
	}
	lan := explain("lan", "cổng dịch vụ công dừng")
	explain("tu", "mất điện")
	raw, err := (&personal{o.h.Controller}).Account(t.Context(), lan)
	if err != nil {
		t.Fatal(err)
	}
	var got keptAccount
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Said) != 1 || got.Said[0].Text != "cổng dịch vụ công dừng" || got.Said[0].Day != day || got.Said[0].Figure != "wait" {
		t.Errorf("explanations = %+v", got.Said)
	}
}
