package controller

import (
	"slices"
	"testing"

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
