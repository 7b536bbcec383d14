package store

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"

	"motcua/internal/cases"
	"motcua/internal/i18n"
)

// Case is a case as it stands beside the log.
type Case struct {
	cases.Case
	Told  bool     // the log has it
	Apart []string // opaque ids of those who worked at its counter that day: they must not see it
}

// The kinds of texts of a case.
const (
	CaseQuestion  = "question"  // the citizen's
	CaseObjection = "objection" // the citizen's, to the first answer
	CaseAnswer    = "answer"
	CaseNote      = "note"  // for those who work on it
	CaseTaken     = "take"  // a step: the text is empty
	CasePassed    = "pass"  // a step: the text is the route
	CaseReferred  = "refer" // a step: the text is the reference, empty: it was taken away
)

// CaseText is what somebody wrote in a case, or a step of it.
type CaseText struct {
	ID     string
	Case   cases.ID
	Kind   string
	Author string // opaque id; empty: the citizen
	At     int64  // Unix seconds; of a citizen's words the full hour
	Text   string
}

// LogValue keeps the text out of every log.
func (x CaseText) LogValue() slog.Value { return slog.StringValue(x.ID) }

// CaseContact is where the answer of a case goes. With an empty address the
// contact is deleted.
type CaseContact struct {
	Case    cases.ID
	Channel string // of center.Notices, or CaseByCall
	Address string // as notice.Address wrote it
	Lang    i18n.Lang
	Told    string // of the message about the newest answer: see the constants, or a cause of notice.Causes
}

// LogValue keeps the address out of every log.
func (c CaseContact) LogValue() slog.Value { return slog.StringValue(string(c.Case)) }

// CaseBatch is what a batch does to cases.
type CaseBatch struct {
	Rows     []Case        // new or changed
	Texts    []CaseText    // new
	Contacts []CaseContact // new, with what became of a message, or to be deleted
	Erased   []cases.ID    // whose texts are deleted
}

// Size is how much there is to do.
func (b *CaseBatch) Size() int {
	return len(b.Rows) + len(b.Texts) + len(b.Contacts) + len(b.Erased)
}

// What became of the message about an answer.
const (
	CaseOwed    = "owed"
	CaseClaimed = "claimed"
	CaseSent    = "sent"

	CaseByCall = "call" // a channel: nobody but a person can tell
)

const (
	putCase = `INSERT INTO feedback_case VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, told = excluded.told, apart = excluded.apart, route = excluded.route, due = excluded.due,
		reference = excluded.reference, handler = excluded.handler, answered = excluded.answered, late = excluded.late,
		reopened = excluded.reopened, verdict = excluded.verdict, closed = excluded.closed`
	selectCases    = "SELECT id, state, hour, told, desk, matter, counter, day, apart, route, due, reference, handler, answered, late, reopened, verdict, closed FROM feedback_case ORDER BY hour, id"
	insertCaseText = "INSERT INTO case_text (id, case_id, kind, author, at, text) VALUES (?, ?, ?, ?, ?, ?)"
	eraseCaseTexts = "DELETE FROM case_text WHERE case_id = ?"

	selectCaseTexts = "SELECT id, case_id, kind, author, at, text FROM case_text WHERE case_id = ? ORDER BY at, seq"
	selectCaseBy    = "SELECT id, case_id, kind, author, at, text FROM case_text WHERE author = ? ORDER BY at, seq"

	putCaseContact = `INSERT INTO case_contact VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (case_id) DO UPDATE SET told = excluded.told`
	deleteCaseContact  = "DELETE FROM case_contact WHERE case_id = ?"
	selectCaseContacts = "SELECT case_id, channel, address, lang, told FROM case_contact"
)

// Cases returns every case, the oldest first.
func (s *Store) Cases(ctx context.Context) ([]Case, error) {
	return query(ctx, s, selectCases, func(r *sql.Rows, c *Case) error {
		var apart string
		err := r.Scan(&c.ID, &c.State, &c.Hour, &c.Told, &c.Desk, &c.Matter, &c.Counter, &c.Day, &apart, &c.Route, &c.Due, &c.Reference,
			&c.Handler, &c.Answered, &c.Late, &c.Reopened, &c.Verdict, &c.Closed)
		if err == nil {
			c.Opened, c.Apart = cases.OpenedOn(c.Hour), list(apart)
		}
		return err
	})
}

// CaseTexts returns what was written in a case, the oldest first.
func (s *Store) CaseTexts(ctx context.Context, id cases.ID) ([]CaseText, error) {
	return query(ctx, s, selectCaseTexts, scanCaseText, id)
}

// CaseTextsBy returns what somebody who works here wrote in cases, the oldest first.
func (s *Store) CaseTextsBy(ctx context.Context, author string) ([]CaseText, error) {
	return query(ctx, s, selectCaseBy, scanCaseText, author)
}

func scanCaseText(r *sql.Rows, x *CaseText) error {
	return r.Scan(&x.ID, &x.Case, &x.Kind, &x.Author, &x.At, &x.Text)
}

// CaseContacts returns where answers go.
func (s *Store) CaseContacts(ctx context.Context) ([]CaseContact, error) {
	return query(ctx, s, selectCaseContacts, func(r *sql.Rows, c *CaseContact) error {
		return r.Scan(&c.Case, &c.Channel, &c.Address, &c.Lang, &c.Told)
	})
}

func putCases(ctx context.Context, tx *sql.Tx, b CaseBatch) error {
	for _, c := range b.Rows {
		_, err := tx.ExecContext(ctx, putCase, c.ID, c.State, c.Hour, c.Told, c.Desk, c.Matter, c.Counter, c.Day, strings.Join(c.Apart, ","),
			c.Route, c.Due, c.Reference, c.Handler, c.Answered, c.Late, c.Reopened, c.Verdict, c.Closed)
		if err != nil {
			return err
		}
	}
	for _, x := range b.Texts {
		if _, err := tx.ExecContext(ctx, insertCaseText, x.ID, x.Case, x.Kind, x.Author, x.At, x.Text); err != nil {
			return err
		}
	}
	for _, c := range b.Contacts {
		var err error
		if c.Address == "" {
			_, err = tx.ExecContext(ctx, deleteCaseContact, c.Case)
		} else {
			_, err = tx.ExecContext(ctx, putCaseContact, c.Case, c.Channel, c.Address, c.Lang, c.Told)
		}
		if err != nil {
			return err
		}
	}
	for _, id := range b.Erased {
		if _, err := tx.ExecContext(ctx, eraseCaseTexts, id); err != nil {
			return err
		}
	}
	return nil
}
