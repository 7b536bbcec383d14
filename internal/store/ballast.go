package store

import (
	"os"
	"path/filepath"
)

// ballastSize is the room kept aside, in bytes: when the disk is full, giving it
// up lets the counters finish the day.
const ballastSize = 16 << 20

func (s *Store) ballast() string { return filepath.Join(s.dir, "ballast") }

// KeepBallast sets room aside and tells whether it is there. The bytes are
// written, not only promised, so that a file system cannot lend them out.
func (s *Store) KeepBallast() bool {
	if info, err := os.Stat(s.ballast()); err == nil && info.Size() == ballastSize {
		return true
	}
	f, err := os.OpenFile(s.ballast(), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return false
	}
	chunk := make([]byte, 1<<20)
	for range ballastSize / len(chunk) {
		if _, err = f.Write(chunk); err != nil {
			break
		}
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err != nil || cerr != nil {
		s.DropBallast()
		return false
	}
	return true
}

// DropBallast gives the room up.
func (s *Store) DropBallast() { os.Remove(s.ballast()) }
