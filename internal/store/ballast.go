package store

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
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

// Room is how many bytes the disk under the log still has for it, the ballast
// aside; false where the system does not tell.
func (s *Store) Room() (int64, bool) {
	var fs unix.Statfs_t
	if err := unix.Statfs(s.dir, &fs); err != nil {
		return 0, false
	}
	return int64(fs.Bavail) * int64(fs.Bsize), true
}
