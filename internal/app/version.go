package app

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
)

// Version says which program this is.
type Version struct {
	Version  string `json:"version"`            // of the module, "(devel)" for a build from a work tree
	Revision string `json:"revision,omitempty"` // of the sources
	Time     string `json:"time,omitempty"`     // of that revision
	Modified bool   `json:"modified"`           // the sources were changed after it
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// NewVersion reads what the Go tool wrote into the program.
func NewVersion() Version {
	v := Version{Version: "(devel)", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value
		case "vcs.time":
			v.Time = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

// String is one line for a person.
func (v Version) String() string {
	s := "motcua " + v.Version
	if v.Revision != "" {
		s += fmt.Sprintf(" (%.12s, %s)", v.Revision, v.Time)
	}
	if v.Modified {
		s += " modified"
	}
	return s + " " + v.Go + " " + v.OS + "/" + v.Arch
}

// NewLog returns the program's logger. Under systemd the journal adds the time.
func NewLog(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if os.Getenv("JOURNAL_STREAM") != "" {
		options.ReplaceAttr = func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}
	}
	return slog.New(slog.NewTextHandler(w, options))
}
