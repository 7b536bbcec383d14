package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestAPhoneReachesItsNumberTwoWays follows one number at the center and at the
// province that the center feeds, and gives it up at the province.
func TestAPhoneReachesItsNumberTwoWays(t *testing.T) {
	d := runDemo(t, demoCommand{})
	ctl := client.New(d.url, d.token)
	k, err := ctl.Issue(t.Context(), "phone-two-ways", wire.IssueRequest{Service: "HT", Purpose: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(k.URL)
	if err != nil {
		t.Fatal(err)
	}
	own, copied := d.url+u.Path, d.url+"/province"+u.Path
	page := func(at string) string {
		r, err := http.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !strings.Contains(page(copied), k.Number); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("the province never shows %s:\n%s", k.Number, page(copied))
		}
	}
	if !strings.Contains(page(own), k.Number) {
		t.Error("the center does not show its own number")
	}
	r, err := http.PostForm(copied+"/cancel", url.Values{"key": {"a key of twenty letters"}})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Request.URL.Path != "/province"+u.Path { // the client has followed the redirect
		t.Errorf("cancel at the province = %d at %s", r.StatusCode, r.Request.URL)
	}
	if now, err := ctl.Ticket(t.Context(), k.ID); err != nil || now.State != queue.Canceled {
		t.Errorf("after the province said so the center has %s, %v", now.State, err)
	}
}
