package printer

// pickUp takes a line into use. A printer without power has none.
func (p *Printer) pickUp(l *line) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.switches.Unplugged {
		return false
	}
	p.lines[l] = true
	return true
}

func (p *Printer) putDown(l *line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.lines, l)
	if p.auto == l {
		p.auto = nil
	}
}

// hangUp breaks every line. The caller holds the lock.
func (p *Printer) hangUp() {
	for l := range p.lines {
		l.rw.Close()
	}
	p.auto = nil
}

// PullCable breaks every line. The printer goes on with what it has, and waits
// for the rest of a command that was cut in two.
func (p *Printer) PullCable() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hangUp()
}

// Say sends b to every host, as noise on the line does.
func (p *Printer) Say(b []byte) {
	p.mu.Lock()
	lines := make([]*line, 0, len(p.lines))
	for l := range p.lines {
		lines = append(lines, l)
	}
	p.mu.Unlock()
	for _, l := range lines {
		l.mu.Lock()
		_, _ = l.rw.Write(b) // a host that has gone does not hear it
		l.mu.Unlock()
	}
}

// mutilate returns b as it arrives over a noisy line: with bytes before it or
// behind it, with one of its own changed or missing, or, half of the time, as it is.
func (p *Printer) mutilate(b []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.switches.Noise {
		return b
	}
	noise := make([]byte, 1+p.random.IntN(8))
	for i := range noise {
		noise[i] = byte(p.random.Uint32())
	}
	at := p.random.IntN(len(b))
	switch p.random.IntN(8) {
	case 0:
		return append(noise, b...)
	case 1:
		return append(append([]byte(nil), b...), noise...)
	case 2:
		b = append([]byte(nil), b...)
		b[at] = noise[0]
	case 3:
		return append(append([]byte(nil), b[:at]...), b[at+1:]...)
	}
	return b
}
