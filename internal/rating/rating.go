// Package rating is the rules of the satisfaction survey: what may be asked,
// what an answer may say, and how answers enter the log so that none can be
// traced to a ticket. It does no I/O; randomness is passed in.
package rating

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"math/rand/v2"
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

// Answer is what is kept of one answer: no ticket, no minute.
type Answer struct {
	Counter       center.CounterID
	Service       center.ServiceCode
	Purpose       center.Purpose
	Hour          string // local, "2026-11-23T09"
	Questionnaire string
	Overall       int
	Reasons       []string
}

// Check reports what is wrong with an answer's content.
func Check(overall int, reasons []string) error {
	if overall < 1 || overall > Levels {
		return fault.New(fault.Invalid, "rating-level", "most", Levels)
	}
	if len(reasons) > len(Reasons) {
		return fault.New(fault.Invalid, "rating-reason")
	}
	for i, r := range reasons {
		if !slices.Contains(Reasons, r) || slices.Contains(reasons[:i], r) {
			return fault.New(fault.Invalid, "rating-reason")
		}
	}
	return nil
}

// Hour is the time that an answer keeps.
func Hour(t time.Time) string { return t.In(center.Zone).Format("2006-01-02T15") }

// Batch returns the pending answers in random order when they may enter the
// log: at least LeastBatch of them, or any number at closing.
func Batch(pending []Answer, closing bool, rnd *rand.Rand) []Answer {
	if len(pending) == 0 || len(pending) < LeastBatch && !closing {
		return nil
	}
	shuffled := slices.Clone(pending)
	rnd.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return shuffled
}

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
