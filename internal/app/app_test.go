package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/i18n"
)

func quiet(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), nil))
}

func TestRunStopsAllWhenOneEnds(t *testing.T) {
	broken := errors.New("broken")
	waits := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	fails := func(ctx context.Context) error { <-ctx.Done(); return errors.New("failed on the way out") }
	for name, test := range map[string]struct {
		first func(context.Context) error
		other func(context.Context) error
		want  string
	}{
		"one fails":                {func(context.Context) error { return broken }, waits, "broken"},
		"one just ends":            {func(context.Context) error { return nil }, waits, ""},
		"one fails while stopping": {func(context.Context) error { return nil }, fails, "failed on the way out"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				err := Run(t.Context(), quiet(t), Part{"first", test.first}, Part{"other", test.other})
				if got := errText(err); got != test.want {
					t.Errorf("Run() = %q, want %q", got, test.want)
				}
			})
		})
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		part := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		done := make(chan error)
		go func() { done <- Run(ctx, quiet(t), Part{"a", part}, Part{"b", part}) }()
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run() = %v after its context ended, want nil", err)
		}
	})
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestExitStatus(t *testing.T) {
	_, configErr := config.ParseCenter("c.toml", []byte("x = 1"))
	for _, test := range []struct {
		err  error
		want int
	}{{nil, 0}, {errors.New("x"), 1}, {fault.New(fault.Unavailable, "port-in-use"), 1}, {configErr, 78}} {
		if got := ExitStatus(test.err); got != test.want {
			t.Errorf("ExitStatus(%v) = %d, want %d", test.err, got, test.want)
		}
	}
}

func TestSentences(t *testing.T) {
	_, err := config.ParseCenter("c.toml", []byte("x = 1\ny = 2"))
	got := Sentences(i18n.EN, err)
	if len(got) != 2 || !strings.HasPrefix(got[1], "File c.toml, line 2: there is no key y.") {
		t.Errorf("Sentences() = %q, want one for each key", got)
	}
	if got := Sentences(i18n.VI, errors.New("disk on fire")); len(got) != 1 || !strings.Contains(got[0], "disk on fire") {
		t.Errorf("Sentences(unknown error) = %q, want the error itself", got)
	}
}

func TestLang(t *testing.T) {
	for env, want := range map[string]i18n.Lang{"en_US.UTF-8": i18n.EN, "vi_VN": i18n.VI, "C": i18n.VI, "": i18n.VI} {
		t.Setenv("LC_ALL", "")
		t.Setenv("LC_MESSAGES", "")
		t.Setenv("LANG", env)
		if got := Lang(); got != want {
			t.Errorf("Lang() = %s with LANG=%s, want %s", got, env, want)
		}
	}
}

func TestVersion(t *testing.T) {
	v := NewVersion()
	raw, err := json.Marshal(v)
	if err != nil || !strings.Contains(string(raw), `"go":"go1.`) || !strings.HasPrefix(v.String(), "motcua ") {
		t.Errorf("NewVersion() = %s, %q, %v", raw, v, err)
	}
}

func TestNewLogLeavesTimeToTheJournal(t *testing.T) {
	for stream, want := range map[string]bool{"": true, "9:1": false} {
		t.Setenv("JOURNAL_STREAM", stream)
		var b bytes.Buffer
		NewLog(&b, slog.LevelInfo).Info("started", "time", "kept")
		if got := strings.HasPrefix(b.String(), "time="); got != want || !strings.Contains(b.String(), "msg=started") {
			t.Errorf("with JOURNAL_STREAM=%q the log says %q", stream, b.String())
		}
	}
}
