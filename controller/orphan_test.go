package controller

import (
	"net/http"
	"slices"
	"testing"

	"motcua/internal/client"
	"motcua/internal/wire"
)

// TestADeviceThatIsGoneHasNoCredential takes a kiosk out of the configuration
// and puts it back: its token opens nothing meanwhile, and that of others does.
func TestADeviceThatIsGoneHasNoCredential(t *testing.T) {
	o := openConfigured(t)
	kiosk := client.New(o.url, "kiosk")
	enters := func(want bool) {
		t.Helper()
		if _, err := kiosk.Board(t.Context()); (err == nil) != want {
			t.Errorf("the kiosk's token: %v, want good: %v", err, want)
		}
		if _, err := o.all.Board(t.Context()); err != nil {
			t.Errorf("a token of no device: %v", err)
		}
	}
	enters(true)
	s := o.newest(t)
	kept := s.Values["kiosk"]
	s.Values["kiosk"] = slices.DeleteFunc(slices.Clone(kept.([]any)), func(k any) bool { return k.(map[string]any)["id"] == "K1" })
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 1, Values: s.Values, Effective: "now"}, nil); status != http.StatusOK {
		t.Fatalf("PUT = %d", status)
	}
	enters(false)
	s.Values["kiosk"] = kept
	if status := o.ask(t, "PUT", "", wire.SettingsRequest{Base: 2, Values: s.Values, Effective: "now"}, nil); status != http.StatusOK {
		t.Fatalf("PUT = %d", status)
	}
	enters(true)
}
