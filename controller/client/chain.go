package client

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Chain recomputes the log while it is followed from its first entry: hash =
// SHA-256(hash of the entry before ‖ entry), 32 zero bytes before the first.
type Chain struct {
	Seq  int64
	Hash [sha256.Size]byte
}

// Head is the hash in hex, as closing slips print it.
func (c *Chain) Head() string { return hex.EncodeToString(c.Hash[:]) }

// Next takes the next entry. It fails where one is missing, and where a service
// day closed with another head than the entries lead to.
func (c *Chain) Next(e Event) error {
	if e.Seq != c.Seq+1 {
		return fmt.Errorf("entry %d follows entry %d", e.Seq, c.Seq)
	}
	var closed struct{ Head string }
	if e.Type == "day.closed" {
		if err := json.Unmarshal(e.Data, &closed); err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		if closed.Head != c.Head() {
			return fmt.Errorf("entry %d: the day closed with the head %s, the entries lead to %s", e.Seq, closed.Head, c.Head())
		}
	}
	c.Seq, c.Hash = e.Seq, sha256.Sum256(append(c.Hash[:], e.Raw...))
	return nil
}
