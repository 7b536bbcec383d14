package client

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	mostDelivery = 1 << 20         // bytes
	mostSkew     = 5 * time.Minute // of two clocks
)

// ErrSignature says that nobody who knows the secret sent this, or long ago.
var ErrSignature = errors.New("the signature does not fit")

// Delivery is what a web hook gets (docs/hooks.md). It may come twice: keep the
// highest epoch and seq that you have, and drop what is not above it.
type Delivery struct {
	ID     string            `json:"id"`
	Point  string            `json:"point"`
	Epoch  string            `json:"epoch"`
	From   int64             `json:"from"`
	To     int64             `json:"to"`
	Hash   string            `json:"hash"` // of entry To
	Test   bool              `json:"test"` // nothing happened: somebody tries the hook
	Events []json.RawMessage `json:"events"`
}

// Receive reads a delivery from a request and checks who sent it. Answer 2xx
// only when what it holds is stored. With any error answer 4xx.
func Receive(r *http.Request, now time.Time, secrets ...string) (Delivery, error) {
	var d Delivery
	body, err := io.ReadAll(io.LimitReader(r.Body, mostDelivery))
	if err != nil {
		return d, err
	}
	if err := Verify(r.Header.Get("Motcua-Signature"), body, now, secrets...); err != nil {
		return d, err
	}
	return d, json.Unmarshal(body, &d)
}

// Verify checks the header Motcua-Signature of a delivery against its body, in
// constant time, under any of the secrets. It fails with ErrSignature.
func Verify(header string, body []byte, now time.Time, secrets ...string) error {
	at, good := "", false
	for part := range strings.SplitSeq(header, ",") {
		if name, value, _ := strings.Cut(part, "="); name == "t" {
			at = value
		}
	}
	for part := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(part, "=")
		got, err := hex.DecodeString(value)
		if name != "v1" || err != nil {
			continue
		}
		for _, secret := range secrets {
			h := hmac.New(sha256.New, []byte(secret))
			h.Write([]byte(at + "."))
			h.Write(body)
			good = good || hmac.Equal(got, h.Sum(nil))
		}
	}
	unix, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !good || now.Sub(time.Unix(unix, 0)).Abs() > mostSkew {
		return ErrSignature
	}
	return nil
}

// Event decodes one of the delivery's entries.
func (d Delivery) Event(i int) (Event, error) {
	e := Event{Raw: d.Events[i]}
	return e, json.Unmarshal(e.Raw, &e)
}
