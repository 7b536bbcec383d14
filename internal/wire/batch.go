package wire

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const (
	// MaxBatchEvents is the most events a receiver accepts in one batch; senders put up to 100.
	MaxBatchEvents = 1000
	// MaxBatchBytes is the most bytes of JSON a receiver accepts in one batch, after unpacking.
	MaxBatchBytes = 4 << 20
)

// EventID returns the CloudEvents id of an entry: epoch-seq.
func EventID(epoch string, seq int64) string { return fmt.Sprintf("%s-%d", epoch, seq) }

// EncodeBatch writes entries, which follow one another, as a Batch. Bodies go
// out byte for byte: encoding/json would rewrite them and break the chain.
func EncodeBatch(epoch string, first int64, source string, entries []Entry) ([]byte, error) {
	if len(entries) == 0 {
		return nil, errors.New("wire: a batch needs an event")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"v":1,"epoch":%q,"first":%d,"from":%d,"to":%d,"events":[`,
		epoch, first, entries[0].Seq, entries[len(entries)-1].Seq)
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encodeEvent(&b, epoch, source, e); err != nil {
			return nil, err
		}
	}
	b.WriteString("]}")
	return b.Bytes(), nil
}

func encodeEvent(b *bytes.Buffer, epoch, source string, e Entry) error {
	body, err := e.Decode()
	if err != nil {
		return err
	}
	head, err := json.Marshal(CloudEvent{SpecVersion: "1.0", ID: EventID(epoch, e.Seq), Source: source,
		Type: e.Type, Time: body.At, Seq: e.Seq, Hash: e.Hash})
	if err != nil {
		return fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	b.Write(bytes.TrimSuffix(head, []byte("null}"))) // the empty data is the last field
	b.Write(e.Body)
	b.WriteByte('}')
	return nil
}

// RawBatch is a Batch whose events are not read yet, so that one bad event does not hide the others.
type RawBatch struct {
	V      int               `json:"v"`
	Epoch  string            `json:"epoch"`
	First  int64             `json:"first"`
	From   int64             `json:"from"`
	To     int64             `json:"to"`
	Events []json.RawMessage `json:"events"`
}

// DecodeBatch reads the envelope of a batch, plain JSON or gzip (it begins with
// 1f 8b). It refuses what no center sends: another version, sequences that do
// not match the number of events, more than MaxBatchEvents or MaxBatchBytes.
func DecodeBatch(raw []byte) (RawBatch, error) {
	raw, err := unpack(raw)
	if err != nil {
		return RawBatch{}, err
	}
	var b RawBatch
	if err := json.Unmarshal(raw, &b); err != nil {
		return RawBatch{}, fmt.Errorf("batch: %w", err)
	}
	switch {
	case b.V != 1:
		return RawBatch{}, fmt.Errorf("batch: version %d is not known", b.V)
	case !IsEpoch(b.Epoch):
		return RawBatch{}, errors.New("batch: the epoch is not 16 hex digits")
	case len(b.Events) == 0 || len(b.Events) > MaxBatchEvents:
		return RawBatch{}, fmt.Errorf("batch: %d events", len(b.Events))
	case b.From < 1 || b.First < 0 || b.First > b.From || b.To-b.From != int64(len(b.Events))-1:
		return RawBatch{}, fmt.Errorf("batch: first %d, from %d, to %d with %d events", b.First, b.From, b.To, len(b.Events))
	}
	return b, nil
}

// unpack returns raw, or what it unpacks to, within MaxBatchBytes.
func unpack(raw []byte) ([]byte, error) {
	if len(raw) > MaxBatchBytes {
		return nil, fmt.Errorf("batch: %d bytes are too many", len(raw))
	}
	if !bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		return raw, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("batch: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(z, MaxBatchBytes+1))
	if err != nil {
		return nil, fmt.Errorf("batch: %w", err)
	}
	if len(plain) > MaxBatchBytes {
		return nil, fmt.Errorf("batch: unpacks to more than %d bytes", MaxBatchBytes)
	}
	return plain, nil
}

// Gzip packs a batch for a slow line; receivers take both forms.
func Gzip(raw []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(raw) // a bytes.Buffer takes everything
	z.Close()
	return b.Bytes()
}

// CheckEvent reads one event of a batch and says what is wrong with it: it must be
// the event seq of epoch, from source, and its data must be the body of that entry.
// The chain is not its business.
func CheckEvent(raw json.RawMessage, epoch, source string, seq int64) (CloudEvent, Body, error) {
	var e CloudEvent
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, Body{}, fmt.Errorf("event %d: %w", seq, err)
	}
	body, err := Entry{Seq: seq, Body: e.Data}.Decode()
	switch {
	case err != nil:
		return e, body, err
	case e.SpecVersion != "1.0" || e.ID != EventID(epoch, seq) || e.Source != source || e.Seq != seq:
		return e, body, fmt.Errorf("event %d: the envelope names id %q, source %q, seq %d", seq, e.ID, e.Source, e.Seq)
	case bytes.ContainsAny(e.Data, "\n\r"):
		return e, body, fmt.Errorf("event %d: the body is not on one line", seq)
	case body.Seq != seq || body.Type != e.Type || e.Type == "" || !body.At.Equal(e.Time):
		return e, body, fmt.Errorf("event %d: the body names seq %d, type %q", seq, body.Seq, body.Type)
	}
	return e, body, nil
}
