package scanner

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// cut pushes what was sent, one millisecond a byte; "·" is a pause that ends a code, "…" three seconds.
func cut(sent string) (all []string, c codes) {
	now := time.Unix(0, 0)
	add := func(code string) {
		if code != "" {
			all = append(all, code)
		}
	}
	for rest := sent; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "·"):
			add(c.end(now))
			rest = rest[len("·"):]
		case strings.HasPrefix(rest, "…"):
			now = now.Add(3 * time.Second)
			rest = rest[len("…"):]
		default:
			now = now.Add(time.Millisecond)
			add(c.push(rest[0], now))
			rest = rest[1:]
		}
	}
	return all, c
}

func TestCodes(t *testing.T) {
	long := strings.Repeat("x", maxCode)
	for _, test := range []struct {
		sent string
		want []string
	}{
		{"A012\rB013\r", []string{"A012", "B013"}},
		{"A012\nB013\n", []string{"A012", "B013"}},
		{"A012\r\nB013\r\n", []string{"A012", "B013"}},
		{"A012·B013·", []string{"A012", "B013"}},
		{"A012\r·\n·B013", []string{"A012"}},
		{"  A012 \t\r", []string{"A012"}},
		{"A012\rA012\r\nA012·", []string{"A012"}},
		{"A012\r…A012\r", []string{"A012", "A012"}},
		{"A012\rB013\rA012\r", []string{"A012", "B013", "A012"}},
		{long + "\r", []string{long}},
		{long + "x\rB013\r", []string{"B013"}},
		{strings.Repeat("y", 100*maxCode) + "\rB013\r", []string{"B013"}},
		{"A0\x0012\rB013\r", []string{"B013"}},
		{"\x1b[A\rB013\r", []string{"B013"}},
		{"\xff\xfe\x80\x81a\rB013\r", []string{"B013"}},
		{"|||\r---\rB013\r", []string{"B013"}},
		{"(01)0\x1d12\r", []string{"(01)0\x1d12"}},
		{"0751640123|Nguy\xec\xb4n Th\xb8 H|1966\r", []string{"0751640123|Nguy\xec\xb4n Th\xb8 H|1966"}},
		{"\r\n\r\n··", nil},
	} {
		if got, _ := cut(test.sent); !slices.Equal(got, test.want) {
			t.Errorf("%.60q gave %.60q, want %.60q", test.sent, got, test.want)
		}
	}
}

// TestContinuousReading holds a slip under a scanner that reads all the time.
func TestContinuousReading(t *testing.T) {
	var c codes
	n, now := 0, time.Unix(0, 0)
	for range 100 {
		now = now.Add(500 * time.Millisecond)
		for _, b := range []byte("A012\r") {
			if c.push(b, now) != "" {
				n++
			}
		}
	}
	if n != 1 {
		t.Errorf("%d codes, want 1", n)
	}
}

func TestGarbledLine(t *testing.T) {
	_, c := cut("\x00\r\x01\r\x02\r")
	if c.garbled != 3 {
		t.Errorf("garbled = %d after three codes that are no text, want 3", c.garbled)
	}
	if _, c = cut("\x00\r\x01\r\x02\rA012\r"); c.garbled != 0 {
		t.Errorf("garbled = %d after a good code, want 0", c.garbled)
	}
}

func FuzzCodes(f *testing.F) {
	f.Add([]byte("A012\r\nB013\n\x00\xff\r"))
	f.Add([]byte(strings.Repeat("x", 3000) + "\r"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		var c codes
		for i, b := range sent {
			code := c.push(b, time.Unix(int64(i), 0))
			if len(c.code) > maxCode || len(code) > maxCode || strings.ContainsAny(code, "\r\n\x00\x7f\x1b") {
				t.Fatalf("a code of %d bytes, %d kept: %q", len(code), len(c.code), code)
			}
		}
	})
}

func FuzzKeys(f *testing.F) {
	f.Add(make([]byte, 5*eventSize+3))
	f.Fuzz(func(t *testing.T, sent []byte) {
		var whole, parts keys
		want := whole.push(sent)
		var got []byte
		for i := range sent {
			got = append(got, parts.push(sent[i:i+1])...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("byte by byte %q, at once %q", got, want)
		}
		if len(whole.part) >= eventSize {
			t.Errorf("%d bytes kept of an event of %d", len(whole.part), eventSize)
		}
	})
}
