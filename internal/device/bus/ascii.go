package bus

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/modbus"
	"motcua/internal/fault"
)

// bounce is how soon behind an acknowledgement the same key is no new press:
// the acknowledgement was lost, and the unit tells the old one again.
const bounce = 150 * time.Millisecond

// ascii is a unit that speaks lines of text, as the center's file describes
// them. It numbers no presses, so the driver does: a press whose answer is lost
// on the line is lost where the unit waits for no acknowledgement.
type ascii struct {
	ask, none, show, ok string
	key                 *regexp.Regexp
	keys                map[string]Key
	expect              int // bytes of the longest usual answer
	digits              int
	boot                uint32
	seq                 uint16
	open                bool   // a press was told and is not acknowledged
	text                string // on the display
	last                string
	acked               time.Time
}

func newASCII(u center.Unit) (driver, error) {
	wrong := fault.New(fault.Invalid, "center-ascii", "place", "[[unit]] "+string(u.ID))
	p := u.ASCII
	fill := func(pattern string) string {
		return strings.ReplaceAll(pattern, "{addr}", strconv.Itoa(u.Address))
	}
	a := &ascii{
		ask: fill(p.Ask), none: fill(p.None), show: fill(p.Show), ok: fill(p.OK),
		keys: map[string]Key{}, digits: u.Digits, boot: rand.Uint32() | 1, text: strings.Repeat(" ", u.Digits),
	}
	a.expect = max(len(a.none), 1)
	if p.Key == "" && p.Show == "" || p.Key != "" && p.Ask == "" {
		return nil, wrong
	}
	if p.Key == "" {
		return a, nil
	}
	before, after, found := strings.Cut(fill(p.Key), "{key}")
	if !found {
		return nil, wrong
	}
	a.key = regexp.MustCompile("(?s)^" + regexp.QuoteMeta(before) + "(.{1,16}?)" + regexp.QuoteMeta(after) + "$")
	for code, action := range p.Keys {
		key, ok := ParseKey(action)
		if !ok {
			return nil, wrong
		}
		a.keys[code] = key
		a.expect = max(a.expect, len(before)+len(code)+len(after))
	}
	return a, nil
}

// pace is that of a display where there is nothing to ask.
func (a *ascii) pace() time.Duration {
	if a.ask == "" {
		return time.Second
	}
	return 50 * time.Millisecond
}

// poll asks for a key. A unit that was told nothing yet about its last press would tell it again: it is left alone.
func (a *ascii) poll(line *modbus.Master) (news, error) {
	n := news{boot: a.boot}
	if a.open {
		return n, nil
	}
	if a.ask == "" {
		return n, a.display(line) // it may have been off
	}
	came, err := line.Exchange([]byte(a.ask), a.expect, func(came []byte) bool {
		_, known := a.read(string(came))
		return known
	})
	if errors.Is(err, modbus.ErrSilent) && a.none == "" {
		return n, nil // so it says that no key was pressed
	}
	if err != nil {
		return n, err
	}
	code, _ := a.read(string(came))
	if code == "" {
		return n, nil
	}
	a.open = a.ok != ""
	if a.open && code == a.last && time.Since(a.acked) < bounce {
		return n, a.acknowledge(line)
	}
	a.last = code
	a.seq++
	n.presses = []Press{{Boot: a.boot, Seq: a.seq, Key: a.keys[code], At: time.Now()}}
	return n, nil
}

// read finds the code of the key in an answer, "" for none pressed; known is false while it is neither.
func (a *ascii) read(answer string) (code string, known bool) {
	if answer == a.none && answer != "" {
		return "", true
	}
	if a.key == nil {
		return "", false
	}
	m := a.key.FindStringSubmatch(answer)
	if m == nil || a.keys[m[1]] == 0 {
		return "", false
	}
	return m[1], true
}

func (a *ascii) acknowledge(line *modbus.Master) error {
	a.open, a.acked = false, time.Now()
	return a.tell(line, a.ok)
}

func (a *ascii) write(line *modbus.Master, o order) error {
	if o.ack != nil && a.open {
		if err := a.acknowledge(line); err != nil {
			return err
		}
	}
	if !o.face {
		return nil
	}
	text := strings.Map(func(r rune) rune {
		switch {
		case r == '.':
			return -1 // it has no place of its own on digits
		case r < ' ' || r > '~':
			return ' ' // nothing of ours ends a line early
		}
		return r
	}, o.text)
	a.text = fmt.Sprintf("%*s", a.digits, text[max(len(text)-a.digits, 0):])
	return a.display(line)
}

func (a *ascii) display(line *modbus.Master) error {
	if a.show == "" {
		return nil
	}
	return a.tell(line, strings.ReplaceAll(a.show, "{text}", a.text))
}

func (a *ascii) tell(line *modbus.Master, words string) error {
	_, err := line.Exchange([]byte(words), 0, nil)
	return err
}
