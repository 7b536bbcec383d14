package client

import (
	"context"
	"net/url"

	"motcua/internal/wire"
)

// Procedures asks for the procedures that a query finds, all with "".
func (c *Client) Procedures(ctx context.Context, query string) (a wire.Procedures, err error) {
	path := "/procedures"
	if query != "" {
		path += "?" + url.Values{"q": {query}}.Encode()
	}
	return a, c.call(ctx, "GET", path, "", nil, &a)
}

// Dossier asks how the dossier of that code stands.
func (c *Client) Dossier(ctx context.Context, code string) (a wire.Dossier, err error) {
	return a, c.call(ctx, "GET", "/dossiers/"+url.PathEscape(code), "", nil, &a)
}

// Verify asks the controller to recompute its whole log, and answers at once:
// Verification tells how it goes. One that runs already is the one that is wanted.
func (c *Client) Verify(ctx context.Context) (v wire.Verification, err error) {
	return v, c.call(ctx, "POST", "/verify", "", struct{}{}, &v)
}

// Verification asks how the newest recomputation of the log went.
func (c *Client) Verification(ctx context.Context) (v wire.Verification, err error) {
	return v, c.call(ctx, "GET", "/verify", "", nil, &v)
}
