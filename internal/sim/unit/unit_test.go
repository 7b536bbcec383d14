package unit

import (
	"bytes"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motcua/internal/center"
)

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ request, want []byte }{
		"function 5":                 {seal(1, 5, 0, 0, 0, 1), seal(1, 0x85, badFunction)},
		"an empty read":              {seal(1, 4, 0, 0, 0, 0), seal(1, 0x84, badValue)},
		"a read too far":             {seal(1, 4, 0, 10, 0, 10), seal(1, 0x84, badAddress)},
		"a write too far":            {seal(1, 6, 0, 9, 0, 1), seal(1, 0x86, badAddress)},
		"a lamp of another state":    {seal(1, 6, 0, 3, 0, 3), seal(1, 0x86, badValue)},
		"an address without unlock":  {seal(1, 6, 0, 6, 0, 2), seal(1, 0x86, badValue)},
		"what was never told":        {seal(1, 6, 0, 0, 0, 9), seal(1, 0x86, badValue)},
		"a write whose count is off": {seal(1, 16, 0, 1, 0, 2, 2, 0, 0), seal(1, 0x90, badValue)},
		"another unit":               {seal(2, 4, 0, 0, 0, 1), nil},
		"everybody":                  {seal(0, 6, 0, 3, 0, 1), nil},
		"wrong checksum":             {[]byte{1, 4, 0, 0, 0, 1, 0, 0}, nil},
		"an acknowledgement":         {seal(1, 6, 0, 0, 0, 0), seal(1, 6, 0, 0, 0, 0)},
	} {
		if got := New("N1", 1).Hear(c.request); !bytes.Equal(got, c.want) {
			t.Errorf("%s: answer % x, want % x", name, got, c.want)
		}
	}
}

func TestNothingIsWrittenUnlessEverythingMayBe(t *testing.T) {
	u := New("N1", 1)
	u.Hear(seal(1, 16, 0, 3, 0, 2, 4, 0, 1, 0, 10))
	if u.Lamp() != 0 || u.Beeps() != 0 {
		t.Errorf("lamp %d, %d beeps; want nothing of a write with ten beeps", u.Lamp(), u.Beeps())
	}
	u.Hear(seal(0, 16, 0, 3, 0, 2, 4, 0, 1, 0, 2)) // to all
	if u.Lamp() != 1 || u.Beeps() != 2 {
		t.Errorf("lamp %d, %d beeps; want 1 and 2 from a broadcast", u.Lamp(), u.Beeps())
	}
}

func TestAddressIsSetBehindTheUnlockOnly(t *testing.T) {
	u := New("N1", 1)
	set := seal(1, 6, 0, 6, 0, 9)
	u.Hear(seal(1, 6, 0, 8, 0x4D, 0x43))
	u.Hear(seal(1, 4, 0, 0, 0, 1))
	if got := u.Hear(set); got[1] != 0x86 {
		t.Error("the unlock outlived another request")
	}
	u.Hear(seal(1, 6, 0, 8, 0x4D, 0x43))
	if got := u.Hear(set); !bytes.Equal(got, set) {
		t.Errorf("answer % x, want the old address's echo", got)
	}
	if u.Hear(set) != nil || u.Hear(seal(9, 4, 0, 0, 0, 1)) == nil {
		t.Error("the new address is not in force")
	}
}

func TestFullQueueLosesTheNewest(t *testing.T) {
	u := New("N1", 1)
	for range maxQueue + 3 {
		u.Press("next")
	}
	if in := u.inputs(); in[0] != form<<8|maxQueue || in[3] != 3 {
		t.Errorf("registers 0 and 3 are %04x and %d, want %d waiting and 3 lost", in[0], in[3], maxQueue)
	}
	if u.Press("fire") {
		t.Error("a key that no unit has was pressed")
	}
}

func TestLostLineShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := New("N1", 1)
		u.Hear(seal(1, 16, 0, 1, 0, 3, 6, 0x77, 0x7E, 0x30, 0x6D, 0, 2))
		if u.Display() != "A012" || u.Lamp() != 2 {
			t.Errorf("shows %q with lamp %d, want A012, blinking", u.Display(), u.Lamp())
		}
		<-time.After(lineLost)
		u.Hear(seal(1, 4, 0, 0, 0, 2))
		if u.Display() != "----" || u.Lamp() != 0 {
			t.Errorf("shows %q with lamp %d behind five seconds, want ----, dark, until a write", u.Display(), u.Lamp())
		}
	})
}

// TestLineTakesItsTime holds the line to the formula, on a virtual clock.
func TestLineTakesItsTime(t *testing.T) {
	for _, baud := range []int{9600, 19200, 115200} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			l := NewLine(baud, New("N1", 1))
			var serving sync.WaitGroup
			serving.Go(func() { _ = l.Serve(t.Context(), far) })
			began := time.Now()
			_, _ = near.Write(seal(1, 4, 0, 0, 0, 2))
			if _, err := io.ReadFull(near, make([]byte, 9)); err != nil {
				t.Fatal(err)
			}
			if got, want := time.Since(began), 17*l.char+l.rest+Turn; got != want {
				t.Errorf("%d baud: an answer after %v, want %v", baud, got, want)
			}
			near.Close()
			serving.Wait()
		})
	}
}

func TestPages(t *testing.T) {
	u := New("N1", 1)
	srv := httptest.NewServer(Handler(u))
	defer srv.Close()
	for _, c := range []struct {
		path, body string
		status     int
	}{
		{"/sim/keypad/N1/press", `{"key":"next"}`, 204}, {"/sim/unit/N1/press", `{"key":"7"}`, 204},
		{"/sim/unit/N2/press", `{"key":"next"}`, 404}, {"/sim/unit/N1/press", `{"key":"fire"}`, 400}, {"/sim/unit/N1/press", `{`, 400},
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
	for path, want := range map[string]string{"/sim/unit/N1": `{"display":"----","lamp":0,"beeps":0,"waiting":2}`, "/sim/unit/N2": "404 page not found"} {
		resp, err := srv.Client().Get(srv.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if strings.TrimSpace(string(got)) != want {
			t.Errorf("GET %s = %s, want %s", path, got, want)
		}
	}
}

func FuzzHear(f *testing.F) {
	f.Add(seal(1, 4, 0, 0, 0, 14))
	f.Add(seal(1, 16, 0, 1, 0, 2, 4, 0, 0, 0, 0))
	f.Add(seal(1, 16, 0, 0x80, 0, 2, 4, 0, 0, 0, 0))
	f.Add([]byte("1?\r"))
	f.Fuzz(func(t *testing.T, frame []byte) {
		for _, d := range []Device{New("N1", 1), NewLED("D1", 1, 3), NewASCII("A1", 1, center.ASCII{Ask: "{addr}?\r", Key: "{addr}K{key}\r", Show: "{addr}D{text}\r"})} {
			sealed := seal(append([]byte{1}, frame...)...)
			d.Hear(frame)
			if _, text := d.(*ASCII); !text {
				if got := d.Hear(sealed); got != nil && sum(got) != 0 {
					t.Errorf("Hear(% x) = % x with a wrong checksum", sealed, got)
				}
			}
		}
	})
}
