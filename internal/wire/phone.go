package wire

import (
	"encoding/json"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// Of a citizen's page at the province. The center feeds it outward; nobody
// calls the center. docs/phone.md tells how.

// PhoneCenter is what all pages of one center share. It is no secret.
type PhoneCenter struct {
	Name     i18n.Text                        `json:"name"`
	Point    i18n.Text                        `json:"point"`
	Demo     bool                             `json:"demo,omitempty"`
	Services map[center.ServiceCode]i18n.Text `json:"services"`
	Walk     int                              `json:"walk"`  // minutes that coming back takes
	Grace    int                              `json:"grace"` // minutes in which a missed number may come back; 0: all day

	Channels []string `json:"channels,omitempty"` // by which a citizen may be told; none: nobody is asked
	After    int      `json:"after,omitempty"`    // minutes behind the visit until an address is deleted
	Hours    int      `json:"hours,omitempty"`    // and at the latest; 0: at the end of the service day
	Link     bool     `json:"link,omitempty"`     // one message more invites to rate the visit

	Complaints *PhoneComplaints `json:"complaints,omitempty"` // where a citizen who is not content turns to

	Questionnaires map[string]*center.Questionnaire `json:"questionnaires,omitempty"` // that citizens are asked, by version
}

// NewPhoneCenter is what the pages tell of a center.
func NewPhoneCenter(c *center.Center) PhoneCenter {
	v := PhoneCenter{Name: c.Name, Point: c.Point, Demo: c.Demo, Walk: c.Phone.Walk, Grace: c.Calling.Grace,
		Services: map[center.ServiceCode]i18n.Text{}, Channels: c.Notices.Channels()}
	if len(v.Channels) > 0 {
		v.After, v.Hours, v.Link = c.Notices.After, c.Notices.Hours, c.Rating.Link
	}
	for _, s := range c.Services {
		v.Services[s.Code] = s.Name
	}
	v.Complaints = newPhoneComplaints(c)
	v.Questionnaires = map[string]*center.Questionnaire{}
	for i := range c.Questionnaires {
		asked := c.Questionnaires[i].Asked()
		v.Questionnaires[asked.Version()] = &asked
	}
	return v
}

// PhonePage is what one citizen's page shows: a number and its state, nobody's name.
type PhonePage struct {
	V      int       `json:"v"`  // 1
	At     time.Time `json:"at"` // when it was true; waits count from here
	Ticket Ticket    `json:"ticket"`
	Survey *Survey   `json:"survey,omitempty"` // the question to this citizen, whether it was answered or not

	Contact *PhoneContact `json:"contact,omitempty"` // where this citizen is told

	Entry *PhoneEntry `json:"entry,omitempty"` // instead of a ticket: where a phone may take a number
}

// PhoneContact is an address as its owner recognizes it.
type PhoneContact struct {
	Channel string    `json:"channel"`
	Shown   string    `json:"shown"`
	Until   time.Time `json:"until"` // deleted by then
}

// PhoneEntry is the page behind the code that the center shows to phones, or,
// away from it, behind the name of the point.
type PhoneEntry struct {
	Away     bool         `json:"away,omitempty"` // the number waits from its check-in on
	Gives    bool         `json:"gives"`          // numbers are given now
	Services []PhoneOffer `json:"services,omitempty"`
	Groups   []string     `json:"groups,omitempty"` // who has priority
	PerDay   int          `json:"per_day"`          // numbers a phone may take in a day
	Each     int          `json:"each"`             // and of one service
	Arrive   int          `json:"arrive,omitempty"` // away: minutes in which to come
}

// PhoneOffer is a service as a phone may choose it.
type PhoneOffer struct {
	Code     center.ServiceCode `json:"code"`
	Purposes []center.Purpose   `json:"purposes,omitempty"` // those offered; empty: all
	Waiting  int                `json:"waiting"`
	Full     bool               `json:"full,omitempty"`
}

// AwaySecret opens the page of a point that everybody may open.
func AwaySecret(source string) string { return "away " + source }

// PhoneFeed is a message on the topic phone. Messages of a session are numbered
// from 1; the first ones, up to and with one that has no More, bring every page
// of the day, the others what changed. One without pages says that nothing did.
type PhoneFeed struct {
	V       int          `json:"v"` // 1
	Session string       `json:"session"`
	N       int64        `json:"n"`
	At      time.Time    `json:"at"`
	Until   time.Time    `json:"until"` // end of the service day: the pages are then forgotten
	More    bool         `json:"more,omitempty"`
	Center  *PhoneCenter `json:"center,omitempty"` // with N 1
	Pages   []SealedPage `json:"pages,omitempty"`
}

// SealedPage is a PhonePage that only the secret of its slip opens.
type SealedPage struct {
	Key  string `json:"k"` // PhoneKey of the secret
	Body []byte `json:"x"`
}

// Kinds of commands.
const (
	CmdPhone     = "phone"      // Body is a sealed PhoneAction
	CmdPhoneSync = "phone-sync" // tell every page again; it is not answered by a CmdReply
)

// Cmd is a message on the topic cmd/{id}: what the province asks of a point.
// The same id is the same command, however often it comes.
type Cmd struct {
	V    int    `json:"v"` // 1
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Key  string `json:"k,omitempty"`
	Body []byte `json:"x,omitempty"`
}

// CmdReply is a message on the topic cmd-reply. A status below 300 says that
// what was asked is stored.
type CmdReply struct {
	V      int    `json:"v"` // 1
	ID     string `json:"id"`
	Status int    `json:"status"`
	Body   []byte `json:"x,omitempty"`    // sealed PhoneAnswer
	Page   []byte `json:"page,omitempty"` // the sealed page as it is now
}

// What a citizen may do with a phone.
const (
	PhoneCancel  = "cancel"
	PhoneLate    = "late"
	PhoneCheckIn = "check-in"
	PhoneRate    = "rating"
	PhoneNotice  = "notice"        // takes an address
	PhoneForget  = "notice-forget" // deletes it
	PhoneTake    = "take"          // with the secret of an entry page
)

// PhoneAction is what a citizen asks for.
type PhoneAction struct {
	Do       string  `json:"do"`
	Token    string  `json:"token,omitempty"`    // rating
	Answers  Answers `json:"answers,omitzero"`   // rating
	Version  string  `json:"version,omitempty"`  // rating: of the questionnaire that was answered
	Corrects string  `json:"corrects,omitempty"` // rating: key of the answer that this one replaces
	Entry    string  `json:"entry,omitempty"`    // check-in: the code that the center shows

	Channel string    `json:"channel,omitempty"` // notice; rating: link, where a message led to the page
	To      string    `json:"to,omitempty"`      // notice: as it was typed
	Lang    i18n.Lang `json:"lang,omitempty"`    // notice: of the messages

	Service  center.ServiceCode `json:"service,omitempty"` // take
	Purpose  center.Purpose     `json:"purpose,omitempty"`
	Priority bool               `json:"priority,omitempty"`
	Phone    string             `json:"phone,omitempty"` // a random name, by which the center counts
}

// PhoneAnswer says how it went.
type PhoneAnswer struct {
	Code     string    `json:"code,omitempty"`    // of the fault; empty: done
	Sentence i18n.Text `json:"sentence,omitzero"` // of the fault
	Secret   string    `json:"secret,omitempty"`  // take: of the new number's page, which comes with the answer
}

const (
	maxFeed  = 256 << 10 // bytes of a feed message
	maxCmd   = 16 << 10  // of a command or its answer
	maxPages = 200       // in one feed message
)

// DecodePhoneFeed reads a message of the topic phone.
func DecodePhoneFeed(raw []byte) (PhoneFeed, bool) {
	var f PhoneFeed
	if len(raw) > maxFeed || json.Unmarshal(raw, &f) != nil || f.V != 1 || f.N < 1 || len(f.Session) != 16 ||
		len(f.Pages) > maxPages || (f.N == 1) != (f.Center != nil) {
		return PhoneFeed{}, false
	}
	for _, p := range f.Pages {
		if !isKey(p.Key) || len(p.Body) > maxCmd { // nobody could open it
			return PhoneFeed{}, false
		}
	}
	return f, true
}

// DecodeCmd reads a command.
func DecodeCmd(raw []byte) (Cmd, bool) {
	var c Cmd
	ok := len(raw) <= maxCmd && json.Unmarshal(raw, &c) == nil && c.V == 1 && IsSlug(c.ID) && (c.Kind == CmdPhoneSync || isKey(c.Key))
	return c, ok
}

// DecodeCmdReply reads the answer of a command.
func DecodeCmdReply(raw []byte) (CmdReply, bool) {
	var r CmdReply
	ok := len(raw) <= maxCmd && json.Unmarshal(raw, &r) == nil && r.V == 1 && IsSlug(r.ID) && r.Status >= 200 && r.Status < 600
	return r, ok
}
