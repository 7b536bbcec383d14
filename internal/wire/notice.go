package wire

import (
	"time"

	"motcua/internal/queue"
)

// NoticeData is the life of one notice: claimed durably before it goes out,
// then sent or failed. It names the channel and never the address.
type NoticeData struct {
	Ticket  queue.TicketID `json:"ticket"`
	Channel string         `json:"channel"`         // zns, sms or email
	Kind    string         `json:"kind"`            // near, called, missed, stalled or canceled
	Cause   string         `json:"cause,omitempty"` // failed: a code
}

// BookedNotice is one notice as the day book has it.
type BookedNotice struct {
	At time.Time `json:"at"` // of its last change
	NoticeData
	Number string `json:"number"`
	State  string `json:"state"` // claimed, sent or failed
}
