package store

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"

	"motcua/internal/center"
)

// Account is a person who may log in. The log names only the ID. None of its
// secrets is kept in clear.
type Account struct {
	ID       string
	Name     string           // to log in with
	Person   string           // full name; empty: Name
	Employer string           // whose official the person is
	Post     string           // what the person is there
	Password string           // PHC string
	Given    bool             // somebody else set the password: its owner must replace it at the next log-in
	Roles    []string         // role codes
	Counter  center.CounterID // the only counter the person may run; empty: any
	Stamp    string           // a session with another one is over
	TOTP     string           // sealed secret of the second factor; empty: none
	TOTPStep int64            // the newest time step whose code was used
	Recovery []string         // keyed hashes of the recovery codes that are left
	PIN      string           // PHC string; empty: none
	PINFails int              // failures since it was last right
	Made     int64            // Unix seconds; 0: before accounts remembered it
	Last     int64            // last log-in, Unix seconds; 0: never
	Off      bool             // may not log in
	Gone     bool             // of a batch: the row is deleted
}

// LogValue keeps everything but the opaque id out of every log.
func (a Account) LogValue() slog.Value { return slog.StringValue(a.ID) }

const (
	selectAccounts = `SELECT id, name, person, employer, post, password, given, roles, counter, stamp, totp, totp_step,
		recovery, pin, pin_failures, made, last, off FROM account ORDER BY name`
	upsertAccount = `INSERT INTO account (id, name, person, employer, post, password, given, roles, counter, stamp, totp, totp_step,
		recovery, pin, pin_failures, made, last, off) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, person = excluded.person, employer = excluded.employer,
		post = excluded.post, password = excluded.password, given = excluded.given, roles = excluded.roles, counter = excluded.counter,
		stamp = excluded.stamp, totp = excluded.totp, totp_step = excluded.totp_step, recovery = excluded.recovery,
		pin = excluded.pin, pin_failures = excluded.pin_failures, made = excluded.made, last = excluded.last, off = excluded.off`
	deleteAccount = "DELETE FROM account WHERE id = ?"
)

// Accounts returns every account, by name.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	rows, err := s.r.QueryContext(ctx, selectAccounts)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Account
	for rows.Next() {
		var a Account
		var roles, recovery string
		if err := rows.Scan(&a.ID, &a.Name, &a.Person, &a.Employer, &a.Post, &a.Password, &a.Given, &roles, &a.Counter, &a.Stamp, &a.TOTP, &a.TOTPStep,
			&recovery, &a.PIN, &a.PINFails, &a.Made, &a.Last, &a.Off); err != nil {
			return nil, explain(err, "")
		}
		a.Roles, a.Recovery = list(roles), list(recovery)
		all = append(all, a)
	}
	return all, explain(rows.Err(), "")
}

func putAccount(ctx context.Context, tx *sql.Tx, a Account) error {
	if a.Gone {
		_, err := tx.ExecContext(ctx, deleteAccount, a.ID)
		return err
	}
	_, err := tx.ExecContext(ctx, upsertAccount, a.ID, a.Name, a.Person, a.Employer, a.Post, a.Password, a.Given, strings.Join(a.Roles, ","), a.Counter,
		a.Stamp, a.TOTP, a.TOTPStep, strings.Join(a.Recovery, ","), a.PIN, a.PINFails, a.Made, a.Last, a.Off)
	return err
}
