package config

import (
	"fmt"
	"testing"
)

// TestWhoIsTheProxy: behind a proxy that nobody named, all citizens must not be one visitor.
func TestWhoIsTheProxy(t *testing.T) {
	for _, tt := range []struct {
		phones Phones
		want   string
	}{
		{Phones{Listen: "127.0.0.1:8091"}, "[127.0.0.0/8 ::1/128]"},
		{Phones{Listen: "[::1]:8091"}, "[127.0.0.0/8 ::1/128]"},
		{Phones{Listen: "127.0.0.1:8091", Proxies: []string{"127.0.0.1", "10.1.2.3/16"}}, "[127.0.0.1/32 10.1.0.0/16]"},
		{Phones{Listen: "127.0.0.1:8443", Cert: "a.crt", Key: "a.key"}, "[]"}, // it speaks https to citizens itself
		{Phones{Listen: "0.0.0.0:8091"}, "[]"},
		{Phones{Listen: ":8091"}, "[]"},
		{Phones{}, "[]"},
	} {
		got, err := tt.phones.Trusted()
		if err != nil || fmt.Sprint(got) != tt.want {
			t.Errorf("Trusted(%+v) = %v, %v; want %s", tt.phones, got, err, tt.want)
		}
	}
	bad := Phones{Proxies: []string{"the proxy"}}
	if got, err := bad.Trusted(); err == nil || err.Code != "config-proxy" {
		t.Errorf("Trusted of a name = %v, %v, want it refused", got, err)
	}
}
