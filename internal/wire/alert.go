package wire

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// AlertData is the life of one alert.
type AlertData struct {
	Alert   int64      `json:"alert"`             // the sequence of the entry that raised it first: its name
	Kind    string     `json:"kind"`              // see package alert
	Subject string     `json:"subject,omitempty"` // code of the service, counter or device; empty: the center
	N       int        `json:"n,omitempty"`       // people or answers it is about, as it was raised
	Since   *time.Time `json:"since,omitempty"`   // told again as a day opens: when it really was
	By      string     `json:"by,omitempty"`      // acknowledged: opaque id of the credential
	Reason  string     `json:"reason,omitempty"`  // cleared: gone, read or closed
	Channel string     `json:"channel,omitempty"` // told: zns, sms or email
	Cause   string     `json:"cause,omitempty"`   // told: why the message was not sent
}

// Alert is one open alert with its words.
type Alert struct {
	Alert        int64      `json:"alert"`
	Kind         string     `json:"kind"`
	Subject      string     `json:"subject,omitempty"`
	Since        time.Time  `json:"since"`
	Urgent       bool       `json:"urgent,omitempty"` // a promise is broken, or somebody is in need
	Text         i18n.Text  `json:"text"`             // what is the matter now
	Todo         i18n.Text  `json:"todo"`             // what to do about it
	Acknowledged *time.Time `json:"acknowledged,omitempty"`
	By           string     `json:"by,omitempty"` // who sees to it: the person's name, or the id of the credential
	Escalated    *time.Time `json:"escalated,omitempty"`
}

// Alerts are all that are open, those that nobody sees to first.
type Alerts struct {
	At     time.Time  `json:"at"`
	Day    center.Day `json:"day"`
	Alerts []Alert    `json:"alerts"`
}
