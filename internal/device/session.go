package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/wire"
)

var (
	errSilent = errors.New("no answer to a status query")
	errGone   = errors.New("the line ended")
	errNoise  = errors.New("the line brings what nobody asked for")
)

// grace is how long a printer may take to answer or to read on before the line to
// it is suspected to be stuck: a small part of a slip is on paper sooner.
const grace = 400 * time.Millisecond

// session is one open way to a printer: what it says comes in by a goroutine of
// its own, what goes out is watched, since a printer that stops also stops reading.
type session struct {
	rw      io.ReadWriteCloser
	profile escpos.Profile
	replies chan escpos.Reply           // closed when the line ends
	alarm   chan struct{}               // the printer told of a trouble by itself
	changed chan<- struct{}             // of the driver: it told anything by itself
	lost    atomic.Int64                // bytes and answers that nobody asked for
	doubt   func(context.Context) error // asks the printer another way why it says nothing; nil: there is none
	surplus int64                       // the same, found while answers were awaited
	marks   int                         // answers to GS r since the last round began
	marking bool                        // an answer to GS r is awaited
	asked   bool                        // to tell every change by itself
	tail    *byte                       // the last byte of an automatic status; nil: none came yet
}

func newSession(rw io.ReadWriteCloser, profile escpos.Profile, changed chan<- struct{}) *session {
	s := &session{rw: rw, profile: profile, replies: make(chan escpos.Reply, 64), alarm: make(chan struct{}, 1), changed: changed}
	go s.listen()
	return s
}

// listen decodes until the line ends, and never waits for whoever should read:
// an answer that finds no room is one that nobody asked for.
func (s *session) listen() {
	defer close(s.replies)
	var d escpos.Decoder
	buf := make([]byte, 256)
	for strays := 0; ; {
		n, err := s.rw.Read(buf)
		for _, b := range buf[:n] {
			r, ok := d.Push(b)
			s.lost.Add(int64(d.Strays - strays)) // before the answer behind it is heard
			if strays = d.Strays; ok {
				s.hear(r)
			}
		}
		if err != nil {
			return
		}
	}
}

func (s *session) hear(r escpos.Reply) {
	if r.Kind == escpos.AutoBack {
		s.sound(r.ASB)
		if cause := escpos.FromASB(s.profile, r.ASB).Cause(); cause != "" && cause != wire.HeadHot { // it goes on by itself
			signal(s.alarm)
		}
		signal(s.changed)
		return
	}
	select {
	case s.replies <- r:
	default:
		s.lost.Add(1)
	}
}

// sound counts an automatic status that may not be one. Its last byte is reserved
// and stays the same: another one is an answer that came behind a status cut
// short, such as that to a marker, and is lost.
func (s *session) sound(asb [4]byte) {
	if s.tail == nil {
		s.tail = &asb[3]
	}
	if *s.tail != asb[3] {
		s.lost.Add(1)
	}
}

// speak asks the printer to tell every change by itself. One that has stopped would only store the request.
func (s *session) speak(ctx context.Context, status escpos.Status) {
	if s.profile.ASB && !s.asked && status.Cause() == "" {
		s.asked = s.write(ctx, escpos.Speak()) == nil
	}
}

// signal notes that something happened; that it happened twice does not matter.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// close ends the session and waits for its reader. A driver in the kernel that
// does not let go of it keeps one sleeping goroutine.
func (s *session) close() {
	s.rw.Close()
	limit := time.NewTimer(time.Second)
	defer limit.Stop()
	for {
		select {
		case _, ok := <-s.replies:
			if !ok {
				return
			}
		case <-limit.C:
			return
		}
	}
}

// abort closes the line and forgets what has not left this machine yet.
func (s *session) abort() {
	if conn, ok := s.rw.(*net.TCPConn); ok {
		_ = conn.SetLinger(0) // otherwise the rest would still arrive, and be printed
	}
	s.rw.Close()
}

// write sends b. When ctx ends first, or the printer has stopped and takes no
// more, it closes the line; how much went out is unknown then.
func (s *session) write(ctx context.Context, b []byte) error {
	sent := make(chan error, 1)
	go func() {
		_, err := s.rw.Write(b)
		sent <- err
	}()
	failed, _, err := await(ctx, s, sent)
	if err != nil {
		s.abort()
		return err
	}
	if failed != nil {
		return fmt.Errorf("%w: %w", errGone, failed)
	}
	return nil
}

// await takes the next of a channel. A printer that has told of a trouble gets no
// more than the grace for it, since what we wait for may be stuck behind what it
// does not read; one that takes long without a word is asked another way.
func await[T any](ctx context.Context, s *session, from <-chan T) (next T, ok bool, err error) {
	var stuck <-chan time.Time
	doubt := time.NewTimer(grace)
	defer doubt.Stop()
	for {
		select {
		case next, ok = <-from:
			return next, ok, nil
		case <-s.alarm:
			t := time.NewTimer(grace)
			defer t.Stop()
			stuck = t.C
		case <-stuck:
			return next, false, errSilent
		case <-doubt.C:
			if s.doubt != nil {
				if err := s.doubt(ctx); err != nil {
					return next, false, err
				}
				doubt.Reset(grace)
			}
		case <-ctx.Done():
			return next, false, context.Cause(ctx)
		}
	}
}

// strays counts what the printer said unasked. While it grows, no answer can be trusted.
func (s *session) strays() int64 { return s.lost.Load() + s.surplus }

// status asks all four queries, each answered within limit, until nothing else
// came with the answers and they agree.
func (s *session) status(ctx context.Context, limit time.Duration) (escpos.Status, error) {
	var status escpos.Status
	for try := range 3 {
		before := s.strays()
		status = escpos.Status{}
		for n := byte(1); n <= 4; n++ {
			b, err := s.ask(ctx, limit, n)
			if err != nil {
				return escpos.Status{}, err
			}
			status.Read(s.profile, n, b)
		}
		if s.drain(); s.strays() == before && (try == 2 || !status.Unexplained()) {
			return status, nil
		}
	}
	return escpos.Status{}, errNoise
}

// ask sends query n and returns its answer.
func (s *session) ask(ctx context.Context, limit time.Duration, n byte) (byte, error) {
	s.drain()
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSilent)
	defer cancel()
	if err := s.write(ctx, escpos.Query(n)); err != nil {
		return 0, err
	}
	for {
		r, err := s.reply(ctx)
		if err != nil {
			return 0, err
		}
		if r.Kind == escpos.RealTime {
			return r.Byte, nil
		}
		s.note(r)
	}
}

// drain takes what came in before a question: it does not answer that.
func (s *session) drain() {
	for {
		select {
		case r, ok := <-s.replies:
			if !ok {
				return
			}
			s.note(r)
		default:
			return
		}
	}
}

// note keeps the answer to a marker; anything else is stray.
func (s *session) note(r escpos.Reply) {
	if s.marking && r.PaperThere() {
		s.marks++
		return
	}
	s.surplus++
}

// reply returns the next answer.
func (s *session) reply(ctx context.Context) (escpos.Reply, error) {
	r, ok, err := await(ctx, s, s.replies)
	if err == nil && !ok {
		err = errGone
	}
	return r, err
}

// pause gives the printer d to say something, and tells whether it did.
func (s *session) pause(ctx context.Context, d time.Duration) (said bool, err error) {
	brief, cancel := context.WithTimeoutCause(ctx, d, errSilent)
	defer cancel()
	r, err := s.reply(brief)
	if err == nil {
		s.note(r)
		return true, nil
	}
	if errors.Is(err, errSilent) {
		return false, nil
	}
	return false, err
}
