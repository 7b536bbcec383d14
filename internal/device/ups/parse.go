package ups

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxLine  = 1024 // bytes of an answer's line; upsd's own limit is 512
	maxLines = 512  // of one answer; large UPS tell 150 variables
)

// errForm is an answer that no upsd gives.
var errForm = errors.New("ups: no answer of upsd")

// refused is an answer ERR, with its code such as UNKNOWN-UPS.
type refused string

func (r refused) Error() string { return "ups: refused: " + string(r) }

// readList reads the answer to LIST VAR (RFC 9271, 4.2): the variables of a UPS.
func readList(r *bufio.Reader, name string) (map[string]string, error) {
	vars := map[string]string{}
	for n := range maxLines {
		line, err := readLine(r)
		if err != nil {
			return nil, err
		}
		words, err := split(line)
		switch {
		case err != nil:
			return nil, err
		case n == 0 && len(words) >= 2 && words[0] == "ERR":
			return nil, refused(words[1])
		case n == 0 && is(words, "BEGIN", "LIST", "VAR", name):
		case n > 0 && is(words, "END", "LIST", "VAR", name):
			return vars, nil
		case n > 0 && len(words) == 4 && words[0] == "VAR" && words[1] == name:
			vars[words[2]] = words[3]
		default:
			return nil, fmt.Errorf("%w: line %d", errForm, n+1)
		}
	}
	return nil, fmt.Errorf("%w: more than %d lines", errForm, maxLines)
}

func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", fmt.Errorf("%w: a line of more than %d bytes", errForm, maxLine)
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return strings.TrimRight(string(line), "\r\n"), err
}

func is(words []string, want ...string) bool {
	return strings.Join(words, "\x00") == strings.Join(want, "\x00")
}

// split cuts a line into words; inside quotes a blank is part of the word, and
// a backslash takes the next character as it is.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	begun, quoted := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line):
			i++
			word.WriteByte(line[i])
			begun = true
		case c == '"':
			quoted, begun = !quoted, true
		case c == ' ' && !quoted:
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("%w: an open quote", errForm)
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}
