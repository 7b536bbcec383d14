package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

const mostPicture = 16 << 20 // bytes; the controller hands out no larger ones

// Slides asks what is shown beside the calls.
func (c *Client) Slides(ctx context.Context) (a wire.Slides, err error) {
	return a, c.call(ctx, "GET", "/slides", "", nil, &a)
}

// SlidePicture brings the picture of a slide, PNG or JPEG.
func (c *Client) SlidePicture(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+"/api/v1/slides/"+url.PathEscape(name), nil)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "controller-away")
	}
	resp, err := c.send(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, mostPicture+1))
	if err == nil && len(raw) > mostPicture {
		err = fmt.Errorf("picture of more than %d bytes", mostPicture)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "controller-away")
	}
	return raw, nil
}
