package phone

import (
	"net/url"
	"strings"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// Complaints says where a citizen who is not content turns to, nil for nowhere.
func (v *view) Complaints() *wire.PhoneComplaints {
	if v.Center == nil {
		return nil
	}
	return v.Center.Complaints
}

// Over tells that the visit is over.
func (v *view) Over() bool { return v.over() }

// Want is the page for who wants an answer, with the counter and the day filled
// in. It is no part of the ticket's page and learns nothing else of it.
func (v *view) Want() string {
	if v.Ticket.Counter == "" {
		return v.Complaints().Request
	}
	q := url.Values{"counter": {string(v.Ticket.Counter)}, "day": {string(center.DayOf(v.Now))}}
	return v.Complaints().Request + "?" + q.Encode()
}

// Dial is the hotline as a telephone dials it.
func (v *view) Dial() string {
	return strings.NewReplacer(" ", "", ".", "").Replace(v.Complaints().Hotline)
}
