package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// chain makes n entries that follow one another; the bodies hold what encoding/json likes to rewrite.
func chain(n int) []Entry {
	var out []Entry
	var prev Hash
	at := time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC)
	for i := range int64(n) {
		body := fmt.Appendf(nil, `{"seq":%d,"type":"config.changed","at":%q,"up_ms":%d, "boot":"b<&>","data":{"sha256":"<>"}}`,
			i+1, at.Format(time.RFC3339Nano), i)
		prev = Chain(prev, body)
		out = append(out, Entry{Seq: i + 1, Type: "config.changed", Body: body, Hash: prev})
	}
	return out
}

const epoch = "0123456789abcdef"

func TestBatchKeepsBodiesByteForByte(t *testing.T) {
	entries := chain(3)
	plain, err := EncodeBatch(epoch, 1, "motcua/h19/h19-26-1", entries)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"plain": plain, "gzip": Gzip(plain)} {
		got, err := DecodeBatch(raw)
		if err != nil {
			t.Fatalf("DecodeBatch(%s): %v", name, err)
		}
		var back []Entry
		for i, r := range got.Events {
			e, _, err := CheckEvent(r, epoch, "motcua/h19/h19-26-1", int64(i)+1)
			if err != nil {
				t.Fatalf("CheckEvent(%s, %d): %v", name, i+1, err)
			}
			back = append(back, Entry{Seq: e.Seq, Type: e.Type, Body: e.Data, Hash: e.Hash})
		}
		if d := cmp.Diff(entries, back); d != "" {
			t.Errorf("%s: entries differ (-sent +received):\n%s", name, d)
		}
	}
}

func TestDecodeBatchRefuses(t *testing.T) {
	good, err := EncodeBatch(epoch, 1, "motcua/h19/h19-26-1", chain(2))
	if err != nil {
		t.Fatal(err)
	}
	swap := func(old, new string) []byte { return []byte(strings.Replace(string(good), old, new, 1)) }
	tests := map[string][]byte{
		"nothing":            nil,
		"not JSON":           []byte("hello"),
		"another version":    swap(`"v":1`, `"v":2`),
		"a bad epoch":        swap(epoch, "0123456789ABCDEF"),
		"no events":          []byte(`{"v":1,"epoch":"0123456789abcdef","from":1,"to":0,"events":[]}`),
		"too wide a range":   swap(`"to":2`, `"to":3`),
		"sequence zero":      swap(`"from":1,"to":2`, `"from":0,"to":1`),
		"first after from":   swap(`"first":1`, `"first":2`),
		"bytes at the end":   append(bytes.Clone(good), '{'),
		"half a gzip":        Gzip(good)[:40],
		"a gzip bomb":        Gzip(bytes.Repeat([]byte(" "), MaxBatchBytes+1)),
		"too many raw bytes": bytes.Repeat([]byte(" "), MaxBatchBytes+1),
	}
	for name, raw := range tests {
		if _, err := DecodeBatch(raw); err == nil {
			t.Errorf("DecodeBatch(%s) = nil error, want one", name)
		}
	}
}

func TestCheckEventRefuses(t *testing.T) {
	raw, err := EncodeBatch(epoch, 1, "motcua/h19/h19-26-1", chain(1))
	if err != nil {
		t.Fatal(err)
	}
	b, err := DecodeBatch(raw)
	if err != nil {
		t.Fatal(err)
	}
	good := string(b.Events[0])
	tests := map[string]string{
		"another seq":    strings.Replace(good, `"seq":1,"hash"`, `"seq":2,"hash"`, 1),
		"another type":   strings.Replace(good, `"config.changed"`, `"day.opened"`, 1),
		"another id":     strings.Replace(good, epoch+"-1", epoch+"-2", 1),
		"another source": strings.Replace(good, "h19-26-1", "h19-26-2", 1),
		"another time":   strings.Replace(good, `"time":"2026`, `"time":"2025`, 1),
		"a short hash":   strings.Replace(good, `"hash":"`, `"hash":"0`, 1),
		"two lines":      strings.Replace(good, `"up_ms"`, "\n\"up_ms\"", 1),
		"no data":        `{"specversion":"1.0"}`,
		"a number":       `7`,
	}
	for name, raw := range tests {
		if _, _, err := CheckEvent(json.RawMessage(raw), epoch, "motcua/h19/h19-26-1", 1); err == nil {
			t.Errorf("CheckEvent(%s) = nil error, want one", name)
		}
	}
}

func TestTopic(t *testing.T) {
	topic := Topic("h19", "h19-26-1", TopicEvt)
	if want := "motcua/v1/h19/h19-26-1/evt"; topic != want {
		t.Fatalf("Topic = %q, want %q", topic, want)
	}
	if prov, point, kind, ok := ParseTopic(topic); prov != "h19" || point != "h19-26-1" || kind != TopicEvt || !ok {
		t.Errorf("ParseTopic(%q) = %q, %q, %q, %v", topic, prov, point, kind, ok)
	}
	for _, bad := range []string{"", "motcua/v1/h19/evt", "motcua/v2/h19/p/evt", "motcua/v1/H19/p/evt", "motcua/v1/h19/-p/evt", topic + "/x"} {
		if _, _, _, ok := ParseTopic(bad); ok {
			t.Errorf("ParseTopic(%q) = ok, want refused", bad)
		}
	}
}

func FuzzDecodeBatch(f *testing.F) {
	good, err := EncodeBatch(epoch, 1, "motcua/h19/h19-26-1", chain(2))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(Gzip(good))
	f.Add([]byte{0x1f, 0x8b})
	f.Add([]byte(`{"v":1,"epoch":"0123456789abcdef","from":9223372036854775807,"to":9223372036854775807,"events":[{}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := DecodeBatch(raw)
		if err != nil {
			return
		}
		if n := int64(len(b.Events)); n < 1 || n > MaxBatchEvents || b.To != b.From+n-1 {
			t.Fatalf("DecodeBatch let through from %d to %d with %d events", b.From, b.To, n)
		}
		for i, r := range b.Events {
			seq := b.From + int64(i)
			if e, body, err := CheckEvent(r, b.Epoch, "motcua/h19/h19-26-1", seq); err == nil && (e.Seq != seq || body.Seq != seq) {
				t.Fatalf("CheckEvent let through seq %d/%d as %d", e.Seq, body.Seq, seq)
			}
		}
	})
}
