package controller

import "testing"

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
