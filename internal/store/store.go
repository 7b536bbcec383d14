// Package store keeps a center's log in SQLite: write-ahead log with
// synchronous=FULL, one writer, one durable transaction for each batch. What
// Commit has returned survives a power cut (docs/reliability.md).
package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/wire"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is an open log. Commit and the other writing methods belong to one
// goroutine; reading is safe from any.
type Store struct {
	w, r *sql.DB
	head Head
	dir  string
}

// Head is the newest entry of the log.
type Head struct {
	Seq  int64
	Hash wire.Hash
}

// Options open a store.
type Options struct {
	Path     string
	MaxPages int // of 4 KiB, for tests of a full disk; 0: as many as the disk holds
}

// Open opens or creates the log and brings its tables up to date. It fails
// with fault.Unavailable where the directory cannot be written.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{dir: filepath.Dir(o.Path)}
	if err := s.open(ctx, o); err != nil {
		s.Close()
		return nil, explain(err, s.dir)
	}
	return s, nil
}

// readers is how many may read at once.
const readers = 4

func (s *Store) open(ctx context.Context, o Options) (err error) {
	if s.w, err = connect(o, "immediate"); err != nil {
		return err
	}
	s.w.SetMaxOpenConns(1)
	if err := migrate(ctx, s.w); err != nil {
		return err
	}
	if s.r, err = connect(o, "deferred"); err != nil {
		return err
	}
	s.r.SetMaxOpenConns(readers)
	var hash []byte
	err = s.w.QueryRowContext(ctx, selectHead).Scan(&s.head.Seq, &hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	copy(s.head.Hash[:], hash)
	return nil
}

func connect(o Options, lock string) (*sql.DB, error) {
	q := url.Values{"_txlock": {lock}, "_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(ON)"}}
	if o.MaxPages > 0 {
		q.Add("_pragma", fmt.Sprintf("max_page_count(%d)", o.MaxPages))
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: o.Path}).EscapedPath()+"?"+q.Encode())
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// Close closes the log.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.r, s.w} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Head returns the newest entry's place in the chain.
func (s *Store) Head() Head { return s.head }

// explain turns what SQLite says into a fault that a technician understands.
func explain(err error, dir string) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case lib.SQLITE_FULL:
			return fault.Wrap(err, fault.Unavailable, "disk-full")
		case lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_PERM:
			return fault.Wrap(err, fault.Unavailable, "data-dir", "dir", dir)
		case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
			return fault.Wrap(err, fault.Unavailable, "log-broken")
		}
	}
	return fault.Wrap(err, fault.Unavailable, "store-failed")
}

// Read returns up to limit entries behind after, in order.
func (s *Store) Read(ctx context.Context, after int64, limit int) ([]wire.Entry, error) {
	rows, err := s.r.QueryContext(ctx, selectEvents, after, limit)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var entries []wire.Entry
	for rows.Next() {
		var e wire.Entry
		var hash []byte
		if err := rows.Scan(&e.Seq, (*[]byte)(&e.Body), &hash); err != nil {
			return nil, explain(err, "")
		}
		copy(e.Hash[:], hash)
		b, err := e.Decode()
		if err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "log-broken")
		}
		e.Type = b.Type
		entries = append(entries, e)
	}
	return entries, explain(rows.Err(), "")
}

// LastDay returns the newest service day and its first entry, "" before the first day.
func (s *Store) LastDay(ctx context.Context) (day center.Day, first int64, err error) {
	err = s.r.QueryRowContext(ctx, selectLastDay).Scan(&day, &first)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil
	}
	return day, first, explain(err, "")
}

// FirstOf returns the first entry of a service day, false for a day there never was.
func (s *Store) FirstOf(ctx context.Context, day center.Day) (first int64, ok bool, err error) {
	err = s.r.QueryRowContext(ctx, selectDay, day).Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return first, err == nil, explain(err, "")
}

// Verify recomputes the chain of the entries behind after, and returns how
// many it read. It fails with the first entry that does not fit.
func (s *Store) Verify(ctx context.Context, after int64) (int64, error) {
	var prev wire.Hash
	if after > 0 {
		entries, err := s.Read(ctx, after-1, 1)
		if err != nil {
			return 0, err
		}
		if len(entries) == 0 || entries[0].Seq != after {
			return 0, brokenAt(after)
		}
		prev = entries[0].Hash
	}
	var n int64
	for {
		entries, err := s.Read(ctx, after, 1000)
		if err != nil || len(entries) == 0 {
			return n, err
		}
		for _, e := range entries {
			b, _ := e.Decode() // Read has decoded it
			if e.Seq != after+1 || b.Seq != e.Seq || wire.Chain(prev, e.Body) != e.Hash {
				return n, brokenAt(after + 1)
			}
			prev, after = e.Hash, e.Seq
			n++
		}
	}
}

func brokenAt(seq int64) error { return fault.New(fault.Unavailable, "chain-broken", "seq", seq) }

// Meta returns a remembered value, "" where there is none.
func (s *Store) Meta(ctx context.Context, key string) (string, error) {
	var v string
	err := s.r.QueryRowContext(ctx, selectMeta, key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, explain(err, "")
}

// Key returns the center's own key of that name, made with random bytes on first use.
func (s *Store) Key(ctx context.Context, name string, random func([]byte)) ([]byte, error) {
	v, err := s.Meta(ctx, "key."+name)
	if err != nil {
		return nil, err
	}
	if v != "" {
		return hex.DecodeString(v)
	}
	key := make([]byte, 32)
	random(key)
	return key, s.SetMeta(ctx, "key."+name, hex.EncodeToString(key))
}

// SetMeta remembers a value durably.
func (s *Store) SetMeta(ctx context.Context, key, value string) error {
	_, err := s.w.ExecContext(ctx, setMeta, key, value)
	return explain(err, "")
}

func list(codes string) []string {
	if codes == "" {
		return nil
	}
	return strings.Split(codes, ",")
}
