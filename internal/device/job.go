package device

import (
	"context"
	"errors"
	"time"

	"motcua/internal/device/escpos"
	"motcua/internal/wire"
)

// printJob is one slip on its way through a session.
type printJob struct {
	*receipt
	s      *session
	parts  []escpos.Part
	rows   int   // of what went out
	whole  bool  // the last part went out, or may have
	going  bool  // the printer was seen well with the first marker behind the slip, and unanswered
	marked bool  // a marker was answered
	strays int64 // of the session, when the job began
}

// stopped is a printer that said why it does not go on: on the line of the job,
// behind everything it had said before, or aside.
type stopped struct {
	cause string
	aside bool
}

func (e *stopped) Error() string { return "the printer stopped: " + e.cause }

// doubt asks a printer that takes no more and says nothing over a second line,
// where it allows one. When it has stopped it is cleared at once.
func (j *printJob) doubt(ctx context.Context) error {
	brief, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	rw, err := j.way.open(brief)
	if err != nil {
		return nil
	}
	s := newSession(rw, j.profile, j.changed)
	defer s.close()
	status, err := s.status(brief, grace)
	if cause := status.Cause(); err == nil && cause != "" && cause != wire.HeadHot {
		_ = s.write(brief, escpos.Discard()) // the best that can be done
		return &stopped{cause, true}
	}
	return nil
}

// run returns nil once the slip is on paper, as the printer says.
func (j *printJob) run(ctx context.Context) error {
	if j.way.shared {
		j.s.doubt = j.doubt
		defer func() { j.s.doubt = nil }()
	}
	for i, part := range j.parts {
		if err := j.able(ctx); err != nil {
			return err
		}
		j.whole = i == len(j.parts)-1
		j.rows += part.Rows
		if err := j.s.write(ctx, part.Bytes); err != nil {
			return err
		}
	}
	return j.settle(ctx)
}

// able looks at the printer between two parts of a slip: one that has stopped
// soon takes nothing more, and could then not be asked either.
func (j *printJob) able(ctx context.Context) error {
	b, err := j.s.ask(ctx, j.wait.part, 1)
	if err != nil {
		return err
	}
	var status escpos.Status
	if status.Read(j.profile, 1, b); status.Offline {
		return j.look(ctx)
	}
	return nil
}

// look returns nil when the printer is well. It waits for a hot head, which cools
// down by itself, as long as the slip has time.
func (j *printJob) look(ctx context.Context) error {
	for {
		status, err := j.s.status(ctx, j.wait.part)
		if err != nil {
			return err
		}
		switch cause := status.Cause(); cause {
		case "":
			return nil
		case wire.HeadHot:
			if _, err := j.s.pause(ctx, j.wait.look); err != nil {
				return err
			}
		default:
			return &stopped{cause, false}
		}
	}
}

// settle returns nil once the printer has come to the end of the slip and is
// well. It asks for the mark in rounds, and believes it when two rounds in turn
// brought one answer each and nothing else: noise looks like an answer now and then.
func (j *printJob) settle(ctx context.Context) error {
	paper := time.Duration(j.rows) * time.Second / time.Duration(escpos.RowsPerMM*j.profile.Speed)
	enough := time.Now().Add(paper + j.wait.settle)
	for clean := 0; clean < 2; {
		ok, err := j.round(ctx, enough)
		if err != nil {
			return err
		}
		if clean++; !ok {
			clean = 0
		}
	}
	return nil
}

// round sends one marker and looks at the printer until it is answered. One that
// may not know the marker is believed when it has been well for long enough.
func (j *printJob) round(ctx context.Context, enough time.Time) (clean bool, err error) {
	before := j.s.strays()
	j.s.marks, j.s.marking = 0, true
	if err := j.s.write(ctx, escpos.Marker()); err != nil {
		return false, err
	}
	for {
		if err := j.look(ctx); err != nil {
			return false, err
		}
		wait := j.wait.look
		if j.going = true; j.s.marks > 0 {
			wait, j.marked = j.wait.quiet, true
		}
		said, err := j.s.pause(ctx, wait)
		if err != nil {
			return false, err
		}
		clean := j.s.strays() == before
		if !said && j.s.marks > 0 {
			return clean && j.s.marks == 1, nil
		}
		if j.s.marks == 0 && !j.profile.Mark && time.Now().After(enough) {
			return clean, nil
		}
	}
}

// surelyNotWhole tells whether a slip behind which the printer stopped is not
// whole: its last part never went out; or the printer was seen at work with the
// marker behind the slip, and stopped without an answer, on a line without noise.
func (j *printJob) surelyNotWhole(stop *stopped) bool {
	return !j.whole || !stop.aside && j.going && !j.marked && j.s.marks == 0 && j.s.strays() == j.strays
}

// giveUp makes the printer forget the rest of a slip that was begun and did not
// end, and finds out why it did not. Where the slip may be whole, the cause is unknown.
func (j *printJob) giveUp(ctx context.Context, why error) error {
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*j.wait.answer)
	defer cancel()
	cause := ""
	if stop, ok := errors.AsType[*stopped](why); ok {
		cause = stop.cause
		_ = j.s.write(last, escpos.Discard()) // the best that can be done
		if !j.surelyNotWhole(stop) {
			cause = wire.Unknown
		}
		return Fail(cause, why)
	}
	j.s.abort()
	j.drop()
	if cause = j.discard(last); cause == "" || j.whole || errors.Is(context.Cause(ctx), context.Canceled) {
		cause = wire.Unknown
	}
	return Fail(cause, why)
}

// discard opens the printer anew to clear it, and returns the cause for which it stopped.
func (j *printJob) discard(ctx context.Context) string {
	rw, err := j.way.open(ctx)
	if err != nil {
		return ""
	}
	s := newSession(rw, j.profile, j.changed)
	defer s.close()
	status, err := s.status(ctx, j.wait.answer)
	for range 4 { // it reads on after the first: what was still under way must be forgotten too
		_ = s.write(ctx, escpos.Discard())
		_, _ = s.pause(ctx, j.wait.look)
	}
	if err != nil {
		return ""
	}
	return status.Cause()
}
