// Package rating is the rules of the satisfaction survey: what may be asked,
// what an answer may say, and how answers enter the log so that none can be
// traced to a ticket. It does no I/O; randomness is passed in.
package rating

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
)

// Levels is the scale: 1 very dissatisfied to 5 very satisfied (QĐ 1001/QĐ-BNV, five levels).
const Levels = 5

// LeastBatch is how many answers enter the log together, and the smallest cell that is ever shown.
const LeastBatch = 5

// Reasons are the codes a dissatisfied citizen may choose; their texts are catalog entries "reason.<code>".
var Reasons = center.ReasonCodes

// Answer is what a citizen said.
type Answer struct {
	Overall int // 1: the least satisfied
	Reasons []string
	Items   map[string]int // option chosen of further questions, the first being 1
	Comment string
}

// LongestComment is how many characters a citizen may add.
const LongestComment = 1000

// Check reports what is wrong with an answer to a questionnaire.
func Check(q *center.Questionnaire, a Answer) error {
	if a.Overall < 1 || a.Overall > len(q.Levels) {
		return fault.New(fault.Invalid, "rating-level", "most", len(q.Levels))
	}
	for i, r := range a.Reasons {
		if i >= len(q.Reasons) || !q.HasReason(r) || slices.Contains(a.Reasons[:i], r) {
			return fault.New(fault.Invalid, "rating-reason")
		}
	}
	for code, choice := range a.Items {
		if item, ok := q.Item(code); !ok || choice < 1 || choice > item.Choices(q) {
			return fault.New(fault.Invalid, "rating-item")
		}
	}
	if a.Comment != "" && !q.Comment {
		return fault.New(fault.Invalid, "rating-comment")
	}
	return nil
}

// Hour is the time of a finish as an answer keeps it.
func Hour(t time.Time) string { return t.In(center.Zone).Format("2006-01-02T15") }

// Batch tells whether n answers may enter the log: LeastBatch of them, or any
// number at closing.
func Batch(n int, closing bool) bool { return n >= LeastBatch || closing && n > 0 }

var encoding = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// Secret derives an unguessable name of 20 characters (100 bits) for what,
// with the center's own key. It needs no table: who has the name can be
// matched again after a restart, who has only the log cannot make it.
func Secret(key []byte, kind, what string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(kind + "\x00" + what))
	return encoding.EncodeToString(mac.Sum(nil))[:20]
}

// Token is the one-time token that admits one answer for one leg of a ticket.
func Token(key []byte, ticket string, leg int) string {
	return Secret(key, "rating", ticket+"\x00"+strconv.Itoa(leg))
}
