package store

import (
	"context"
	"database/sql"
	"strings"

	"motcua/internal/center"
)

// Account is a person who may log in. The log names only the ID.
type Account struct {
	ID       string
	Name     string
	Password string // PHC string
	Roles    []string
	Counter  center.CounterID // the only counter the person may run; empty: any
}

// Accounts returns every account, by name.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	rows, err := s.r.QueryContext(ctx, "SELECT id, name, password, roles, counter FROM account ORDER BY name")
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Account
	for rows.Next() {
		var a Account
		var roles string
		if err := rows.Scan(&a.ID, &a.Name, &a.Password, &roles, &a.Counter); err != nil {
			return nil, explain(err, "")
		}
		a.Roles = list(roles)
		all = append(all, a)
	}
	return all, explain(rows.Err(), "")
}

func putAccount(ctx context.Context, tx *sql.Tx, a Account) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO account VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET password = excluded.password, roles = excluded.roles, counter = excluded.counter`,
		a.ID, a.Name, a.Password, strings.Join(a.Roles, ","), a.Counter)
	return err
}
