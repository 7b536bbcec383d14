package clips

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// plain tells the name of a file in the folder itself, that can be shown to a person.
func plain(file string) bool {
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(" ._-", r) || r == unicode.ReplacementChar
	}
	return file != "" && len(file) <= longestName && filepath.IsLocal(file) && file[0] != '.' && !strings.ContainsFunc(file, odd)
}

var errLarge = errors.New("the file is too large")

// readFile reads a regular file of at most so many bytes. Anything else, such
// as a pipe that nobody writes to, is not opened.
func readFile(root *os.Root, name string, most int) ([]byte, error) {
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > int64(most):
		return nil, errLarge
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(raw) > most {
		err = errLarge
	}
	return raw, err
}

// lineOf is the line of the manifest where a key or table stands, "?" if it is not found.
func lineOf(raw []byte, key string) any {
	line := 0
	for text := range strings.SplitSeq(string(raw), "\n") {
		line++
		text = strings.TrimSpace(text)
		if text == "["+key+"]" {
			return line
		}
		for _, form := range []string{key, `"` + key + `"`, "'" + key + "'"} {
			if rest, ok := strings.CutPrefix(text, form); ok && strings.HasPrefix(strings.TrimSpace(rest), "=") {
				return line
			}
		}
	}
	return "?"
}
