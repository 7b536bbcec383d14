package config

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// ParseLayout reads the file of a layout of the center. Its id is the file's
// name, and name is how faults call the file; each fault names its line.
func ParseLayout(name string, raw []byte, c *center.Center) (center.Layout, error) {
	var file struct {
		Plain bool          `toml:"plain"`
		Foot  []string      `toml:"foot"`
		Panes []center.Pane `toml:"pane"`
	}
	if err := decode(name, raw, &file); err != nil {
		return center.Layout{}, err
	}
	l := center.Layout{ID: strings.TrimSuffix(name, ".toml"), Plain: file.Plain, Foot: file.Foot, Panes: file.Panes}
	var lines []int
	for i, line := range strings.Split(string(raw), "\n") {
		if strings.HasPrefix(strings.ReplaceAll(line, " ", ""), "[[pane]]") {
			lines = append(lines, i+1)
		}
	}
	if faults := c.CheckLayout(l, name, lines); len(faults) > 0 {
		return center.Layout{}, Problems(append([]*fault.Error(nil), faults...))
	}
	return l, nil
}
