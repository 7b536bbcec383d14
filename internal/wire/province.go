package wire

import (
	"encoding/json"
	"time"

	"motcua/internal/center"
)

// CloudEvent is one log entry on its way to the province (CloudEvents 1.0,
// structured JSON). Data is the entry's body, byte for byte, so that the
// province checks the chain itself.
type CloudEvent struct {
	SpecVersion string          `json:"specversion"` // "1.0"
	ID          string          `json:"id"`          // epoch-seq
	Source      string          `json:"source"`      // motcua/{prov}/{point}
	Type        string          `json:"type"`
	Time        time.Time       `json:"time"`
	Seq         int64           `json:"seq"`
	Hash        Hash            `json:"hash"`
	Data        json.RawMessage `json:"data"`
}

// Batch is a message on the topic evt: consecutive entries From to To.
type Batch struct {
	V      int          `json:"v"` // 1
	Epoch  string       `json:"epoch"`
	First  int64        `json:"first,omitempty"` // first sequence of the epoch; absent: what online said, else 1
	From   int64        `json:"from"`
	To     int64        `json:"to"`
	Events []CloudEvent `json:"events"`
}

// Online is the birth message and, with On false, the will (topic online, retained).
type Online struct {
	V       int       `json:"v"`
	On      bool      `json:"on"`
	Session string    `json:"session"`
	Epoch   string    `json:"epoch"`
	First   int64     `json:"first"` // first sequence of the epoch
	Last    int64     `json:"last"`
	Acked   int64     `json:"acked"`
	Version string    `json:"version"`
	At      time.Time `json:"at"`
}

// Ack is the province's watermark (topic ack, retained): it has committed everything up to Seq.
type Ack struct {
	V     int    `json:"v"`
	Epoch string `json:"epoch"`
	Seq   int64  `json:"seq"`
	Hash  Hash   `json:"hash,omitzero"`  // of the event Seq: a center that holds another there has forked
	Nack  bool   `json:"nack,omitempty"` // Seq+1 is missing: send again from there
	Fork  bool   `json:"fork,omitempty"` // the same (epoch, seq) came with another hash: open a new epoch
}

// Snap is the retained live state of a point: lossy, the latest wins.
type Snap struct {
	V        int            `json:"v"`
	At       time.Time      `json:"at"`
	Seq      int64          `json:"seq"`
	Day      center.Day     `json:"day"`
	Name     string         `json:"name"`
	Open     bool           `json:"open"`
	Today    Today          `json:"today"`
	Waiting  []QueueState   `json:"waiting"`
	Counters []SnapCounter  `json:"counters"`
	Devices  []DeviceStatus `json:"devices"`
	Power    *Power         `json:"power,omitempty"`    // on battery; absent: mains, or nobody knows
	SelfTest *SelfTest      `json:"selftest,omitempty"` // the last one of the day
}

// SnapCounter is a counter without the ticket it holds.
type SnapCounter struct {
	ID    center.CounterID `json:"id"`
	State string           `json:"state"`
}

// Today is the figures of the current service day, one definition each (docs/figures.md).
type Today struct {
	Issued    int            `json:"issued"`
	Waiting   int            `json:"waiting"`
	LongestS  int            `json:"longest_s"`
	Legs      int            `json:"legs"` // legs answered
	MeanWaitS int            `json:"mean_wait_s"`
	P90WaitS  int            `json:"p90_wait_s"`
	Within15  int            `json:"within_15"`     // legs answered within 15 minutes
	LeftAfter int            `json:"left_after_15"` // legs that ended unanswered, or still wait, after 15 minutes
	Finished  int            `json:"finished"`
	NoShows   int            `json:"no_shows"`
	Dossiers  int            `json:"dossiers"`
	Outside   int            `json:"outside"`
	Ratings   *RatingFigures `json:"ratings"` // null below five answers
	Services  []ServiceToday `json:"services,omitempty"`

	Reprints    int             `json:"reprints,omitempty"`     // slips ordered once more
	OnPaper     int             `json:"on_paper,omitempty"`     // of Issued: numbers given on paper, typed in while they waited
	PaperServed int             `json:"paper_served,omitempty"` // served on a paper number and typed in afterwards: in no other figure
	Forecast    *ForecastScores `json:"forecast,omitempty"`     // once a ticket that was told a wait has been called
}

// ServiceToday is one service's part of Today.
type ServiceToday struct {
	Service   center.ServiceCode `json:"service"`
	Issued    int                `json:"issued"`
	Legs      int                `json:"legs"`
	MeanWaitS int                `json:"mean_wait_s"`
	Within15  int                `json:"within_15"`
	LeftAfter int                `json:"left_after_15"`
}
