package client

import "net/http"

// Through returns a client whose requests go through t: to a controller in the
// same process, or over a network that a test makes bad.
func (c *Client) Through(t http.RoundTripper) *Client {
	d := *c
	d.http = &http.Client{Transport: t}
	return &d
}
