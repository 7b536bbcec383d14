package printer_test

import (
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"motcua/internal/device"
	"motcua/internal/device/devicetest"
	"motcua/internal/sim/printer"
	"motcua/internal/wire"
)

func get(t *testing.T, url string) *http.Response {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestPageShowsSlipsAndMovesSwitches(t *testing.T) {
	sim, p := overTCP(t, 576, 0)
	srv := httptest.NewServer(printer.Handler(sim))
	defer srv.Close()
	if _, err := p.Print(t.Context(), devicetest.Slip(7)); err != nil {
		t.Fatal(err)
	}
	waitSlips(t, sim, 1)
	var all []printer.State
	if err := json.NewDecoder(get(t, srv.URL+"/sim/printer/").Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].ID != "P1" || len(all[0].Slips) != 1 || all[0].Slips[0].QR != devicetest.Slip(7).URL {
		t.Errorf("list = %+v, want P1 with one slip", all)
	}
	m, err := png.Decode(get(t, srv.URL+"/sim/printer/P1/slips/1").Body)
	if err != nil || m.Bounds().Dx() != 640 {
		t.Errorf("slip picture = %v, %v; want a PNG 640 wide", m.Bounds(), err)
	}
	resp, err := http.Post(srv.URL+"/sim/printer/P1/switches", "application/json", strings.NewReader(`{"cover_open":true}`))
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("POST switches = %v, %v", resp, err)
	}
	resp.Body.Close()
	if got, want := p.State(t.Context()), (device.State{Presence: wire.Broken, Cause: wire.CoverOpen}); got != want {
		t.Errorf("State = %v, want %v", got, want)
	}
}

func TestPageRefuses(t *testing.T) {
	srv := httptest.NewServer(printer.Handler(printer.New("P1", 576, 0)))
	defer srv.Close()
	for _, path := range []string{"/sim/printer/P9", "/sim/printer/P1/slips/1", "/sim/printer/P1/slips/x"} {
		if got := get(t, srv.URL+path).StatusCode; got != 404 {
			t.Errorf("GET %s = %d, want 404", path, got)
		}
	}
	for _, body := range []string{"", "{", `{"fire":true}`, strings.Repeat(" ", 5000) + "{}"} {
		resp, err := http.Post(srv.URL+"/sim/printer/P1/switches", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 400 {
			t.Errorf("POST %q = %d, want 400", body, resp.StatusCode)
		}
	}
}
