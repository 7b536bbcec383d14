package kiosk_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/ui/kit/kittest"
	"motcua/internal/wire"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// breath is how long the speech program of these tests takes for a sentence.
const breath = 150 * time.Millisecond

// mouth is a speech program that writes down what it says: a line as it begins
// with a sentence, and one when it was not broken off.
func mouth(path, lang string) {
	sentence, err := io.ReadAll(os.Stdin)
	if err != nil {
		os.Exit(1)
	}
	note := func(mark string) {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			os.Exit(1)
		}
		defer f.Close()
		fmt.Fprintf(f, "%s %s %s\n", mark, lang, strings.TrimSpace(string(sentence)))
	}
	note("begins")
	time.Sleep(breath) // it speaks
	note("ends")
}

// ear reads what the speech program wrote.
type ear struct {
	*kittest.Screen
	t    *testing.T
	path string
}

// heard returns what was said to its end.
func (e *ear) heard() (sentences []string) {
	raw, err := os.ReadFile(e.path)
	if err != nil && !os.IsNotExist(err) {
		e.t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if sentence, ok := strings.CutPrefix(strings.TrimSpace(line), "ends "); ok {
			sentences = append(sentences, sentence)
		}
	}
	return sentences
}

// hears waits until what was said last begins so.
func (e *ear) hears(words string) {
	e.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if all := e.heard(); len(all) > 0 && strings.HasPrefix(all[len(all)-1], words) {
			return
		}
	}
	e.t.Fatalf("nobody said %q; all that was said:\n%s", words, strings.Join(e.heard(), "\n"))
}

// more waits until more was said than that.
func (e *ear) more(than int) {
	e.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if len(e.heard()) > than {
			return
		}
	}
	e.t.Fatalf("nothing was said after:\n%s", strings.Join(e.heard(), "\n"))
}

// choose presses down until the focus is on the item of those words, and then the key that chooses.
func (e *ear) choose(down int, words string) {
	e.t.Helper()
	for range down {
		before := len(e.heard())
		e.Key("Down")
		e.more(before)
	}
	e.hears(words)
	e.Key("Return")
}

// listen starts a kiosk whose guidance is written down.
func listen(t *testing.T, server string) *ear {
	path := filepath.Join(t.TempDir(), "heard")
	s := kittest.Start(t, "kiosk", 540, 960, "CONTROLLER="+server, "MOUTH="+path)
	s.Wait("the start", func(f kittest.Frame) bool { return f.Status.Screen == "attract" })
	return &ear{Screen: s, t: t, path: path}
}

// TestNativeByEar takes a number with the four keys and the ears only, in both
// languages, and compares all that was said with testdata.
func TestNativeByEar(t *testing.T) {
	t.Parallel()
	for lang, walk := range map[string]func(e *ear){"vi": walkVietnamese, "en": walkEnglish} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			c, server := newController(t)
			e := listen(t, server.URL)
			e.Key("Down") // any key starts
			e.hears("vi Bắt đầu lấy số. một trên")
			walk(e)
			last := map[string]string{"vi": "vi Đổi lĩnh vực", "en": "en Change the service"}[lang]
			e.hears(last)
			before := len(e.heard())
			c.printed("20261123-A012", wire.SlipPrinted, "")
			f := e.Wait("the slip", func(f kittest.Frame) bool { return f.Status.Detail == "printed" })
			if f.Status.Number != "A012" {
				t.Errorf("the result shows %+v, want A012", f.Status)
			}
			e.more(before + 1)
			e.hears(last)
			golden(t, "testdata/ear."+lang+".txt", strings.Join(e.heard(), "\n")+"\n")
			want := []wire.IssueRequest{{Service: "S1", Purpose: "collect", Priority: true, Kiosk: "K1"}}
			if diff := cmp.Diff(want, c.requests()); diff != "" {
				t.Errorf("tickets asked for (-want +got):\n%s", diff)
			}
		})
	}
}

func walkVietnamese(e *ear) {
	e.choose(0, "vi Bắt đầu lấy số. một trên")
	e.hears("vi Nộp hồ sơ. một trên")
	e.choose(1, "vi Nhận kết quả. hai trên")
	e.hears("vi Hộ tịch")
	before := len(e.heard())
	e.Key("F1") // once more
	e.more(before + 1)
	e.choose(1, "vi Chứng thực")
	e.choose(0, "vi Có. một trên")
}

func walkEnglish(e *ear) {
	e.choose(2, "vi English. ba trên")
	e.choose(0, "en Start to take a number. one of")
	e.hears("en Submit a dossier. one of")
	e.choose(1, "en Collect a result. two of")
	e.hears("en Civil status")
	e.choose(1, "en Certification")
	e.choose(0, "en Yes. one of")
}

// golden compares with a file that -update writes.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got), run with -update and read the diff:\n%s", path, diff)
	}
}
