package printer

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
)

// maxLines is how many hosts may be connected; the next waits.
const maxLines = 8

// Serve prints what hosts send to ln until ctx ends, and closes ln.
func (p *Printer) Serve(ctx context.Context, ln net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	defer context.AfterFunc(ctx, func() { ln.Close() })()
	wg.Go((&engine{Printer: p, ctx: ctx, cleared: p.cleared.Load()}).run)
	slots := make(chan struct{}, maxLines)
	for {
		conn, err := ln.Accept()
		if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return err
		}
		slots <- struct{}{}
		wg.Go(func() {
			p.receive(ctx, conn)
			<-slots
		})
	}
}

// ServeLine prints what comes over one line, such as a serial port, until ctx or the line ends. It closes the line.
func (p *Printer) ServeLine(ctx context.Context, rw io.ReadWriteCloser) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go((&engine{Printer: p, ctx: ctx, cleared: p.cleared.Load()}).run)
	err := p.receive(ctx, rw)
	if ctx.Err() != nil || errors.Is(err, io.EOF) || errors.Is(err, os.ErrClosed) || errors.Is(err, io.ErrClosedPipe) {
		return nil // over, or unplugged
	}
	return err
}

// line is the way back to one host; queued and real-time answers come from two goroutines.
type line struct {
	printer *Printer
	mu      sync.Mutex
	rw      io.ReadWriteCloser
}

func (l *line) Write(b []byte) (int, error) {
	b = l.printer.mutilate(b)
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rw.Write(b)
}

// receive takes bytes in: real-time commands are obeyed at once, even when the
// buffer is full, and every byte goes to the buffer.
func (p *Printer) receive(ctx context.Context, conn io.ReadWriteCloser) error {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close(); p.broadcast() })()
	back := &line{printer: p, rw: conn}
	if !p.pickUp(back) {
		return io.EOF
	}
	defer p.putDown(back)
	var rt realtime
	chunk := make([]byte, 512)
	for {
		if !p.online(ctx) {
			return ctx.Err()
		}
		n, err := conn.Read(chunk)
		life := p.cleared.Load() // what is thrown away from now on takes these bytes along
		from := 0
		for i, b := range chunk[:n] {
			o := rt.push(b)
			if o == nothing {
				continue
			}
			p.obey(o, back)
			if o == clear2 {
				life = p.cleared.Load()
			}
			if segment := chunk[from : i+1]; o != clear2 && !(len(segment) <= 3 && p.full()) { // a question needs no room
				p.enqueue(ctx, segment, back, life)
			}
			from = i + 1
		}
		p.enqueue(ctx, chunk[from:n], back, life)
		if err != nil {
			return err
		}
	}
}

// online waits until the printer reads; false when ctx is over.
func (p *Printer) online(ctx context.Context) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.switches.Offline && ctx.Err() == nil {
		p.wake.Wait()
	}
	return ctx.Err() == nil
}

func (p *Printer) full() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.buffer) >= p.model.Buffer
}

// enqueue puts bytes into the buffer as soon as there is room. They are lost when
// the buffer is thrown away meanwhile, or ctx is over.
func (p *Printer) enqueue(ctx context.Context, b []byte, from io.Writer, life int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.switches.Unplugged {
		return
	}
	for len(b) > 0 && len(p.buffer) >= p.model.Buffer && ctx.Err() == nil {
		p.wake.Wait()
	}
	if len(b) > 0 && life == p.cleared.Load() {
		p.host = from
		p.buffer = append(p.buffer, b...)
		p.wake.Broadcast()
	}
}
