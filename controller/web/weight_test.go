package web_test

import (
	"compress/gzip"
	"io"
	"regexp"
	"testing"

	"motcua/internal/i18n"
)

var loaded = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"|(?:from|import) "(/static/[^"]+)"|new SharedWorker\("(/static/[^"]+)"|from "\./([^"]+)"`)

// TestConsoleIsLight adds up what the first opening of a counter's page sends, as
// gzip would, on a machine that has the letters.
func TestConsoleIsLight(t *testing.T) {
	const most = 150 << 10
	h := newAPI().handler()
	seen := map[string]bool{}
	var total int64
	var fetch func(path string)
	fetch = func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		body := text(t, get(t, h, path, "staff", i18n.VI))
		n := &count{}
		z, _ := gzip.NewWriterLevel(n, 6)
		io.WriteString(z, body) //nolint:errcheck // a counter takes all
		z.Close()
		total += n.n
		for _, m := range loaded.FindAllStringSubmatch(body, -1) {
			for i, x := range m[1:] {
				if i == 3 && x != "" {
					x = "/static/" + x
				}
				if x != "" {
					fetch(x)
				}
			}
		}
	}
	fetch("/staff/3")
	t.Logf("the console: %d files, %.1f KB with gzip", len(seen), float64(total)/1024)
	if total > most || len(seen) < 10 {
		t.Errorf("the console sends %d bytes in %d files, want at most %d", total, len(seen), most)
	}
}

type count struct{ n int64 }

func (c *count) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}
