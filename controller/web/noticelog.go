package web

import (
	"slices"

	"motcua/internal/health"
	"motcua/internal/wire"
)

const shownNotices = 30

// noticeLog is what the manager sees of messages to citizens.
type noticeLog struct {
	Channels   []string
	Conditions []health.Condition
	Latest     []wire.BookedNotice // newest first, at most shownNotices
	Sent       int
	Failed     int
	Open       int // claimed: on their way
}

// conditions is what is wrong with the channels.
func (p *pages) conditions(pg *page) []health.Condition {
	if len(pg.Center.Notices.Channels()) == 0 {
		return nil
	}
	return p.Notices.Conditions()
}

// noticeLog is the day's messages; nil where none are sent.
func (p *pages) noticeLog(pg *page, all []wire.BookedNotice) *noticeLog {
	v := &noticeLog{Channels: pg.Center.Notices.Channels()}
	if len(v.Channels) == 0 && len(all) == 0 {
		return nil
	}
	v.Conditions = p.conditions(pg)
	for _, n := range slices.Backward(all) {
		switch n.State {
		case "sent":
			v.Sent++
		case "failed":
			v.Failed++
		default:
			v.Open++
		}
		if len(v.Latest) < shownNotices {
			v.Latest = append(v.Latest, n)
		}
	}
	return v
}
