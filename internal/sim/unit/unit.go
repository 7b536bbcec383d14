package unit

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"motcua/internal/device/segments"
)

const (
	form     = 2
	version  = 1<<8 | 0
	maxQueue = 16                     // presses that the firmware keeps
	lineLost = 5 * time.Second        // without a frame for it, after which a unit shows so
	waking   = 100 * time.Millisecond // from power to the first answer or press
	held     = 10 * time.Second       // a key held longer is stuck
	unlock   = 0x4D43
)

// The holding registers.
const (
	regAck = iota
	regLeft
	regRight
	regLamp
	regBuzzer
	regBright
	regAddress
	regBaud
	regLock
	holdings
)

// keys holds the number of each key by its name; digits are their own names.
var keys = map[string]uint16{
	"next": 1, "recall": 2, "start": 3, "no-show": 4, "finish": 5, "pause": 6, "transfer": 7, "incident": 8,
}

func keyOf(name string) (uint16, bool) {
	if n, err := strconv.Atoi(name); err == nil && len(name) == 1 {
		return 16 + uint16(n), true
	}
	k, ok := keys[name]
	return k, ok
}

// Keys lists the names that Press knows: the actions, and the digits "0" to "9".
func Keys() []string {
	all := slices.Sorted(maps.Keys(keys))
	for d := range 10 {
		all = append(all, strconv.Itoa(d))
	}
	return all
}

// Unit is one simulated motcua unit. Its methods may be called from any goroutine.
type Unit struct {
	id string

	mu      sync.Mutex
	boot    uint32
	seq     uint16
	lost    uint16
	bad     uint16
	queue   []press
	regs    [holdings]uint16
	open    bool      // the request before was the unlock
	heard   time.Time // the last frame for it
	awake   time.Time // when it has started
	down    time.Time // since when a key is held
	downKey uint16
	beeps   int // since it was made
	deaf    int // acknowledgements still to lose
	dead    bool
	forgot  func(boot uint32, seq uint16)
}

type press struct {
	seq, key uint16
	at       time.Time
}

var _ Device = (*Unit)(nil)

// New returns a unit that has been on for a while, so that it answers at once.
func New(id string, address byte) *Unit {
	u := &Unit{id: id}
	u.regs[regAddress] = uint16(address)
	u.regs[regBaud] = 5
	u.reset()
	return u
}

// ID returns the unit's name.
func (u *Unit) ID() string { return u.id }

// Press presses a key by its name; false means that there is no such key. A
// unit that is just starting does not see it.
func (u *Unit) Press(name string) bool {
	key, ok := keyOf(name)
	if !ok {
		return false
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case time.Now().Before(u.awake):
	case len(u.queue) == maxQueue:
		u.lost++
	default:
		u.seq++
		u.queue = append(u.queue, press{u.seq, key, time.Now()})
	}
	return true
}

// Hold keeps a key down, or lets go of it with "".
func (u *Unit) Hold(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.downKey, _ = keyOf(name)
	u.down = time.Now()
}

// Waiting returns how many presses nobody has acknowledged.
func (u *Unit) Waiting() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.queue)
}

// Forgot has f called for each press that an acknowledgement makes the unit forget.
func (u *Unit) Forgot(f func(boot uint32, seq uint16)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.forgot = f
}

// Newest names the newest press that the unit has seen.
func (u *Unit) Newest() (boot uint32, seq uint16) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.boot, u.seq
}

// Restart switches the unit off and on: presses and their numbers are gone, and
// for a tenth of a second it neither answers nor sees a key.
func (u *Unit) Restart() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.reset()
	u.awake = time.Now().Add(waking)
}

func (u *Unit) reset() {
	u.boot, u.seq, u.lost, u.bad, u.queue, u.open = u.boot&^0xFFFF+0x10000|rand.Uint32()&0xFFFF, 0, 0, 0, nil, false
	u.regs[regAck], u.regs[regBright], u.heard = 0, 8, time.Time{}
}

// LoseAcks lets the next n acknowledgements go unheard, as a noisy line does.
func (u *Unit) LoseAcks(n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.deaf = n
}

// Mute stops the unit from answering, or lets it answer again.
func (u *Unit) Mute(on bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.dead = on
}

// Display returns what its digits show; "----" means that nobody has written to it for five seconds.
func (u *Unit) Display() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.away() {
		return "----"
	}
	l, r := u.regs[regLeft], u.regs[regRight]
	return segments.Text([]byte{byte(l >> 8), byte(l), byte(r >> 8), byte(r)})
}

// Lamp returns 0 for off, 1 for on, 2 for blinking.
func (u *Unit) Lamp() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.away() {
		return 0
	}
	return int(u.regs[regLamp])
}

// Beeps returns how often it has beeped.
func (u *Unit) Beeps() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.beeps
}

// away tells whether the line is lost; then display and lamp wait for the next write.
func (u *Unit) away() bool {
	if time.Since(u.heard) < lineLost {
		return false
	}
	u.regs[regLeft], u.regs[regRight], u.regs[regLamp] = 0x0101, 0x0101, 0
	return true
}
