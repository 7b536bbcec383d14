package province

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"motcua/internal/fault"
)

//go:embed migrations
var migrations embed.FS

// store is the province's database: one writer, some readers.
type store struct {
	write *sql.DB // one connection
	read  *sql.DB
}

// The pragmas are in the DSN because every pooled connection needs them.
// synchronous=FULL: an ack goes out after the commit and must survive a power cut.
func dsn(file string, more ...string) string {
	q := url.Values{"_pragma": append([]string{"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)"}, more...)}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func openStore(ctx context.Context, dir string) (*store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "province-data", "dir", dir)
	}
	file := filepath.Join(dir, "province.db")
	w, err := sql.Open("sqlite", dsn(file)+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("province store: %w", err)
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", dsn(file, "query_only(1)"))
	if err != nil {
		return nil, fmt.Errorf("province store: %w", err)
	}
	r.SetMaxOpenConns(4)
	s := &store{w, r}
	if err := migrate(ctx, w); err != nil {
		s.close()
		return nil, fault.Wrap(err, fault.Unavailable, "province-data", "dir", dir)
	}
	return s, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func (s *store) close() error {
	s.read.Close()
	return s.write.Close()
}
