package printer

import "io"

// order is what a real-time command asks for.
type order int

const (
	nothing  order = iota
	status1        // DLE EOT 1: printer
	status2        // DLE EOT 2: why offline
	status3        // DLE EOT 3: which error
	status4        // DLE EOT 4: paper
	recover1       // DLE ENQ 1: mend and go on
	clear2         // DLE ENQ 2 and DLE DC4 8: mend and throw the job away
)

// clearSequence is DLE DC4 8 with its fixed parameters.
var clearSequence = []byte{0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08}

// realtime finds real-time commands in the bytes as they arrive. Like a real
// printer it does not know where a picture begins, and so finds them there too.
type realtime struct{ seen []byte }

func (r *realtime) push(b byte) order {
	r.seen = append(r.seen, b)
	for len(r.seen) > 0 {
		o, more := match(r.seen)
		if o != nothing {
			r.seen = nil
			return o
		}
		if more {
			return nothing
		}
		r.seen = r.seen[1:]
	}
	return nothing
}

// match tells whether seen is a command, or may yet become one.
func match(seen []byte) (o order, more bool) {
	if seen[0] != 0x10 {
		return nothing, false
	}
	if len(seen) == 1 {
		return nothing, true
	}
	switch seen[1] {
	case 0x04, 0x05:
		if len(seen) == 2 {
			return nothing, true
		}
		if seen[1] == 0x04 && seen[2] >= 1 && seen[2] <= 4 {
			return status1 + order(seen[2]-1), false
		}
		if seen[1] == 0x05 && (seen[2] == 1 || seen[2] == 2) {
			return recover1 + order(seen[2]-1), false
		}
	case 0x14:
		for i, b := range seen {
			if b != clearSequence[i] {
				return nothing, false
			}
		}
		if len(seen) == len(clearSequence) {
			return clear2, false
		}
		return nothing, true
	}
	return nothing, false
}

// obey carries an order out.
func (p *Printer) obey(o order, back io.Writer) {
	switch o {
	case status1, status2, status3, status4:
		p.mu.Lock()
		answer := p.switches.status(o, p.model)
		p.mu.Unlock()
		_, _ = back.Write([]byte{answer}) // a host that has gone does not want it
	case clear2:
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.model.Stubborn {
			p.forget()
		}
	}
}

// status is the answer to DLE EOT, bit by bit as the makers' manuals have it.
func (s Switches) status(o order, m Model) byte {
	b := byte(0x12)
	set := func(on bool, bits byte) {
		if on {
			b |= bits
		}
	}
	low := (s.PaperLow || s.PaperOut) && !m.NoNearEnd
	switch o {
	case status1:
		set(s.stopped(), 0x08)
	case status2:
		set(s.CoverOpen, 0x04)
		set(s.PaperOut, 0x20)
		set(s.CutterError || s.HeadHot, 0x40)
	case status3:
		set(s.CutterError, 0x08)
		set(s.HeadHot, 0x40)
	case status4:
		switch {
		case m.EndAsLow:
			set(s.PaperOut, 0x0C)
		case m.Presenter:
			set(low, 0x0C)
			set(s.PaperOut, 0x20)
			set(s.Presented, 0x40)
		default:
			set(low, 0x0C)
			set(s.PaperOut, 0x60)
		}
	}
	return b
}

// auto is the automatic status, four bytes with a signature of their own.
func (s Switches) auto(m Model) (b [4]byte) {
	b = [4]byte{0x10, 0, 0, 0x0F}
	set := func(on bool, i int, bits byte) {
		if on {
			b[i] |= bits
		}
	}
	set(s.stopped(), 0, 0x08)
	set(s.CoverOpen, 0, 0x20)
	set(s.CutterError, 1, 0x08)
	set(s.HeadHot, 1, 0x40)
	set((s.PaperLow || s.PaperOut) && !m.NoNearEnd, 2, 0x03)
	set(s.PaperOut, 2, 0x0C)
	return b
}
