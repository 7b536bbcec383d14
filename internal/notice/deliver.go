package notice

import (
	"context"
	"time"
)

// pauses are those between the attempts to send one message. A citizen who is
// told later than that has seen it on the screens.
var pauses = []time.Duration{2 * time.Second, 8 * time.Second, 20 * time.Second, 60 * time.Second}

// Deliver sends m, and again after a while where the server has certainly not
// taken it. It returns nil, or the error of the last attempt; with ctx's end it
// tries no more. told hears of each attempt; still is asked before each further
// one whether m is still true, and where it is not the cause is Late.
func Deliver(ctx context.Context, s Sender, m Message, told func(error), still func() bool) error {
	for i := 0; ; i++ {
		err := s.Send(ctx, m)
		told(err)
		if err == nil || !again(err) || i == len(pauses) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pauses[i]):
		}
		if !still() {
			return Failure(Late)
		}
	}
}
