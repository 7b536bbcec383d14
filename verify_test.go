package main

import (
	"context"
	"database/sql"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/controller"
	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// TestVerifyCommand reads one real log as a file, beside its controller and
// over the interface, and says the same of it each time.
func TestVerifyCommand(t *testing.T) {
	dir := t.TempDir()
	data, token := filepath.Join(dir, "data"), filepath.Join(dir, "token")
	url, stop := aController(t, data, token)
	ctl := client.New(url, "manager-token-of-the-test")
	for range 3 {
		if _, err := ctl.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"}); err != nil {
			t.Fatal(err)
		}
	}
	a := wire.NewAudit(wire.LogHead{})
	if err := auditData(t.Context(), data, a); err != nil {
		t.Fatal(err)
	}
	head := a.Head.Hash
	verify := func(want int, args ...string) {
		t.Helper()
		if got := run(t.Context(), append([]string{"verify"}, args...)); got != want {
			t.Errorf("motcua verify %q = %d, want %d", args, got, want)
		}
	}
	verify(app.ExitDone, "--data", data, "--days", "--head", head.Grouped())
	verify(app.ExitDone, "--data", data, "--json", "--head", strings.ToUpper(head.String()[:16]))
	verify(app.ExitDone, "--url", url, "--token", token, "--head", head.String())
	theirs, err := ctl.Verification(t.Context())
	if err != nil || theirs.State != wire.VerifyGood || theirs.By != "manager" || theirs.Head.Hash != head {
		t.Errorf("the controller was asked to verify = %+v, %v", theirs, err)
	}
	if err := auditData(t.Context(), data, a); err != nil || a.Head.Seq != theirs.Head.Seq+1 {
		t.Errorf("the log ends at %d, %v; want one entry that tells of the verification", a.Head.Seq, err)
	}
	verify(1, "--data", data, "--head", strings.Repeat("0", 64))
	verify(1, "--data", data, "--head", "beef")
	verify(1, "--data", data, "--head", "no digits at all")
	verify(1, "--url", url)
	verify(1, "--data", dir)
	verify(exitUsage)
	verify(exitUsage, "--data", data, "--url", url)
	if n, err := verifyLog(t.Context(), data); n != a.Entries || err != nil {
		t.Errorf("motcua check is told %d, %v", n, err)
	}
	stop()
	db, err := sql.Open("sqlite", filepath.Join(data, "log.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM event WHERE seq = 3"); err != nil {
		t.Fatal(err)
	}
	verify(1, "--data", data)
	verify(1, "--data", data, "--json")
	if _, err := verifyLog(t.Context(), data); err == nil {
		t.Error("motcua check finds nothing in a log that lacks an entry")
	}
}

// aController runs the example's center, open all day, and writes a manager's token.
func aController(t *testing.T, data, token string) (url string, stop func()) {
	t.Helper()
	site, err := config.ParseCenter("center.toml", config.Example())
	if err != nil {
		t.Fatal(err)
	}
	site.Hours = center.Hours{Always: true}
	if err := os.WriteFile(token, []byte("manager-token-of-the-test\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := controller.New(t.Context(), controller.Options{
		Engine: controller.EngineOptions{Store: store.Options{Path: filepath.Join(data, "log.db")}, Clock: controller.MachineClock()},
		Center: &site.Center, Version: "test",
		Credentials: &config.Credentials{Credentials: []config.Credential{{ID: "manager", SHA256: config.HashToken("manager-token-of-the-test"), Roles: []string{"greeter", "manager"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	srv := httptest.NewServer(c.Handler())
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		srv.CloseClientConnections()
		srv.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		c.Close()
	}
	t.Cleanup(stop)
	return srv.URL, stop
}
