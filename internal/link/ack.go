package link

import (
	"context"
	"fmt"
	"time"

	"motcua/internal/wire"
)

// take heeds one ack of the province. Acks of another epoch are old news.
func (s *session) take(ctx context.Context, a heard, now time.Time) error {
	if a.Epoch != s.epoch {
		return nil
	}
	if !a.kept {
		s.served, s.again = true, 0
		s.setHeard(now)
	}
	fork, err := s.forked(ctx, a.Ack)
	if err != nil {
		return err
	}
	switch {
	case fork != "":
		return s.rotate(ctx, fork, a.Seq, now)
	case a.Seq > s.w.acked:
		s.w.advance(a.Seq, now)
	case a.Nack:
		if seq := max(a.Seq, s.first-1); s.w.missing(seq, now) {
			s.o.Logger.Warn("province misses events", "after", seq)
		}
	default:
		s.w.heard(now)
	}
	s.setWatermark(s.epoch, s.w.acked)
	return nil
}

// forked tells why the province and this log do not speak of the same events,
// empty when they do. It compares the hash and not only the number: a log
// restored from a backup may since have grown past the watermark.
func (s *session) forked(ctx context.Context, a wire.Ack) (string, error) {
	switch {
	case a.Fork:
		return ForkTold, nil
	case a.Seq > s.log.Head():
		return ForkAhead, nil
	case a.Seq < s.first || a.Seq <= s.w.acked && !a.Nack || a.Hash == (wire.Hash{}):
		return "", nil
	}
	entries, err := s.log.Read(ctx, a.Seq-1, 1)
	if err != nil {
		return "", fmt.Errorf("read the log after %d: %w", a.Seq-1, err)
	}
	if len(entries) == 1 && entries[0].Hash != a.Hash {
		return ForkHash, nil
	}
	return "", nil
}

// rotate opens a new epoch and tells it from the last watermark that was sure.
// It happens at most once in Timing.Rotate: a confused province must not fill the log.
func (s *session) rotate(ctx context.Context, reason string, seq int64, now time.Time) error {
	if !s.rotated.IsZero() && now.Sub(s.rotated) < s.o.Timing.Rotate {
		return nil
	}
	s.save()
	s.o.Logger.Error("log and province disagree, opening a new epoch",
		"reason", reason, "epoch", s.epoch, "province_seq", seq, "head", s.log.Head(), "acked", s.w.acked)
	if err := s.state.OpenEpoch(ctx, reason); err != nil {
		return fmt.Errorf("open an epoch: %w", err)
	}
	s.rotated = now
	s.begin(now)
	return nil
}
