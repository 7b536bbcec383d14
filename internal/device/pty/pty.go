// Package pty makes pseudo terminals: character devices whose other end is a
// program. Simulated printers and keypads stand behind them, so that the real
// drivers open a real device node.
package pty

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Pair is a pseudo terminal. Drivers open Name; the simulated device reads and writes Master.
type Pair struct {
	Master *os.File
	Name   string
	held   *os.File // keeps the line alive while no driver has it open
}

// Open returns a new pseudo terminal in raw mode.
func Open() (*Pair, error) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("pty: %w", err)
	}
	name, err := unlock(master)
	if err != nil {
		master.Close()
		return nil, fmt.Errorf("pty: %w", err)
	}
	held, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		master.Close()
		return nil, fmt.Errorf("pty: %w", err)
	}
	return &Pair{master, name, held}, nil
}

// unlock makes the other end usable, switches off all line editing, and returns its name.
func unlock(master *os.File) (name string, err error) {
	conn, err := master.SyscallConn()
	if err != nil {
		return "", err
	}
	var failed error
	err = conn.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed != nil {
			return
		}
		n, err := unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		if failed = err; err != nil {
			return
		}
		name = fmt.Sprintf("/dev/pts/%d", n)
		t, err := unix.IoctlGetTermios(int(fd), unix.TCGETS)
		if failed = err; err != nil {
			return
		}
		t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
		t.Cflag = t.Cflag&^unix.CSIZE | unix.CS8
		failed = unix.IoctlSetTermios(int(fd), unix.TCSETS, t)
	})
	if err == nil {
		err = failed
	}
	return name, err
}

// Close unplugs the device: whoever has it open reads an error from now on.
func (p *Pair) Close() error {
	p.held.Close()
	return p.Master.Close()
}
