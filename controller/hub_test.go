package controller

import (
	"slices"
	"testing"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/wire"
)

func entries(from, to int64) (all []wire.Entry) {
	for seq := from; seq <= to; seq++ {
		all = append(all, wire.Entry{Seq: seq})
	}
	return all
}

// TestHubWithAGap publishes what does not follow, as after a store that was
// opened anew and could not be read: readers are sent to the store, never told
// an entry under another's number.
func TestHubWithAGap(t *testing.T) {
	h := newHub(0)
	h.publish(entries(1, 5))
	h.publish(entries(8, 9))
	for after, want := range map[int64][]int64{3: nil, 6: nil, 7: {8, 9}, 8: {9}, 9: {}} {
		got, ok, _ := h.since(after)
		if ok != (want != nil) {
			t.Errorf("since(%d): in memory %t, want %t", after, ok, want != nil)
		}
		var seqs []int64
		for _, e := range got {
			seqs = append(seqs, e.Seq)
		}
		if !slices.Equal(seqs, want) {
			t.Errorf("since(%d) = %v, want %v", after, seqs, want)
		}
	}
}

// TestBoardIsNeverAheadOfTheStream reads the board while tickets are issued: a
// reader that goes on with the events behind it must find the stream there.
func TestBoardIsNeverAheadOfTheStream(t *testing.T) {
	h := openHall(t, nil)
	done := make(chan error, 1)
	go func() {
		var err error
		for n := 0; n < 100 && err == nil; n++ {
			_, err = h.all.Issue(t.Context(), client.NewKey(), wire.IssueRequest{Service: "HT", Purpose: center.Submit})
		}
		done <- err
	}()
	for ahead := false; ; {
		b := h.engine.board()
		if head := h.engine.hub.last(); b.Seq > head && !ahead {
			ahead = true
			t.Errorf("the board is true at %d and the stream at %d", b.Seq, head)
		}
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
		}
	}
}
