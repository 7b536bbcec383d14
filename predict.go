package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"motcua/internal/fault"
	"motcua/internal/forecast"
	"motcua/internal/i18n"
)

type predictCommand struct {
	Trace      string    `required:"" type:"path" help:"Log of tickets as CSV, packed by xz or not; see docs/forecast.md."`
	TrainUntil time.Time `required:"" format:"2006-01-02" help:"Last day to learn from alone; each later day is predicted from all days before it."`
	PollOffset float64   `default:"0" help:"Minutes after each fifth minute of the clock at which waiting tickets are predicted, 0 to below 5."`
	JSON       bool      `xor:"form" help:"Print as JSON."`
	CSV        bool      `name:"csv" xor:"form" help:"Print as CSV."`
}

// Validate refuses what kong's types let through.
func (c *predictCommand) Validate() error {
	if !(c.PollOffset >= 0 && c.PollOffset < 5) {
		return errors.New("--poll-offset is 0 to below 5")
	}
	return nil
}

// Run replays the log and prints how well its waits were predicted.
func (c *predictCommand) Run(p *program) error {
	f, err := os.Open(c.Trace)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "trace-unreadable", "file", c.Trace)
	}
	defer f.Close()
	history, err := forecast.ReadTrace(filepath.Base(c.Trace), f)
	if err != nil {
		return err
	}
	report, err := forecast.Backtest(history, c.TrainUntil, c.PollOffset)
	if err != nil {
		return err
	}
	return c.write(os.Stdout, p.lang, report)
}

func (c *predictCommand) write(w io.Writer, lang i18n.Lang, r *forecast.Report) error {
	switch {
	case c.JSON:
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(r)
	case c.CSV:
		return r.WriteCSV(w)
	}
	_, err := io.WriteString(w, r.Table(lang))
	return err
}
