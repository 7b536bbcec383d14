package store

import (
	"context"
	"database/sql"
	"errors"
)

// Version is one configuration that the center has, had, or will have.
type Version struct {
	N         int64
	At        int64  // Unix milliseconds at which it was saved
	By        string // opaque id of who saved it; ByFile: somebody wrote the file
	SHA256    string // of Text, hex
	Text      []byte // TOML; nil in a list
	Effective string // Now or Opening
	Since     int64  // Unix milliseconds at which it came into force; 0: not yet; -1: it could not
}

// When a version comes into force, and who saved one that nobody saved in a browser.
const (
	Now     = "now"
	Opening = "opening" // before the next service day opens
	ByFile  = "file"
)

const (
	putVersion = `INSERT INTO config_version VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (n) DO UPDATE SET since = excluded.since`
	selectVersion  = "SELECT n, at, by, sha, text, effective, since FROM config_version WHERE n = ?"
	newestVersion  = "SELECT n, at, by, sha, text, effective, since FROM config_version ORDER BY n DESC LIMIT 1"
	versionInForce = "SELECT n, at, by, sha, text, effective, since FROM config_version WHERE since > 0 ORDER BY n DESC LIMIT 1"
	versionAt      = "SELECT n, at, by, sha, text, effective, since FROM config_version WHERE since > 0 ORDER BY since >= ?1, CASE WHEN since >= ?1 THEN since ELSE -since END, n DESC LIMIT 1"
	selectVersions = "SELECT n, at, by, sha, NULL, effective, since FROM config_version WHERE n < ? ORDER BY n DESC LIMIT ?"
)

// NewestVersion returns the configuration saved last, false before the first.
func (s *Store) NewestVersion(ctx context.Context) (Version, bool, error) {
	return readVersion(s.r.QueryRowContext(ctx, newestVersion))
}

// VersionInForce returns the configuration that came into force last, false before the first.
func (s *Store) VersionInForce(ctx context.Context) (Version, bool, error) {
	return readVersion(s.r.QueryRowContext(ctx, versionInForce))
}

// VersionAt returns the configuration that was in force until a time, Unix
// milliseconds; the oldest one that was, for a time before it. False without any.
func (s *Store) VersionAt(ctx context.Context, at int64) (Version, bool, error) {
	return readVersion(s.r.QueryRowContext(ctx, versionAt, at))
}

// Version returns one configuration, false where there is none of that number.
func (s *Store) Version(ctx context.Context, n int64) (Version, bool, error) {
	return readVersion(s.r.QueryRowContext(ctx, selectVersion, n))
}

// Versions lists at most limit configurations before number n, the newest first, without their texts.
func (s *Store) Versions(ctx context.Context, n int64, limit int) ([]Version, error) {
	rows, err := s.r.QueryContext(ctx, selectVersions, n, limit)
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Version
	for rows.Next() {
		v, _, err := readVersion(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, explain(rows.Err(), "")
}

func readVersion(row interface{ Scan(...any) error }) (v Version, ok bool, err error) {
	err = row.Scan(&v.N, &v.At, &v.By, &v.SHA256, &v.Text, &v.Effective, &v.Since)
	if errors.Is(err, sql.ErrNoRows) {
		return Version{}, false, nil
	}
	return v, err == nil, explain(err, "")
}

func putVersions(ctx context.Context, tx *sql.Tx, all []Version) error {
	for _, v := range all {
		if _, err := tx.ExecContext(ctx, putVersion, v.N, v.At, v.By, v.SHA256, v.Text, v.Effective, v.Since); err != nil {
			return err
		}
	}
	return nil
}
