package config

import (
	"strconv"
	"strings"
)

// A TOML text in pieces, each with the comments before it, so that what is not
// changed stays as somebody wrote it.

// piece is a table header with its keys; the first of a text has no header.
type piece struct {
	lead   []string // comments and blank lines before the header
	header string   // "[[service]]" as it is written
	path   []string // of the header
	array  bool
	items  []item
	tail   []string // comments right below the last key
}

// item is one "key = value", over as many lines as it takes.
type item struct {
	lead []string
	key  string // the first part of a dotted one
	raw  string // with the key, without the line's end
	note string // the comment behind it
}

// pieces takes a text apart, false where it is written in a way this does not know.
func pieces(text string) ([]piece, bool) {
	all := []piece{{}}
	var lead []string
	for rest := strings.TrimPrefix(text, "\ufeff"); rest != ""; {
		line, after, _ := strings.Cut(rest, "\n")
		trimmed := strings.TrimSpace(line)
		now := &all[len(all)-1]
		switch {
		case trimmed == "" || trimmed[0] == '#':
			lead, rest = append(lead, strings.TrimRight(line, "\r")), after
		case trimmed[0] == '[':
			m := headerForm.FindStringSubmatch(line)
			if m == nil {
				return nil, false
			}
			n := 0
			for n < len(lead) && len(now.items) > 0 && strings.TrimSpace(lead[n]) != "" {
				n++
			}
			now.tail = lead[:n:n]
			all = append(all, piece{lead: lead[n:], header: strings.TrimRight(line, "\r"), path: strings.Split(m[1], "."), array: strings.HasPrefix(trimmed, "[[")})
			lead, rest = nil, after
		default:
			x, length, ok := takeItem(rest)
			if !ok {
				return nil, false
			}
			x.lead = lead
			now.items = append(now.items, x)
			lead, rest = nil, strings.TrimPrefix(rest[length:], "\n")
		}
	}
	all[len(all)-1].tail = append(all[len(all)-1].tail, lead...)
	return all, true
}

// takeItem reads the key and value that text begins with.
func takeItem(text string) (x item, length int, ok bool) {
	eq := keyEnd(text)
	if eq < 0 {
		return x, 0, false
	}
	key := strings.TrimSpace(text[:eq])
	if name, err := strconv.Unquote(key); err == nil && key[0] == '"' {
		x.key = name
	} else if key == "" || strings.ContainsAny(key, "\"'\n#[]{}") {
		return x, 0, false
	} else {
		x.key, _, _ = strings.Cut(key, ".")
		x.key = strings.TrimSpace(x.key)
	}
	end := valueEnd(text, eq+1)
	if end < 0 {
		return x, 0, false
	}
	line := strings.IndexByte(text[end:], '\n')
	length = len(text)
	if line >= 0 {
		length = end + line
	}
	x.raw, x.note = strings.TrimRight(text[:end], " \t\r"), strings.TrimSpace(text[end:length])
	return x, length, x.note == "" || x.note[0] == '#'
}

// keyEnd is the place of the = behind the key that text begins with, -1 for none.
func keyEnd(text string) int {
	from := len(text) - len(strings.TrimLeft(text, " \t"))
	if from < len(text) && text[from] == '"' {
		if from = stringEnd(text, from); from < 0 {
			return -1
		}
	}
	if eq := strings.IndexByte(text[from:], '='); eq >= 0 {
		return from + eq
	}
	return -1
}

// valueEnd is where the value that begins at i ends; -1 where it does not.
func valueEnd(text string, i int) int {
	depth := 0
	for i < len(text) {
		switch c := text[i]; c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '"', '\'':
			if i = stringEnd(text, i); i < 0 {
				return -1
			}
			continue
		case '#', '\n':
			if depth == 0 {
				return i
			}
			if n := strings.IndexByte(text[i:], '\n'); n > 0 {
				i += n
			} else if n < 0 {
				return -1
			}
		}
		i++
	}
	if depth != 0 {
		return -1
	}
	return i
}

// stringEnd is the place behind the string that begins at i.
func stringEnd(text string, i int) int {
	quote := text[i : i+1]
	if strings.HasPrefix(text[i:], strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	for i += len(quote); i < len(text); i++ {
		if quote[0] == '"' && text[i] == '\\' {
			i++
			continue
		}
		if strings.HasPrefix(text[i:], quote) {
			for i += len(quote); len(quote) == 3 && strings.HasPrefix(text[i:], quote[:1]); i++ { // it may end with its own mark
			}
			return i
		}
		if len(quote) == 1 && text[i] == '\n' {
			return -1
		}
	}
	return -1
}
