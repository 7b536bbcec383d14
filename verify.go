package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// leastHead is how many bytes of a printed head must be given.
const leastHead = 8

// askAgain is how long a verification elsewhere is left alone between two looks at it.
const askAgain = 200 * time.Millisecond

type verifyCommand struct {
	Data   string `xor:"log" required:"" type:"existingdir" help:"Directory of a log."`
	URL    string `xor:"log" required:"" help:"A running controller, whose log is read over the interface."`
	Record string `xor:"log" required:"" type:"existingfile" help:"A record that an inspector downloaded."`
	Token  string `type:"existingfile" help:"File with the token of a manager, inspector or technician, for --url."`
	Head   string `help:"A head printed on a closing slip, its first 16 digits or more, with or without spaces: it must be in the log."`
	Days   bool   `help:"List the head of every closed day."`
	JSON   bool   `help:"Print as JSON."`
}

// Run recomputes the whole log, or the days of a record, and says what is wrong where.
func (c *verifyCommand) Run(p *program) error {
	sought, err := printedHead(c.Head)
	if err != nil {
		return err
	}
	if c.Record != "" {
		return c.verifyRecord(p.lang, os.Stdout, sought)
	}
	a := wire.NewAudit(wire.LogHead{})
	a.Sought = sought
	if c.URL != "" {
		err = c.follow(p.ctx, a)
	} else {
		err = auditData(p.ctx, c.Data, a)
	}
	if err != nil {
		return err
	}
	a.End()
	if err := c.report(p.lang, os.Stdout, a, nil); err != nil {
		return err
	}
	if !a.Good() {
		return fault.New(fault.Conflict, "log-changed", "seq", i18n.Int(p.lang, int(a.Findings[0].Seq)))
	}
	return nil
}

// printedHead reads a head as people copy it from paper.
func printedHead(text string) ([]byte, error) {
	digits := strings.ToLower(strings.Join(strings.Fields(text), ""))
	head, err := hex.DecodeString(digits[:len(digits)/2*2])
	if err != nil || digits != "" && len(head) < leastHead || len(head) > len(wire.Hash{}) {
		return nil, fault.New(fault.Invalid, "head-form", "least", 2*leastHead)
	}
	return head, nil
}

func auditData(ctx context.Context, data string, a *wire.Audit) error {
	path := filepath.Join(data, "log.db")
	if _, err := os.Stat(path); err != nil {
		return fault.Wrap(err, fault.NotFound, "log-none", "dir", data)
	}
	return store.AuditFile(ctx, path, a, func(int64, int64) error { return ctx.Err() })
}

// verifyLog is what motcua check asks of a log.
func verifyLog(ctx context.Context, data string) (int64, error) {
	a := wire.NewAudit(wire.LogHead{})
	if err := auditData(ctx, data, a); err != nil {
		return a.Entries, err
	}
	if !a.Good() {
		return a.Entries, fault.New(fault.Unavailable, "chain-broken", "seq", a.Findings[0].Seq)
	}
	return a.Entries, nil
}

// errRead ends the stream where the log ended when the reading began.
var errRead = errors.New("the log is read")

// follow has a running controller verify its log, which notes who asked and what
// came of it, and then reads the log as whoever follows it does, so that what is
// verified is what everybody was told. The interface tells no hashes but the
// heads of the days and the one of the controller's own verification: these must
// come out.
func (c *verifyCommand) follow(ctx context.Context, a *wire.Audit) error {
	token := ""
	if c.Token != "" {
		var err error
		if token, err = config.ReadSecret(c.Token); err != nil {
			return err
		}
	}
	from := client.New(c.URL, token)
	theirs, err := verifyThere(ctx, from)
	if err != nil {
		return err
	}
	board, err := from.Board(ctx)
	if err != nil || board.Seq == 0 {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	err = from.Events(ctx, 0, func(e wire.Entry) {
		if a.Head.Seq == board.Seq {
			return
		}
		a.Next(e.Seq, e.Body, nil)
		if e.Seq == theirs.Head.Seq && a.Head.Hash != theirs.Head.Hash {
			a.Find(e.Seq, wire.AuditChain)
		}
		if e.Seq >= board.Seq {
			stop(errRead)
		}
	})
	if !errors.Is(err, errRead) {
		return err
	}
	for _, f := range theirs.Findings { // of hashes that nobody is told
		if !slices.Contains(a.Findings, f.Finding) {
			a.Find(f.Seq, f.Code)
		}
	}
	return nil
}

// verifyThere waits until a controller has verified its own log.
func verifyThere(ctx context.Context, from *client.Client) (v wire.Verification, err error) {
	if v, err = from.Verify(ctx); err != nil {
		return v, err
	}
	again := time.NewTicker(askAgain)
	defer again.Stop()
	for v.State == wire.VerifyRunning {
		select {
		case <-ctx.Done():
			return v, ctx.Err()
		case <-again.C:
		}
		if v, err = from.Verification(ctx); err != nil {
			return v, err
		}
	}
	if v.State == wire.VerifyFailed {
		return v, fault.New(fault.Unavailable, v.Cause)
	}
	return v, nil
}

// report prints what was found: sentences for people, or JSON for programs.
func (c *verifyCommand) report(lang i18n.Lang, w io.Writer, a *wire.Audit, record *wire.RecordHead) error {
	if c.JSON {
		out := json.NewEncoder(w)
		out.SetIndent("", " ")
		return out.Encode(struct {
			Good     bool               `json:"good"`
			Entries  int64              `json:"entries"`
			Head     wire.LogHead       `json:"head"`
			Jumps    int                `json:"jumps"`
			Found    *wire.LogHead      `json:"found,omitempty"`
			Days     []wire.DayHead     `json:"days"`
			Findings []wire.FindingText `json:"findings"`
			More     int                `json:"more,omitempty"`
			Record   *wire.RecordHead   `json:"record,omitempty"`
		}{a.Good(), a.Entries, a.Head, a.Jumps, a.Found, append([]wire.DayHead{}, a.Days...), wire.Texts(a.Findings), a.More, record})
	}
	var b strings.Builder
	say := func(key string, args ...any) { fmt.Fprintln(&b, i18n.T(lang, key, args...)) }
	if record != nil {
		sayRecord(lang, say, *record, a)
	}
	if c.Days {
		for _, d := range a.Days {
			say("terminal.verify-day", "day", d.Day, "seq", i18n.Int(lang, int(d.Seq)), "head", d.Hash.Grouped())
		}
	}
	for _, f := range a.Findings {
		fmt.Fprintln(&b, f.Say(lang))
	}
	if a.More > 0 {
		say("terminal.verify-more", "n", i18n.Int(lang, a.More))
	}
	say("terminal.verify-sum", "n", i18n.Int(lang, int(a.Entries)), "days", i18n.Int(lang, len(a.Days)), "jumps", i18n.Int(lang, a.Jumps))
	say("terminal.verify-head", "seq", i18n.Int(lang, int(a.Head.Seq)), "head", a.Head.Hash.Grouped())
	if a.Found != nil {
		say("terminal.verify-found", "seq", i18n.Int(lang, int(a.Found.Seq)))
	}
	if a.Good() {
		say("terminal.chain", "n", i18n.Int(lang, int(a.Entries)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
