package client

import (
	"context"

	"motcua/internal/wire"
)

// RateOnPaper hands in a sheet of paper that somebody types in.
func (c *Client) RateOnPaper(ctx context.Context, key string, r wire.PaperRatingRequest) error {
	return c.call(ctx, "POST", "/ratings/paper", key, r, nil)
}
