package scanner

import (
	"encoding/binary"
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"motcua/internal/device"
	"motcua/internal/device/serial"
	"motcua/internal/wire"
)

// grab is EVIOCGRAB of linux/input.h: from then on nobody else hears the keys,
// so that a code does not end up in a field on the screen.
const grab = 0x40044590

// openKeyboard opens an event device and keeps its keys to itself; a pipe has no keys to keep.
func openKeyboard(path string, pipe bool) (*Scanner, error) {
	mode := os.O_RDONLY
	if pipe {
		mode = os.O_RDWR // it then never ends
	}
	f, err := os.OpenFile(path, mode|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, device.Fail(serial.Cause(err), err)
	}
	if !pipe {
		if err := take(f); err != nil {
			f.Close()
			cause := serial.Cause(err)
			if errors.Is(err, unix.ENOTTY) || errors.Is(err, unix.EINVAL) { // a joystick, say
				cause = wire.Foreign
			}
			return nil, device.Fail(cause, err)
		}
	}
	return &Scanner{source: f, typed: &keys{}, pause: keyPause}, nil
}

func take(f *os.File) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Control(func(fd uintptr) { failed = unix.IoctlSetInt(int(fd), grab, 1) })
	return errors.Join(err, failed)
}

// eventSize is that of struct input_event: its time has the machine's word size.
var eventSize = binary.Size(unix.Timeval{}) + 8

// Types and codes of linux/input-event-codes.h.
const (
	evSyn      = 0
	synDropped = 3
	evKey      = 1

	keyLeftCtrl, keyRightCtrl   = 29, 97
	keyLeftShift, keyRightShift = 42, 54
	keyLeftAlt, keyRightAlt     = 56, 100
	keyLeftMeta, keyRightMeta   = 125, 126
	keyEnter, keypadEnter       = 28, 96
)

// dropped stands for keys that the kernel lost: no text, so that the code is dropped.
const dropped = 0x00

// keys turns input events into what a US keyboard types.
type keys struct {
	part []byte          // of an event
	held map[uint16]bool // of shift, control, alt and meta
}

// push takes over bytes of an event device and returns what they type.
func (k *keys) push(b []byte) (typed []byte) {
	k.part = append(k.part, b...)
	for len(k.part) >= eventSize {
		event := k.part[eventSize-8:]
		kind, code := binary.NativeEndian.Uint16(event), binary.NativeEndian.Uint16(event[2:])
		value := int32(binary.NativeEndian.Uint32(event[4:]))
		k.part = k.part[eventSize:]
		if c, ok := k.event(kind, code, value); ok {
			typed = append(typed, c)
		}
	}
	k.part = append([]byte(nil), k.part...)
	return typed
}

func (k *keys) event(kind, code uint16, value int32) (byte, bool) {
	if kind == evSyn && code == synDropped {
		clear(k.held)
		return dropped, true
	}
	if kind != evKey {
		return 0, false
	}
	switch code {
	case keyLeftShift, keyRightShift, keyLeftCtrl, keyRightCtrl, keyLeftAlt, keyRightAlt, keyLeftMeta, keyRightMeta:
		if k.held == nil {
			k.held = map[uint16]bool{}
		}
		k.held[code] = value != 0
		return 0, false
	}
	if value != 1 || k.any(keyLeftCtrl, keyRightCtrl, keyLeftAlt, keyRightAlt, keyLeftMeta, keyRightMeta) { // 0: let go, 2: repeated by the kernel
		return 0, false
	}
	return typed(code, k.any(keyLeftShift, keyRightShift))
}

func (k *keys) any(codes ...uint16) bool {
	for _, c := range codes {
		if k.held[c] {
			return true
		}
	}
	return false
}

// layout is the US one: the characters of runs of key codes, plain and with shift.
var layout = []struct {
	first        uint16
	plain, shift string
}{
	{2, `1234567890-=`, `!@#$%^&*()_+`},
	{15, "\tqwertyuiop[]", "\tQWERTYUIOP{}"},
	{30, "asdfghjkl;'`", `ASDFGHJKL:"~`},
	{43, `\zxcvbnm,./`, `|ZXCVBNM<>?`},
	{55, `*`, `*`},
	{57, ` `, ` `},
	{71, `789-456+1230.`, `789-456+1230.`}, // the keypad
	{98, `/`, `/`},
}

func typed(code uint16, shift bool) (byte, bool) {
	if code == keyEnter || code == keypadEnter {
		return '\r', true
	}
	for _, run := range layout {
		if at := int(code) - int(run.first); at >= 0 && at < len(run.plain) {
			if shift {
				return run.shift[at], true
			}
			return run.plain[at], true
		}
	}
	return 0, false
}
