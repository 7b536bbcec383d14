package escpos

import "motcua/internal/wire"

// Query returns the real-time status query n, 1 to 4: printer, offline cause,
// error cause, paper. A printer answers it with one byte, at once, even while it prints.
func Query(n byte) []byte { return []byte{dle, eot, n} }

// Marker asks for the paper sensor in turn: the answer comes when everything
// sent before it is on paper, and not at all from a printer that has stopped.
func Marker() []byte { return []byte{gs, 'r', 1} }

// Speak asks the printer to tell every change by itself, beginning with how it is now.
func Speak() []byte { return []byte{gs, 'a', 0xFF} }

// Discard makes a printer that has stopped forget the job, so that the rest of a
// slip does not come out when paper is put in an hour later.
func Discard() []byte {
	return []byte{dle, enq, 2, dle, dc4, 8, 1, 3, 20, 1, 6, 2, 8}
}

// Kind says what a byte from the printer belongs to.
type Kind int

// The kinds of replies.
const (
	RealTime Kind = iota // answer to DLE EOT
	Queued               // answer to GS r
	AutoBack             // automatic status back, four bytes
)

// Reply is one thing a printer said.
type Reply struct {
	Kind Kind
	Byte byte    // RealTime, Queued
	ASB  [4]byte // AutoBack
}

// PaperThere tells whether a Queued reply is one that a printer with paper gives
// behind a job: the two bits of a sensor agree, and the end is not reached.
func (r Reply) PaperThere() bool {
	low := r.Byte & 0x0F
	return r.Kind == Queued && (low == 0 || low == 0x03)
}

// The control bytes of flow control, which may stand between any two others.
const (
	xon  = 0x11
	xoff = 0x13
)

// Decoder finds replies in what a printer sends. Bytes that carry no valid
// signature are dropped and counted, so that it finds its way again after noise.
// The zero Decoder is ready.
type Decoder struct {
	Strays int // bytes that belonged to nothing
	asb    [4]byte
	have   int // bytes of asb, 0 outside
}

// Push takes the next byte; ok is true when it completes a reply.
func (d *Decoder) Push(b byte) (r Reply, ok bool) {
	if b == xon || b == xoff {
		return Reply{}, false
	}
	if d.have > 0 {
		if b&0x90 == 0 {
			d.asb[d.have] = b
			if d.have++; d.have == len(d.asb) {
				d.have = 0
				return Reply{Kind: AutoBack, ASB: d.asb}, true
			}
			return Reply{}, false
		}
		d.Strays += d.have
		d.have = 0 // cut short: b begins something else
	}
	switch {
	case b&0x93 == 0x12:
		return Reply{Kind: RealTime, Byte: b}, true
	case b&0x93 == 0x10:
		d.asb[0], d.have = b, 1
	case b&0x90 == 0:
		return Reply{Kind: Queued, Byte: b}, true
	default:
		d.Strays++
	}
	return Reply{}, false
}

// Status is what a printer says about itself.
type Status struct {
	Offline     bool
	Feeding     bool // somebody holds the FEED key
	CoverOpen   bool
	PaperOut    bool
	PaperLow    bool // a printer without that sensor never says so
	CutterError bool
	HeadHot     bool // stopped by itself, and goes on by itself
	Fatal       bool // unrecoverable
	Error       bool // any of the errors above, or one that has no bit
}

// Read takes over the answer of a printer of that profile to query n, 1 to 4.
func (s *Status) Read(p Profile, n, b byte) {
	switch n {
	case 1:
		s.Offline = b&0x08 != 0
	case 2:
		s.CoverOpen = b&0x04 != 0
		s.Feeding = b&0x08 != 0
		s.PaperOut = b&0x20 != 0
		s.Error = b&0x40 != 0
	case 3:
		s.CutterError = b&0x08 != 0
		s.Fatal = b&0x20 != 0
		s.HeadHot = b&0x40 != 0
	case 4:
		s.PaperLow = b&p.Paper.Low != 0
		s.PaperOut = s.PaperOut || b&p.Paper.Out != 0
	}
}

// FromASB reads an automatic status of a printer of that profile.
func FromASB(p Profile, b [4]byte) Status {
	return Status{
		Offline: b[0]&0x08 != 0, CoverOpen: b[0]&0x20 != 0, Feeding: b[0]&0x40 != 0,
		CutterError: b[1]&0x08 != 0, Fatal: b[1]&0x20 != 0, HeadHot: b[1]&0x40 != 0,
		PaperLow: p.NearEnd() && b[2]&0x03 != 0, PaperOut: b[2]&0x0C != 0,
	}
}

// Unexplained tells whether the printer is offline and does not say why: so it
// seems for a moment when it stops or goes on between two questions.
func (s Status) Unexplained() bool {
	return s.Offline && !s.Feeding && !s.CoverOpen && !s.PaperOut && !s.CutterError && !s.HeadHot && !s.Fatal && !s.Error
}

// Cause names what keeps the printer from printing, empty when nothing does. An
// open cover comes first: with it open, the paper sensor tells nothing, and
// printers call it an error that mends itself, as they call a hot head.
func (s Status) Cause() string {
	switch {
	case s.CoverOpen:
		return wire.CoverOpen
	case s.PaperOut:
		return wire.PaperOut
	case s.CutterError:
		return wire.CutterError
	case s.Fatal:
		return wire.DeviceError
	case s.HeadHot:
		return wire.HeadHot
	case s.Error, s.Unexplained():
		return wire.DeviceError
	}
	return ""
}
