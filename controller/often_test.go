package controller

import (
	"fmt"
	"testing"
	"time"
)

func TestSite(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.7:4711":                   "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:4711":      "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1]:80":        "2001:db8:1:2::/64",
		"[fe80::1%eth0]:80":                "fe80::/64",
		"[::ffff:192.0.2.7]:80":            "::ffff:192.0.2.7",
		"nothing that could be an address": "nothing that could be an address",
	} {
		if got := site(addr); got != want {
			t.Errorf("site(%s) = %s, want %s", addr, got, want)
		}
	}
}

// TestOftenForgetsWhatIsOver keeps who has been refused while many others come and go.
func TestOftenForgetsWhatIsOver(t *testing.T) {
	o := often{most: 1}
	for i := range mostLocks {
		o.count(0, fmt.Sprint("old", i))
	}
	now := lockFor - time.Second
	o.count(now, "guesser")
	o.count(now+2*time.Second, "other")
	if err := o.check(now+2*time.Second, "guesser"); err == nil || len(o.seen) != 2 {
		t.Errorf("the guesser = %v, %d are remembered; want a refusal, and 2", err, len(o.seen))
	}
}
