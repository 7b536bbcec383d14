package app

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// PolicyPages is the content security policy of every page: nothing from
// elsewhere, nothing inline, nobody frames it.
const PolicyPages = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// PolicyScreens is the policy of the one page that hosts the WebAssembly
// screens, which the demo page frames.
const PolicyScreens = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// Guard protects a handler from what browsers can be made to do: requests that
// another site sends (by http.CrossOriginProtection), names that point here
// without being ours (DNS rebinding), framing, sniffing. hosts are the names the
// center is reached by; addresses and localhost need not be told. A handler may
// set another Content-Security-Policy.
func Guard(hosts []string, next http.Handler, refuse func(w http.ResponseWriter, r *http.Request, code string)) http.Handler {
	crossing := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", PolicyPages)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // with "no-referrer" a browser without TLS sends its forms from the origin "null"
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if !ours(r.Host, hosts) {
			refuse(w, r, "host-unknown")
			return
		}
		if crossing.Check(r) != nil {
			refuse(w, r, "cross-origin")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ours tells whether a Host header names this center. A plain address is
// always ours: nobody can point it elsewhere.
func ours(host string, hosts []string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

// Hosts returns the names of the center: that of its url and those the
// configuration adds.
func Hosts(centerURL string, more []string) []string {
	hosts := slices.Clone(more)
	if u, err := url.Parse(centerURL); err == nil && u.Hostname() != "" {
		hosts = append(hosts, u.Hostname())
	}
	return hosts
}
