package provisioning

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"motcua/internal/config"
	"motcua/internal/fault"
)

// AddSections writes sections of the configuration behind what a center's file
// holds. A file that could not be used then, or that cannot be written, stays as it was.
func AddSections(path, sections string) error {
	before, err := os.ReadFile(path)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "config-unreadable", "file", path)
	}
	after := strings.TrimRight(string(before), "\n") + "\n\n" + sections
	if _, err := config.ParseCenter(path, []byte(after)); err != nil {
		return err
	}
	return replace(path, []byte(after))
}

// replace puts content in the place of a file, whole or not at all, with the
// file's own rights and owner: a technician who is root leaves it to its program.
func replace(path string, content []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone once it was renamed
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); err == nil && ok {
		err = f.Chown(int(owner.Uid), int(owner.Gid))
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
