package keypad

import (
	"context"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua/internal/device/keypad"
	"motcua/internal/device/pty"
)

// plugged returns a simulated keypad on a line, and its driver.
func plugged(t *testing.T) (*Keypad, *keypad.Unit) {
	t.Helper()
	pair, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	sim := New("N1")
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = sim.Serve(ctx, pair.Master) })
	unit, err := keypad.Open(pair.Name, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		unit.Close()
		cancel()
		wg.Wait()
		pair.Close()
	})
	return sim, unit
}

// poll polls until want presses have come, or five seconds are over.
func poll(t *testing.T, u *keypad.Unit, want int) (got []keypad.Press) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); len(got) < want && time.Now().Before(end); {
		presses, err := u.Poll()
		if err != nil {
			continue // a busy machine may miss one deadline
		}
		got = append(got, presses...)
		if len(presses) > 0 {
			_ = u.Ack(presses[len(presses)-1]) // a lost one is repeated by Poll
		}
	}
	if len(got) != want {
		t.Fatalf("%d presses, want %d", len(got), want)
	}
	return got
}

func TestPressesComeOnceAndInOrder(t *testing.T) {
	sim, unit := plugged(t)
	keys := []keypad.Key{keypad.Next, keypad.Recall, keypad.Start, keypad.NoShow, keypad.Finish, keypad.Pause}
	for _, k := range keys {
		sim.Press(k)
	}
	got := poll(t, unit, len(keys))
	for i, p := range got {
		if p.Key != keys[i] || p.Seq != uint16(i+1) || p.Boot != got[0].Boot {
			t.Errorf("press %d = %+v, want %v with sequence %d", i, p, keys[i], i+1)
		}
	}
	emptied(t, sim, unit)
}

// emptied waits until the keypad has nothing left, and nothing more came.
func emptied(t *testing.T, sim *Keypad, unit *keypad.Unit) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); sim.Waiting() > 0; {
		presses, err := unit.Poll()
		if err == nil && len(presses) > 0 {
			t.Fatalf("presses came again: %v", presses)
		}
		if time.Now().After(end) {
			t.Fatalf("%d presses are never acknowledged", sim.Waiting())
		}
	}
}

func TestLostAcknowledgementsRepeatNothing(t *testing.T) {
	sim, unit := plugged(t)
	sim.LoseAcks(2)
	for range 5 {
		sim.Press(keypad.Next)
	}
	poll(t, unit, 5)
	emptied(t, sim, unit)
}

func TestRestartedKeypadCountsAnew(t *testing.T) {
	sim, unit := plugged(t)
	sim.Press(keypad.Next)
	first := poll(t, unit, 1)[0]
	sim.Restart()
	sim.Press(keypad.Next)
	second := poll(t, unit, 1)[0]
	if first.Boot == second.Boot || second.Seq != 1 {
		t.Errorf("presses %+v and %+v, want another boot and sequence 1", first, second)
	}
}

func TestSilentKeypad(t *testing.T) {
	sim, unit := plugged(t)
	sim.Mute(true)
	if _, err := unit.Poll(); err == nil {
		t.Error("Poll of a silent keypad = nil, want an error")
	}
	sim.Mute(false)
	sim.Press(keypad.Next)
	poll(t, unit, 1)
}

func TestFullQueueLosesTheNewest(t *testing.T) {
	sim := New("N1")
	for range maxQueue + 3 {
		sim.Press(keypad.Next)
	}
	if table := sim.table(); table[3] != maxQueue || table[4] != 3 {
		t.Errorf("%d waiting, %d lost; want %d and 3", table[3], table[4], maxQueue)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ request, want []byte }{
		"function 3":      {seal(unit, 3, 0, 0, 0, 1), seal(unit, 0x83, badFunction)},
		"too far":         {seal(unit, 4, 0, 10, 0, 10), seal(unit, 0x84, badAddress)},
		"other register":  {seal(unit, 6, 0, 1, 0, 1), seal(unit, 0x86, badAddress)},
		"another unit":    {seal(unit+1, 4, 0, 0, 0, 1), nil},
		"wrong checksum":  {[]byte{unit, 4, 0, 0, 0, 1, 0, 0}, nil},
		"acknowledgement": {seal(unit, 6, 0, 0, 0, 9), seal(unit, 6, 0, 0, 0, 9)},
	} {
		if got, _ := New("N1").take(c.request); string(got) != string(c.want) {
			t.Errorf("%s: answer % x, want % x", name, got, c.want)
		}
	}
}

func TestPageKey(t *testing.T) {
	sim := New("N1")
	srv := httptest.NewServer(Handler(sim))
	defer srv.Close()
	for _, c := range []struct {
		path, body string
		status     int
	}{
		{"/sim/keypad/N1/press", `{"key":"next"}`, 204}, {"/sim/keypad/N2/press", `{"key":"next"}`, 404},
		{"/sim/keypad/N1/press", `{"key":"fire"}`, 400}, {"/sim/keypad/N1/press", `{`, 400},
	} {
		resp, err := srv.Client().Post(srv.URL+c.path, "application/json", strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.status {
			t.Errorf("POST %s %s = %d, want %d", c.path, c.body, resp.StatusCode, c.status)
		}
	}
	if sim.Waiting() != 1 {
		t.Errorf("%d presses, want 1", sim.Waiting())
	}
}

func FuzzTake(f *testing.F) {
	f.Add(seal(unit, 4, 0, 0, 0, 14))
	f.Add(append([]byte{1, 4}, seal(unit, 6, 0, 0, 0, 1)...))
	f.Fuzz(func(t *testing.T, in []byte) {
		k := New("N1")
		k.Press(keypad.Next)
		for len(in) >= requestLen {
			before := len(in)
			if _, in = k.take(in); len(in) >= before {
				t.Fatalf("take consumed nothing of %d bytes", before)
			}
		}
	})
}
