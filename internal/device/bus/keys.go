package bus

import (
	"fmt"
	"time"
)

// Key is a key of a unit.
type Key uint16

// The keys. Digit0 to Digit0+9 are the digits.
const (
	Next Key = iota + 1
	Recall
	Start
	NoShow
	Finish
	Pause
	Transfer
	Incident
	Digit0 Key = 16
)

var names = []string{Next: "next", Recall: "recall", Start: "start", NoShow: "no-show", Finish: "finish",
	Pause: "pause", Transfer: "transfer", Incident: "incident"}

// Digit returns which digit the key is, false for the other keys.
func (k Key) Digit() (int, bool) { return int(k - Digit0), k >= Digit0 && k <= Digit0+9 }

// String returns the counter action that the key stands for, such as "next".
func (k Key) String() string {
	if d, ok := k.Digit(); ok {
		return fmt.Sprintf("digit-%d", d)
	}
	if k >= Next && int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("key-%d", uint16(k))
}

// ParseKey returns the key of a counter action, or of a digit from "0" to "9".
func ParseKey(name string) (Key, bool) {
	if len(name) == 1 && name[0] >= '0' && name[0] <= '9' {
		return Digit0 + Key(name[0]-'0'), true
	}
	for k, n := range names {
		if n == name && n != "" {
			return Key(k), true
		}
	}
	return 0, false
}

// Press is one press of a key.
type Press struct {
	Boot uint32 // of the unit: with Seq it names the press for ever
	Seq  uint16
	Key  Key
	At   time.Time // when the key went down, in whole tenths of a second before it was read
}

// behind tells whether p comes behind q in the count of their unit, which wraps.
func (p Press) behind(q Press) bool { return p.Boot != q.Boot || int16(p.Seq-q.Seq) > 0 }

// Lamp is what a unit's lamp does.
type Lamp uint16

// What a lamp does.
const (
	Off Lamp = iota
	On
	Blinking
)
