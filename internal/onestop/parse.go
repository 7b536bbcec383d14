package onestop

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// The ways in which an answer is none.
var (
	errLarge = errors.New("the answer is too large")
	errJSON  = errors.New("the answer is no JSON object of the interface")
	errOther = errors.New("the answer is about another dossier")
)

// parse reads an answer about the dossier that was asked for.
func parse(raw []byte, code string) (wire.Dossier, error) {
	if len(raw) > mostAnswer {
		return wire.Dossier{}, errLarge
	}
	var a struct {
		Code     string `json:"code"`
		Status   string `json:"status"`
		Received string `json:"received"`
		Due      string `json:"due"`
		Finished string `json:"finished"`
	}
	if json.Unmarshal(raw, &a) != nil || a.Status == "" {
		return wire.Dossier{}, errJSON // what it says may be personal
	}
	if !strings.EqualFold(strings.TrimSpace(a.Code), code) {
		return wire.Dossier{}, errOther
	}
	d := wire.Dossier{Code: code, State: wire.DossierState(strings.ToLower(strings.TrimSpace(a.Status)))}
	if !slices.Contains(wire.DossierStates, d.State) {
		d.State = wire.DossierOther
	}
	d.Received, d.Due, d.Done = day(a.Received), day(a.Due), day(a.Finished)
	return d, nil
}

// day reads a date, with or without a time behind it; empty where it is none.
func day(s string) center.Day {
	if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
		s = s[:10]
	}
	if d := center.Day(s); validDay(d) {
		return d
	}
	return ""
}

func validDay(d center.Day) bool {
	at, err := d.Start()
	return err == nil && at.Year() >= 2000 && at.Year() < 2100
}
