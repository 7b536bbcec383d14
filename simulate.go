package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/simulate"
)

type simulateCommand struct {
	Scenario string `required:"" type:"path" help:"Scenario file, see docs/simulate.md."`
	JSON     bool   `help:"Print as JSON."`
}

// Run plays the scenario and prints what came of it.
func (c *simulateCommand) Run(p *program) error {
	s, err := loadScenario(c.Scenario)
	if err != nil {
		return err
	}
	r, err := simulate.Run(p.ctx, s)
	if err != nil {
		return err
	}
	return c.print(os.Stdout, r, p.lang)
}

func (c *simulateCommand) print(w io.Writer, r *simulate.Result, lang i18n.Lang) error {
	if !c.JSON {
		_, err := io.WriteString(w, r.Table(lang))
		return err
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// loadScenario reads a scenario and the trace it names.
func loadScenario(path string) (*simulate.Scenario, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "scenario-unreadable", "file", path)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, simulate.MostBytes+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "scenario-unreadable", "file", path)
	}
	s, faults := simulate.Read(filepath.Base(path), raw)
	if faults != nil {
		return nil, config.Problems(faults)
	}
	if s.Trace == "" {
		return s, nil
	}
	name := s.Trace
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(path), name)
	}
	t, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "scenario-unreadable", "file", name)
	}
	defer t.Close()
	if f := s.ReadTrace(filepath.Base(name), t); f != nil {
		return nil, f
	}
	return s, nil
}
