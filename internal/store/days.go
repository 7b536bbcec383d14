package store

import (
	"context"

	"motcua/internal/center"
)

const selectSince = "SELECT coalesce(min(first), 0) FROM service_day WHERE day >= ?"

// Since returns the first entry of the first service day that is not before
// day, 0 where there is none.
func (s *Store) Since(ctx context.Context, day center.Day) (first int64, err error) {
	err = s.r.QueryRowContext(ctx, selectSince, day).Scan(&first)
	return first, explain(err, "")
}
