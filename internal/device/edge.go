package device

import (
	"context"
	"time"
)

// Lamp is one light. It is for one goroutine.
type Lamp interface {
	// Set lights the lamp or puts it out. Errors are fault.Unavailable; on a
	// machine without a board for it Set does nothing, and State says so.
	Set(on bool) error

	// State tells whether the lamp works, as far as a pin can tell.
	State() State
}

// Digits is a row of seven-segment digits. It is for one goroutine.
type Digits interface {
	// Show shows text, set to the right; see package segments for what seven
	// segments can show. It writes everything anew, settings included, since a
	// chip that lost its power for a moment has forgotten all: call it often.
	// Errors are fault.Unavailable; without a board it does nothing.
	Show(text string) error

	// Test lights every segment.
	Test() error

	// Dark switches all off. Show switches on again.
	Dark() error

	// State tells how the display is since it was last written to.
	State() State
}

// Button is one push button. It is for one goroutine.
type Button interface {
	// Wait waits for the button to be pressed and tells whether it was. It
	// returns after about 100 ms at the latest, so that its caller sees to ctx
	// and State; a held button is one press. Under an ended ctx it returns at once.
	Wait(ctx context.Context) bool

	// State tells how the button is: held for more than 10 s it is broken.
	State() State
}

// Scanner reads bar codes. It is for one goroutine.
type Scanner interface {
	// Read waits for the next code. A code that is read again within 2 s is
	// reported once. Errors end the scanner: open it anew. A code is personal
	// data perhaps: it belongs into no log.
	Read(ctx context.Context) (code string, err error)

	// State tells how the scanner is: what it sends may be unreadable.
	State() State

	// Close lets go of the port. It does not end a Read under way: end its ctx.
	Close() error
}

// Power is what an uninterruptible power supply tells.
type Power struct {
	State
	Charge  int           // of the battery, percent; -1: not told
	Runtime time.Duration // left on battery, as the UPS guesses; -1: not told
}

// UPS is an uninterruptible power supply. It is for one goroutine.
type UPS interface {
	// Look asks once. It returns within 5 s or when ctx ends.
	Look(ctx context.Context) Power

	// Close hangs up; the next Look connects again.
	Close() error
}
