package store

import (
	"context"
	"database/sql"
)

// HookCursor is how far a web hook has been told the log.
type HookCursor struct {
	ID  string
	Seq int64 // its receiver has taken everything up to here
}

// HookCursor returns how far a web hook has been told the log, false for one
// that never was.
func (s *Store) HookCursor(ctx context.Context, id string) (int64, bool, error) {
	var seq int64
	err := s.r.QueryRowContext(ctx, selectHook, id).Scan(&seq)
	if err == sql.ErrNoRows {
		return 0, false, nil
	}
	return seq, err == nil, explain(err, "")
}

func putHooks(ctx context.Context, tx *sql.Tx, b *Batch) error {
	for _, h := range b.Hooks {
		if _, err := tx.ExecContext(ctx, putHook, h.ID, h.Seq); err != nil {
			return err
		}
	}
	return nil
}
