//go:build !js

package client

import "net/http"

// transport keeps enough connections open that a busy program does not make a
// new one for each call.
func transport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 32
	return t
}
