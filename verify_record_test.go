package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// TestVerifyRecord reads a record that an inspection downloaded from a running
// controller, whole, and after somebody had it in hand.
func TestVerifyRecord(t *testing.T) {
	dir := t.TempDir()
	url, _ := aController(t, filepath.Join(dir, "data"), filepath.Join(dir, "token"))
	ctl := client.New(url, "manager-token-of-the-test")
	for range 9 {
		if _, err := ctl.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"}); err != nil {
			t.Fatal(err)
		}
	}
	whole := inspected(t, url)
	file := func(raw string) string {
		path := filepath.Join(t.TempDir(), "record.jsonl")
		if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	verify := func(want int, raw string, args ...string) {
		t.Helper()
		if got := run(t.Context(), append([]string{"verify", "--record", file(raw)}, args...)); got != want {
			t.Errorf("motcua verify --record %q = %d, want %d", args, got, want)
		}
	}
	python := pythonVerifier(t)
	if code, out := python(file(whole)); code != 0 {
		t.Errorf("verify.py of the record = %d %s", code, out)
	}
	head, a, err := wire.ReadRecord(strings.NewReader(whole), nil)
	if err != nil || len(head.Samples) != 1 {
		t.Fatalf("ReadRecord = %+v, %v", head, err)
	}
	verify(app.ExitDone, whole, "--head", a.Head.Hash.Grouped())
	verify(app.ExitDone, whole, "--json")
	verify(1, whole, "--head", strings.Repeat("0", 64))
	verify(exitUsage, whole, "--data", dir)
	verify(1, "")
	lines := strings.SplitAfter(strings.TrimSuffix(whole, "\n"), "\n")
	for name, tt := range map[string]struct{ raw, code string }{
		"the end is missing":     {strings.Join(lines[:len(lines)-2], ""), wire.AuditShort},
		"one entry is missing":   {strings.Join(lines[:3], "") + strings.Join(lines[4:], ""), wire.AuditGap},
		"one entry is another":   {strings.Replace(whole, `\"service\":\"HT\"`, `\"service\":\"CT\"`, 1), wire.AuditChain},
		"another head":           {with(t, whole, func(h *wire.RecordHead) { h.Head[0]++ }), wire.AuditChain},
		"another seed":           {with(t, whole, func(h *wire.RecordHead) { h.Samples[0].Seed[0]++ }), wire.AuditSample},
		"another number":         {with(t, whole, func(h *wire.RecordHead) { h.Samples[0].Choice++ }), wire.AuditSample},
		"one drawn is exchanged": {with(t, whole, func(h *wire.RecordHead) { h.Samples[0].Tickets[0] = h.Samples[0].Tickets[1] }), wire.AuditSample},
	} {
		verify(1, tt.raw)
		if code, out := python(file(tt.raw)); code != 1 || !strings.HasPrefix(out, "entry ") {
			t.Errorf("%s: verify.py = %d %s", name, code, out)
		}
		h, a, err := wire.ReadRecord(strings.NewReader(tt.raw), nil)
		if err != nil || len(a.Findings) == 0 || a.Findings[0].Code != tt.code {
			t.Errorf("%s: %+v, %v; want %s", name, a, err, tt.code)
			continue
		}
		var b bytes.Buffer
		if err := (&verifyCommand{}).report(i18n.VI, &b, a, &h); err != nil || strings.Contains(b.String(), "KHÔNG") != (tt.code == wire.AuditSample) || !strings.Contains(b.String(), a.Findings[0].Say(i18n.VI)) {
			t.Errorf("%s is told as %s, %v", name, &b, err)
		}
	}
	cut := whole[:len(whole)-20]
	if _, _, err := wire.ReadRecord(strings.NewReader(cut), nil); err == nil {
		t.Error("a record whose last line is half there is read")
	}
	verify(1, cut)
}

// pythonVerifier is the program that shares nothing with ours.
func pythonVerifier(t *testing.T) func(record string) (code int, out string) {
	path, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("python3 is missing")
		}
		t.Skip("python3 is missing")
	}
	return func(record string) (int, string) {
		c := exec.CommandContext(t.Context(), path, filepath.Join("deploy", "clients", "python", "verify.py"), record)
		c.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
		out, err := c.CombinedOutput()
		if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
			t.Fatal(err)
		}
		return c.ProcessState.ExitCode(), string(out)
	}
}

// with changes the first line of a record.
func with(t *testing.T, record string, change func(*wire.RecordHead)) string {
	t.Helper()
	first, rest, _ := strings.Cut(record, "\n")
	var head wire.RecordHead
	if err := json.Unmarshal([]byte(first), &head); err != nil {
		t.Fatal(err)
	}
	change(&head)
	raw, err := json.Marshal(head)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw) + "\n" + rest
}

// inspected opens an inspection in the pages, draws a sample of today, and
// downloads today's record.
func inspected(t *testing.T, base string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	pages := http.Client{Jar: jar, Timeout: 20 * time.Second}
	do := func(method, path, kind, body string) string {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", kind)
		w, err := pages.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Body.Close()
		raw, err := io.ReadAll(w.Body)
		if err != nil || w.StatusCode != http.StatusOK {
			t.Fatalf("%s %s = %s %s, %v", method, path, w.Status, raw, err)
		}
		return string(raw)
	}
	form := func(path string, fields ...string) {
		t.Helper()
		v := url.Values{}
		for i := 0; i < len(fields); i += 2 {
			v.Set(fields[i], fields[i+1])
		}
		do("POST", path, "application/x-www-form-urlencoded", v.Encode())
	}
	find := func(pattern, path string) string {
		t.Helper()
		found := regexp.MustCompile(pattern).FindStringSubmatch(do("GET", path, "", ""))
		if found == nil {
			t.Fatalf("no %s on %s", pattern, path)
		}
		return found[1]
	}
	now := time.Now()
	today := string(center.DayOf(now))
	do("POST", "/api/v1/session", "application/json", `{"token":"manager-token-of-the-test"}`)
	form("/accounts", "do", "add", "name", "kim", "person", "Kim", "employer", "UBND", "role", "inspector", "password", "hai con trâu trắng đi cày")
	account := find(`<select name="account" required><option value="([^"]+)"`, "/inspections")
	form("/inspections", "do", "open", "account", account, "until", now.Add(48*time.Hour).In(center.Zone).Format("2006-01-02T15:04"))
	id := find(`/inspections/(I[A-Z0-9]+)/record`, "/inspections")
	form("/inspections", "do", "draw", "id", id, "first", today, "last", today, "n", "4", "choice", "4711")
	return do("GET", "/inspections/"+id+"/record?first="+today+"&last="+today, "", "")
}
