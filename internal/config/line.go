package config

import (
	"fmt"
	"strconv"
	"strings"
)

// Line is the line of a center's file that a fault is about, 0 where it is about
// none; said tells that the fault's own sentence begins with it.
func (p Placed) Line(text []byte) (line int, said bool) {
	args := map[string]string{}
	for i := 0; i+1 < len(p.Fault.Args); i += 2 {
		args[fmt.Sprint(p.Fault.Args[i])] = fmt.Sprint(p.Fault.Args[i+1])
	}
	if args["file"] == ProceduresFile {
		return 0, false
	}
	if n, err := strconv.Atoi(args["line"]); err == nil {
		return n, true
	}
	return LineOf(text, p.Path), false
}

// LineOf is the line, counted from 1, on which a center's file has the key of a
// path such as service.3.name.vi, or else the table around it; 0 where it has
// neither. It is only good enough to point at a place, as linesOf is.
func LineOf(text []byte, path string) int {
	lines := map[string]int{}
	n := map[string]int{} // tables of each list so far
	table := ""
	for i, row := range strings.Split(string(text), "\n") {
		at := ""
		if m := headerForm.FindStringSubmatch(row); m != nil {
			table = counted(n, strings.Split(m[1], "."), strings.HasPrefix(strings.TrimSpace(row), "[["))
			at = table
		} else if m := assignForm.FindStringSubmatch(strings.TrimSuffix(row, "\r")); m != nil {
			at = join(table, m[2])
		} else {
			continue
		}
		if lines[at] == 0 {
			lines[at] = i + 1
		}
	}
	for ; path != ""; path = path[:max(strings.LastIndexByte(path, '.'), 0)] {
		if lines[path] > 0 {
			return lines[path]
		}
	}
	return 0
}

// counted is the path of a header with the number of each list's table in it,
// which is the newest one where the header does not begin the next.
func counted(n map[string]int, keys []string, next bool) string {
	place := ""
	for i, key := range keys {
		place = join(place, key)
		if next && i == len(keys)-1 {
			n[place]++
		}
		if n[place] > 0 {
			place = join(place, strconv.Itoa(n[place]-1))
		}
	}
	return place
}
