package serial

import (
	"context"
	"os"
	"time"
)

// ErrTimeout is what a read whose deadline has passed returns.
var ErrTimeout = os.ErrDeadlineExceeded

// Receive returns what comes in next. It fails with ErrTimeout after wait (0:
// never), with ErrGone when the device is gone, and with the error of ctx. It
// sets the read deadline, so it is for the one goroutine that reads.
func (p *Port) Receive(ctx context.Context, wait time.Duration) ([]byte, error) {
	var limit time.Time
	if wait > 0 {
		limit = time.Now().Add(wait)
	}
	if err := p.SetReadDeadline(limit); err != nil {
		return nil, gone(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = p.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	buf := make([]byte, 256)
	n, err := p.Read(buf)
	if ctx.Err() != nil && n == 0 {
		return nil, ctx.Err()
	}
	return buf[:n], err
}
