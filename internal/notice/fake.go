package notice

import (
	"context"
	"slices"
	"sync"
)

// Fake is a Sender that keeps what it is given. Its zero value takes everything.
type Fake struct {
	mu    sync.Mutex
	taken []Message
	fails []error
	lose  bool
	stuck bool
}

// Send implements Sender.
func (f *Fake) Send(ctx context.Context, m Message) error {
	f.mu.Lock()
	stuck := f.stuck
	f.mu.Unlock()
	if stuck {
		<-ctx.Done()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil {
		return Failure(Unreachable)
	}
	if len(f.fails) > 0 {
		err := f.fails[0]
		if len(f.fails) > 1 {
			f.fails = f.fails[1:]
		}
		if err != nil {
			return err
		}
	}
	f.taken = append(f.taken, m)
	if f.lose {
		return Failure(Unsure)
	}
	return nil
}

// Taken is what it has taken, in order.
func (f *Fake) Taken() []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.taken)
}

// Fail lets the next attempts end with errs, one each, the last one for good;
// without any it takes everything again.
func (f *Fake) Fail(errs ...error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails, f.lose, f.stuck = errs, false, false
}

// Lose lets it take everything from now on and never say so.
func (f *Fake) Lose() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails, f.lose, f.stuck = nil, true, false
}

// Stick lets it hold each attempt from now on until its time is over.
func (f *Fake) Stick() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails, f.lose, f.stuck = nil, false, true
}
