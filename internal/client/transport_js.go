//go:build js

package client

import "net/http"

func transport() http.RoundTripper { return http.DefaultTransport } // the browser's fetch
