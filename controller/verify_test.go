package controller

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/health"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// soon asks until it is true, for as long as a slow machine may take.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); {
		if time.Now().After(end) {
			t.Fatalf("%s: not within 20 seconds", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// verified asks for a verification and waits until it has ended.
func (h *hall) verified(t *testing.T) (v wire.Verification) {
	t.Helper()
	status, _ := h.post(t, "/api/v1/verify", "")
	if status != http.StatusAccepted {
		t.Fatalf("POST /verify = %d", status)
	}
	soon(t, "the verification", func() bool {
		var err error
		if v, err = h.all.Verification(t.Context()); err != nil {
			t.Fatal(err)
		}
		return v.State != wire.VerifyRunning
	})
	return v
}

// closes waits until the log says that the day is over.
func (h *hall) closes(t *testing.T) {
	t.Helper()
	soon(t, "the day closes", func() bool { return view(h.engine, func(s *state, _ queue.Moment) bool { return !s.open }) })
}

// post posts JSON with the token of every role.
func (h *hall) post(t *testing.T, path, body string) (status int, answer []byte) {
	t.Helper()
	a := (&tour{T: t, h: h}).send(h.url, testToken, "POST "+path, body)
	return a.status, a.body
}

func TestVerificationRunsBesideTheCounters(t *testing.T) {
	h := openHall(t, nil)
	if v, err := h.all.Verification(t.Context()); err != nil || v.State != wire.VerifyNever {
		t.Fatalf("before the first = %+v, %v", v, err)
	}
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"}); err != nil {
		t.Fatal(err)
	}
	head := h.engine.hub.last()
	v := h.verified(t)
	if v.State != wire.VerifyGood || v.By != "all" || v.Head.Seq != head || v.Done != v.Total || v.Ended == nil || len(v.Findings) != 0 {
		t.Errorf("a whole log = %+v", v)
	}
	if now := h.engine.hub.last(); now != head+1 {
		t.Errorf("verifying appended %d entries, want one", now-head)
	}
	want := wire.LogVerifiedData{By: "all", From: 1, To: head, Head: v.Head.Hash.String(), OK: true}
	if got := h.outcomes(t); len(got) != 1 || got[0] != want {
		t.Errorf("the log tells %+v, want %+v", got, want)
	}
	if v := h.verified(t); v.State != wire.VerifyGood || v.Head.Seq != head+1 || len(h.outcomes(t)) != 2 {
		t.Errorf("a log that tells of a verification = %+v", v)
	}
}

// outcomes are the verifications that the log tells of.
func (h *hall) outcomes(t *testing.T) (all []wire.LogVerifiedData) {
	t.Helper()
	entries, err := h.engine.store.Read(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		var d wire.LogVerifiedData
		if b, err := e.Decode(); err != nil || e.Type == wire.LogVerified && json.Unmarshal(b.Data, &d) != nil {
			t.Fatalf("entry %d: %v", e.Seq, err)
		}
		if e.Type == wire.LogVerified {
			all = append(all, d)
		}
	}
	return all
}

// TestWhatTheControllerVerifiesByItselfIsToldOnce: its own entry is no reason to look again.
func TestWhatTheControllerVerifiesByItselfIsToldOnce(t *testing.T) {
	h := openHall(t, nil)
	h.now.pass(12 * time.Hour)
	h.closes(t)
	if !h.verify.due() {
		t.Fatal("a closed day is not to be verified")
	}
	h.verify.verify(t.Context(), "")
	if got := h.outcomes(t); len(got) != 1 || got[0].By != wire.BySchedule || !got[0].OK || h.verify.due() {
		t.Errorf("the log tells %+v, due again: %v", got, h.verify.due())
	}
}

// TestAClosedDayIsVerifiedByItself, and its head is told.
func TestAClosedDayIsVerifiedByItself(t *testing.T) {
	h := openHall(t, nil)
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"}); err != nil {
		t.Fatal(err)
	}
	if h.verify.due() {
		t.Error("an open day is to be verified")
	}
	h.now.pass(12 * time.Hour)
	h.closes(t)
	if !h.verify.due() {
		t.Error("a closed day is not to be verified")
	}
	v := h.verified(t)
	if v.Days != 1 || len(v.Heads) != 1 || v.Heads[0].Day != "2026-11-23" || !v.Heads[0].Good {
		t.Errorf("a closed day = %+v", v)
	}
	if h.verify.due() {
		t.Error("a day that was verified is to be verified again")
	}
}

// TestAChangedLogIsTold changes an entry behind the controller's back; a
// restart does not make it forget.
func TestAChangedLogIsTold(t *testing.T) {
	var o Options
	h := openHall(t, func(x *Options) { o = *x })
	id, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+o.Engine.Store.Path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var seq int64
	if err := db.QueryRow("SELECT max(seq) FROM event").Scan(&seq); err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) {
		t.Helper()
		if _, err := db.Exec("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), ?, ?) AS BLOB) WHERE seq = ?", from, to, seq); err != nil {
			t.Fatal(err)
		}
	}
	change(id.Number, "A999")
	v := h.verified(t)
	if v.State != wire.VerifyBad || len(v.Findings) != 1 || v.Findings[0].Seq != seq || v.Findings[0].Code != wire.AuditChain || v.Findings[0].Text.EN == "" {
		t.Errorf("a changed log = %+v", v)
	}
	told := func(c *Controller) bool {
		return slices.ContainsFunc(c.conditions(), func(x health.Condition) bool { return x.Code == "log-changed" && x.Text(i18n.VI) != "" })
	}
	if !told(h.Controller) {
		t.Error("nobody is told of a changed log")
	}
	want := wire.LogVerifiedData{By: "all", From: 1, To: v.Head.Seq, Head: v.Head.Hash.String(), Bad: seq, Findings: 1}
	if got := h.outcomes(t); len(got) != 1 || got[0] != want {
		t.Errorf("the log tells %+v, want %+v", got, want)
	}
	if v := h.verified(t); len(v.Findings) != 1 || v.Findings[0].Seq != seq || v.Head.Seq != want.To+1 {
		t.Errorf("a changed log that goes on = %+v, want the one break", v)
	}
	change("A999", id.Number)
	h.stop()
	again, err := New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !told(again) {
		t.Error("a restart forgets that the log was changed")
	}
}

func TestAVerificationNobodyMayAskFor(t *testing.T) {
	h := openHall(t, nil)
	if _, err := client.New(h.url, "display").Verification(t.Context()); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a display asks for the verification: %v", err)
	}
}

// TestADateConfirmedByMistakeOpensNoEarlierDay: with the clock set right again no
// number is given, so that an earlier day behind a later one is always a forger's.
func TestADateConfirmedByMistakeOpensNoEarlierDay(t *testing.T) {
	h := openHall(t, nil)
	h.issue(t, wire.IssueRequest{Service: "HT"})
	const ahead = 53 * 7 * 24 * time.Hour
	h.now.jump(ahead)
	h.settle(t)
	if o := h.engine.confirmClock(t.Context(), "all"); o.err != nil {
		t.Fatal(o.err)
	}
	if got := h.issue(t, wire.IssueRequest{Service: "HT"}); got.ID != "20271129-A001" {
		t.Fatalf("ticket of the mistaken day = %s", got.ID)
	}
	h.now.jump(-ahead)
	if _, err := h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: "submit"}); fault.CodeOf(err) != "clock-behind" {
		t.Errorf("issue with the clock set right = %v, want clock-behind", err)
	}
	if v := h.verified(t); v.State != wire.VerifyGood || v.Jumps != 3 {
		t.Errorf("the log = %+v", v)
	}
}
