package store

import (
	"context"
	"database/sql"
	"net/url"
	"os"

	"motcua/internal/wire"
)

// auditPage is how many entries one look of an audit takes: a reader that stays
// longer would keep the write-ahead log from being emptied.
const auditPage = 1000

// Audit hands every entry of the open log to a, as it stands on the disk, up to
// the head that the log has when it begins. After each page it calls told, which
// may wait, with how far it is; an error of told ends it.
func (s *Store) Audit(ctx context.Context, a *wire.Audit, told func(done, total int64) error) error {
	return audit(ctx, s.r, a, told)
}

// AuditFile does the same with the log at path, which it opens for reading
// alone: nothing is brought up to date, and a copy on a read-only disk is read
// like one that a controller works on. Errors are fault.Unavailable.
func AuditFile(ctx context.Context, path string, a *wire.Audit, told func(done, total int64) error) error {
	mode := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(1)"}}
	if left, err := os.Stat(path + "-wal"); err != nil || left.Size() == 0 {
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
			f.Close() //nolint:errcheck // nothing was written
		} else {
			mode.Set("immutable", "1") // no lock can be taken there, and none is needed
		}
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+mode.Encode())
	if err != nil {
		return explain(err, path)
	}
	defer db.Close() //nolint:errcheck // it was only read
	return audit(ctx, db, a, told)
}

func audit(ctx context.Context, db *sql.DB, a *wire.Audit, told func(done, total int64) error) error {
	var total int64
	var opened int64 // where the newest service day begins: a table beside the log knows it too
	err := db.QueryRowContext(ctx, "SELECT coalesce((SELECT max(seq) FROM event), 0), coalesce((SELECT max(first) FROM service_day), 0)").Scan(&total, &opened)
	if err != nil {
		return explain(err, "")
	}
	if opened > total {
		a.Find(total, wire.AuditShort)
	}
	for {
		n, err := auditOnce(ctx, db, a, total)
		if err == nil {
			err = told(a.Head.Seq, total)
		}
		if err != nil || n == 0 {
			return err
		}
	}
}

func auditOnce(ctx context.Context, db *sql.DB, a *wire.Audit, total int64) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT seq, body, hash FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?", a.Head.Seq, total, auditPage)
	if err != nil {
		return 0, explain(err, "")
	}
	defer rows.Close() //nolint:errcheck // rows.Err says what there is to say
	var seq int64
	var body, kept sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&seq, &body, &kept); err != nil {
			return n, explain(err, "")
		}
		var hash wire.Hash
		copy(hash[:], kept)
		a.Next(seq, body, &hash)
		n++
	}
	return n, explain(rows.Err(), "")
}
