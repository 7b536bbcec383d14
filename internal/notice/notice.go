// Package notice sends short messages to citizens who left an address: by
// SMTP, or through an HTTP gateway such as those for SMS and Zalo. It holds the
// drivers, the wording and the one who tries again. Whom to tell what, and that
// nobody is told twice, is decided by who calls it.
//
// No error, and nothing that this package logs, holds an address or a text:
// what a server answers may repeat either, so only codes leave it.
package notice

import (
	"context"
	"errors"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Message is one notice, ready to be sent.
type Message struct {
	ID      string // opaque; the same at each attempt, so that a gateway may know a repetition
	Kind    string // of center.NoticeKinds
	To      string // a phone number as Phone wrote it, or an e-mail address
	Subject string // of an e-mail
	Text    string // without line breaks at its end
	Fields  Fields // what the text was made of, for gateways that hold the wording themselves
	Files   []File // that go with an e-mail
}

// File goes with an e-mail.
type File struct {
	Name string // plain ASCII
	Type string // its media type
	Body []byte
}

// Fields fill the placeholders of a gateway's templates, by center.Placeholders.
type Fields map[string]string

// Sender sends notices through one channel. It is safe for concurrent use.
type Sender interface {
	// Send hands m to the server and returns nil once the server has taken it
	// over, which is not yet when a person reads it. It tries once. Its errors
	// are faults with the code of what was the matter, see CauseOf:
	//
	//   - fault.Unavailable: the server has certainly not taken the message, and
	//     a later attempt may do better;
	//   - fault.Gone: nobody knows whether it has; sending again may tell the
	//     citizen twice;
	//   - any other kind: it has refused, and will again.
	Send(ctx context.Context, m Message) error
}

// The causes of a message that was not sent: codes, with their sentences in
// the catalog under "notice.cause-".
const (
	Unreachable = "unreachable" // nobody answers there
	Insecure    = "insecure"    // no TLS, or a certificate that nobody vouches for
	Busy        = "busy"        // the server says: not now
	Refused     = "refused"     // the server says: no, to this message or address
	Login       = "login"       // the server does not know us
	Garbled     = "garbled"     // an answer that is none
	Unsure      = "unsure"      // it went out and no answer came, or the program ended meanwhile
	Late        = "late"        // it was no longer true, or too late in the day, when it could have been sent
	Limit       = "limit"       // the center has sent as many as it may in a day
	Setup       = "setup"       // a file of the configuration cannot be read
)

// Causes lists every cause.
var Causes = []string{Unreachable, Insecure, Busy, Refused, Login, Garbled, Unsure, Late, Limit, Setup}

// Failure is the error of an attempt that ended with cause. What a server said
// stays out of it.
func Failure(cause string) error {
	switch cause {
	case Unreachable, Insecure, Busy:
		return fault.New(fault.Unavailable, "notice-"+cause)
	case Unsure, Garbled:
		return fault.New(fault.Gone, "notice-"+cause)
	case Login:
		return fault.New(fault.Unauthorized, "notice-"+cause)
	}
	return fault.New(fault.Conflict, "notice-"+cause)
}

// ChannelName is what technicians of any language call a channel.
func ChannelName(channel string) string {
	return map[string]string{center.ByZNS: "Zalo", center.BySMS: "SMS", center.ByEmail: "e-mail"}[channel]
}

// CauseOf returns the cause of a failure to send; Unsure for an error that is none of Send.
func CauseOf(err error) string {
	code := fault.CodeOf(err)
	for _, cause := range Causes {
		if code == "notice-"+cause {
			return cause
		}
	}
	return Unsure
}

// again tells that a later attempt may do better.
func again(err error) bool { return fault.KindOf(err) == fault.Unavailable }

// TellsOfServer tells a failure that is the channel's and not this one
// message's: somebody has to look at it.
func TellsOfServer(err error) bool {
	switch CauseOf(err) {
	case Refused, Late, Limit:
		return false
	}
	return !errors.Is(err, context.Canceled)
}
