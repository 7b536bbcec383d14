// Package accept is the contract that a device and its driver keep, as data: the
// tests run it against fakes and simulated devices, and a technician runs it
// against real ones, with hands that open covers and eyes that count slips.
package accept

import (
	"context"
	"errors"
)

// Check is one promise. Name is a code, with its sentence in the catalog under "accept.".
type Check[R any] struct {
	Name string
	Run  func(ctx context.Context, rig R) error // nil: kept; ErrCannot: this rig cannot tell
}

// ErrCannot is the answer of a rig that has no way to bring about what it is asked for.
var ErrCannot = errors.New("this rig cannot do that")
