package linktest

import (
	"net"
	"sync"
	"testing"
)

// Line is a TCP proxy that stands for a bad line: it can be cut, stay dead, and
// swallow everything without a word.
type Line struct {
	to    string
	ln    net.Listener
	mu    sync.Mutex
	conns map[net.Conn]bool
	dead  bool // nobody gets through
	dark  bool // bytes go nowhere
}

// NewLine returns a line to an address; it ends with the test.
func NewLine(t testing.TB, to string) *Line {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{to: to, ln: ln, conns: map[net.Conn]bool{}}
	t.Cleanup(func() { ln.Close(); l.Cut() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			l.serve(c)
		}
	}()
	return l
}

// Addr is where the line begins.
func (l *Line) Addr() string { return l.ln.Addr().String() }

func (l *Line) serve(c net.Conn) {
	up, err := net.Dial("tcp", l.to)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil || l.dead {
		c.Close()
		if up != nil {
			up.Close()
		}
		return
	}
	l.conns[c], l.conns[up] = true, true
	go l.copy(c, up)
	go l.copy(up, c)
}

func (l *Line) copy(dst, src net.Conn) {
	defer dst.Close()
	defer src.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := src.Read(buf)
		if err != nil {
			return
		}
		l.mu.Lock()
		dark := l.dark
		l.mu.Unlock()
		if dark {
			continue
		}
		if _, err := dst.Write(buf[:n]); err != nil {
			return
		}
	}
}

// Cut ends every connection.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		c.Close()
	}
	clear(l.conns)
}

// Set makes the line dead (nobody gets through) or dark (bytes go nowhere), or well again.
func (l *Line) Set(dead, dark bool) {
	l.mu.Lock()
	l.dead, l.dark = dead, dark
	l.mu.Unlock()
}
