package wire_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/oasdiff/yaml"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

const secret = "abcdefghjkmnpqrstuvw"

// phoneExamples are the messages of the citizens' pages; what is sealed differs each time and is only hinted at.
func phoneExamples() map[string]any {
	key := wire.PhoneKey(secret)
	return map[string]any{
		"phone": wire.PhoneFeed{V: 1, Session: "8c1f00d2e3a4b596", N: 1, At: at, Until: at.Add(16 * 3600e9), More: true,
			Center: &wire.PhoneCenter{Name: i18n.Text{VI: "Phường Tam Hiệp", EN: "Tam Hiep ward"}, Walk: 5, Grace: 60,
				Services: map[center.ServiceCode]i18n.Text{"HT": {VI: "Hộ tịch", EN: "Civil status"}}},
			Pages: []wire.SealedPage{{Key: key, Body: []byte("a sealed page")}}},
		"cmd":       wire.Cmd{V: 1, ID: "5f1d2c3b4a5968770011223344556677", Kind: wire.CmdPhone, Key: key, Body: []byte("a sealed wish")},
		"cmd-reply": wire.CmdReply{V: 1, ID: "5f1d2c3b4a5968770011223344556677", Status: 200, Body: []byte("a sealed answer"), Page: []byte("a sealed page")},
	}
}

// TestAPageIsBounded: what the province keeps of thousands of pages must not fill its memory.
func TestAPageIsBounded(t *testing.T) {
	feed := phoneExamples()["phone"].(wire.PhoneFeed)
	for size, want := range map[int]bool{16 << 10: true, 16<<10 + 1: false} {
		feed.Pages[0].Body = make([]byte, size)
		raw, err := json.Marshal(feed)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := wire.DecodePhoneFeed(raw); ok != want {
			t.Errorf("a page of %d bytes is taken: %v, want %v", size, ok, want)
		}
	}
}

func TestPhoneMessagesKeepTheirFormAndSchema(t *testing.T) {
	closed := schemas(t, true)
	for name, v := range phoneExamples() {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		s := compile(t, closed, name+".schema.json")
		if err := validate(t, s, raw); err != nil {
			t.Errorf("%s does not fit its schema: %v", name, err)
		}
		if bad := bytes.Replace(raw, []byte(`"v":1`), []byte(`"v":2`), 1); validate(t, s, bad) == nil {
			t.Errorf("the schema of %s accepts another version", name)
		}
		file := filepath.Join(docs, "schema", "examples", name+".json")
		if *update {
			if err := os.WriteFile(file, append(raw, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if golden, err := os.ReadFile(file); err != nil || string(golden) != string(raw)+"\n" {
			t.Errorf("%s = %s, want %s (%v)", name, raw, golden, err)
		}
	}
}

func TestAsyncAPINamesThePhoneTopics(t *testing.T) {
	raw, err := os.ReadFile(docs + "/asyncapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	j, err := yaml.YAMLToJSON(raw)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Channels map[string]struct {
			Address string `json:"address"`
		} `json:"channels"`
	}
	if err := json.Unmarshal(j, &doc); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		wire.TopicPhone: wire.Topic("{prov}", "{point}", wire.TopicPhone), wire.TopicCmdReply: wire.Topic("{prov}", "{point}", wire.TopicCmdReply),
		wire.TopicCmd: wire.CmdTopic("{prov}", "{point}", "{id}"),
	} {
		if got := doc.Channels[name].Address; got != want {
			t.Errorf("channel %s has the address %q, want %q", name, got, want)
		}
	}
}

// TestSeal holds that a page opens only with its own secret, as what it is and for what it is about.
func TestSeal(t *testing.T) {
	page := wire.PhonePage{V: 1, At: at, Ticket: wire.Ticket{Number: "A012", State: queue.Waiting}}
	sealed, err := wire.Seal(secret, wire.SealPage, "motcua/h19/h19-26-1", page)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("A012")) {
		t.Error("the sealed page shows its number")
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)/2] ^= 1
	for _, tt := range []struct {
		name, secret, what, about string
		sealed                    []byte
		opens                     bool
	}{
		{"its own secret", secret, wire.SealPage, "motcua/h19/h19-26-1", sealed, true},
		{"another secret", "abcdefghjkmnpqrstuvx", wire.SealPage, "motcua/h19/h19-26-1", sealed, false},
		{"as an action", secret, wire.SealAction, "motcua/h19/h19-26-1", sealed, false},
		{"of another point", secret, wire.SealPage, "motcua/h19/h19-27", sealed, false},
		{"a flipped bit", secret, wire.SealPage, "motcua/h19/h19-26-1", flipped, false},
		{"nothing", secret, wire.SealPage, "motcua/h19/h19-26-1", nil, false},
		{"too much", secret, wire.SealPage, "motcua/h19/h19-26-1", make([]byte, 1<<20), false},
	} {
		var got wire.PhonePage
		if err := wire.Unseal(tt.secret, tt.what, tt.about, tt.sealed, &got); (err == nil) != tt.opens || tt.opens && got.Ticket.Number != "A012" {
			t.Errorf("%s: Unseal = %v, number %q", tt.name, err, got.Ticket.Number)
		}
	}
	if a, b := wire.PhoneKey(secret), wire.PhoneKey("abcdefghjkmnpqrstuvx"); a == b || len(a) != 32 {
		t.Errorf("PhoneKey = %s and %s, want two names of 32 digits", a, b)
	}
}

// FuzzPhoneMessages feeds what may come over the wire to the readers: they refuse or give back what is within bounds.
func FuzzPhoneMessages(f *testing.F) {
	for _, v := range phoneExamples() {
		raw, _ := json.Marshal(v)
		f.Add(raw)
	}
	f.Add([]byte(`{"v":1,"session":"8c1f00d2e3a4b596","n":2,"pages":[{"k":"../../x","x":"AA=="}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, ok := wire.DecodePhoneFeed(raw); ok && (m.N < 1 || len(m.Session) != 16 || len(m.Pages) > 200 || (m.N == 1) != (m.Center != nil)) {
			t.Errorf("DecodePhoneFeed(%q) = %+v", raw, m)
		}
		if c, ok := wire.DecodeCmd(raw); ok && !wire.IsSlug(c.ID) {
			t.Errorf("DecodeCmd(%q) = %+v", raw, c)
		}
		if r, ok := wire.DecodeCmdReply(raw); ok && (r.Status < 200 || r.Status > 599) {
			t.Errorf("DecodeCmdReply(%q) = %+v", raw, r)
		}
		var page wire.PhonePage
		if wire.Unseal(secret, wire.SealPage, "motcua/h19/h19-26-1", raw, &page) == nil {
			t.Errorf("Unseal opens %q", raw)
		}
	})
}
