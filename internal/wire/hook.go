package wire

import (
	"encoding/json"
	"time"
)

// The headers of a delivery to a web hook (docs/hooks.md).
const (
	HookSignature = "Motcua-Signature" // t=UNIX,v1=HEX[,v1=HEX]: HMAC-SHA256 of "UNIX.body" under each secret in use
	HookDelivery  = "Motcua-Delivery"  // the delivery's id: the same for each attempt
	HookName      = "Motcua-Hook"      // the hook's id in the center's configuration
)

// Delivery is what is posted to a web hook: entries of the log in their order.
// The types that the hook does not want are left out; From and To count them.
type Delivery struct {
	V      int               `json:"v"`
	ID     string            `json:"id"`             // the same for each attempt
	Point  string            `json:"point"`          // agency code of the reception point
	Epoch  string            `json:"epoch"`          // (epoch, seq) names an entry for ever
	From   int64             `json:"from"`           // first entry that was looked at
	To     int64             `json:"to"`             // last one
	Hash   Hash              `json:"hash"`           // of entry To: who keeps it can tell later that the log was changed
	Test   bool              `json:"test,omitempty"` // nothing happened: somebody tries the hook
	Events []json.RawMessage `json:"events"`         // entry bodies
}

// What became of an attempt to deliver.
const (
	HookOK          = "ok"
	HookRefused     = "refused"     // answered with something else than 2xx
	HookUnreachable = "unreachable" // no answer within 5 seconds
	HookAddress     = "address"     // the name leads to an address that is not allowed
	HookSecret      = "secret"      // the file with the secret cannot be read, or it is too short
	HookInsecure    = "insecure"    // nobody vouches for its certificate
)

// HookCauses lists why a delivery may fail.
var HookCauses = []string{HookRefused, HookUnreachable, HookAddress, HookSecret, HookInsecure}

// Hooks answers GET /hooks.
type Hooks struct {
	Head  int64  `json:"head"` // newest entry of the log
	Hooks []Hook `json:"hooks"`
}

// Hook is how one web hook stands. Its address is told without path and query,
// which may hold a secret.
type Hook struct {
	ID      string     `json:"id"`
	Host    string     `json:"host"`
	Events  []string   `json:"events"` // empty: every type
	Seq     int64      `json:"seq"`    // the receiver has taken everything up to here
	Behind  int64      `json:"behind"` // entries that it has not been told
	OK      bool       `json:"ok"`     // the newest delivery was taken, or there was none yet
	Cause   string     `json:"cause,omitempty"`
	Status  int        `json:"status,omitempty"`  // of the newest answer
	LastOK  *time.Time `json:"last_ok,omitempty"` // wall clock, since the program started
	Failing *time.Time `json:"failing,omitempty"` // since when deliveries fail
	Next    *time.Time `json:"next,omitempty"`    // when it is tried again

	Test *HookTest `json:"test,omitempty"` // the newest one since the program started
}

// HookTest answers POST /hooks/{hook}/test.
type HookTest struct {
	OK     bool   `json:"ok"`
	Cause  string `json:"cause,omitempty"`
	Status int    `json:"status,omitempty"`
	MS     int64  `json:"ms"` // until the answer

	At time.Time `json:"at"` // wall clock when it was sent
}
