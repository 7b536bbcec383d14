// Package noticetest is the contract that every way to send notices keeps.
package noticetest

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"

	"motcua/internal/fault"
	"motcua/internal/notice"
)

// Trouble is what a rig brings about.
type Trouble string

// The troubles.
const (
	None    Trouble = ""
	Busy    Trouble = "busy"    // the server says: not now
	Refuses Trouble = "refuses" // the server says: no
	Lost    Trouble = "lost"    // it takes the message, and nobody hears that it has
	Away    Trouble = "away"    // nobody listens
)

// Taken is a message as it arrived.
type Taken struct{ To, Subject, Text string }

// Rig is a sender with the server behind it.
type Rig interface {
	Sender() notice.Sender
	Bring(Trouble)
	Taken() []Taken // in the order of arrival
	To() string     // an address that it can send to
}

const text = "Một cửa: Số A012 của ông/bà sắp đến lượt.\n.\nỡ = \"quotes\" & <angles> {to}"

// Contract runs every promise against a new rig each.
func Contract(t *testing.T, open func(*testing.T) Rig) {
	t.Run("arrives once and whole", func(t *testing.T) { arrives(t, open(t)) })
	t.Run("busy is tried again", func(t *testing.T) { fails(t, open(t), Busy, fault.Unavailable, 0) })
	t.Run("away is tried again", func(t *testing.T) { fails(t, open(t), Away, fault.Unavailable, 0) })
	t.Run("refused is refused", func(t *testing.T) { fails(t, open(t), Refuses, fault.Conflict, 0) })
	t.Run("lost is unsure", func(t *testing.T) { fails(t, open(t), Lost, fault.Gone, 1) })
	t.Run("many at once", func(t *testing.T) { many(t, open(t)) })
	t.Run("ends with its context", func(t *testing.T) { ends(t, open(t)) })
}

func message(r Rig) notice.Message {
	return notice.Message{ID: "id-1", Kind: "near", To: r.To(), Subject: "Số A012 sắp đến lượt", Text: text, Fields: notice.Fields{"number": "A012"}}
}

func arrives(t *testing.T, r Rig) {
	if err := r.Sender().Send(t.Context(), message(r)); err != nil {
		t.Fatalf("Send = %v", err)
	}
	got := r.Taken()
	if len(got) != 1 || got[0].To != r.To() || got[0].Text != text {
		t.Errorf("taken %q, want %q for %s once", got, text, r.To())
	}
}

func fails(t *testing.T, r Rig, trouble Trouble, kind fault.Kind, taken int) {
	r.Bring(trouble)
	err := r.Sender().Send(t.Context(), message(r))
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("Send = %v of kind %d, want kind %d", err, fault.KindOf(err), kind)
	}
	for _, secret := range []string{r.To(), "A012", strings.TrimPrefix(r.To(), "84")} {
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells %s: %v", secret, err)
		}
	}
	if n := len(r.Taken()); n != taken {
		t.Errorf("%d messages were taken, want %d", n, taken)
	}
	r.Bring(None)
	if err := r.Sender().Send(t.Context(), message(r)); err != nil {
		t.Errorf("it is well again, and Send = %v", err)
	}
}

func many(t *testing.T, r Rig) {
	var wg sync.WaitGroup
	s := r.Sender()
	for i := range 8 {
		m := message(r)
		m.ID = "id-" + strconv.Itoa(i)
		wg.Go(func() {
			if err := s.Send(t.Context(), m); err != nil {
				t.Errorf("Send = %v", err)
			}
		})
	}
	wg.Wait()
	if n := len(r.Taken()); n != 8 {
		t.Errorf("%d messages were taken, want 8", n)
	}
}

func ends(t *testing.T, r Rig) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Sender().Send(ctx, message(r)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Send with an ended context = %v", err)
	}
	if n := len(r.Taken()); n != 0 {
		t.Errorf("%d messages were taken", n)
	}
}
