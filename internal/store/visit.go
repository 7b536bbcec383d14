package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"time"

	"motcua/internal/center"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// Phone is how many numbers a phone has taken today for a service.
type Phone struct {
	Hash    [sha256.Size]byte // keyed hash of the phone's cookie
	Service center.ServiceCode
	Taken   int
}

// Appointments returns the booked times of today and later, whatever became of them.
func (s *Store) Appointments(ctx context.Context) ([]*queue.Appointment, error) {
	rows, err := s.r.QueryContext(ctx, "SELECT id, service, purpose, slot, state FROM appointment ORDER BY slot, id")
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []*queue.Appointment
	for rows.Next() {
		a := &queue.Appointment{}
		var slot int64
		if err := rows.Scan(&a.ID, &a.Service, &a.Purpose, &slot, &a.State); err != nil {
			return nil, explain(err, "")
		}
		a.Slot = time.Unix(slot, 0).In(center.Zone)
		all = append(all, a)
	}
	return all, explain(rows.Err(), "")
}

// Phones returns what phones have taken today.
func (s *Store) Phones(ctx context.Context) ([]Phone, error) {
	rows, err := s.r.QueryContext(ctx, "SELECT hash, service, taken FROM phone")
	if err != nil {
		return nil, explain(err, "")
	}
	defer rows.Close()
	var all []Phone
	for rows.Next() {
		var p Phone
		var hash []byte
		if err := rows.Scan(&hash, &p.Service, &p.Taken); err != nil {
			return nil, explain(err, "")
		}
		copy(p.Hash[:], hash)
		all = append(all, p)
	}
	return all, explain(rows.Err(), "")
}

func putPhones(ctx context.Context, tx *sql.Tx, b *Batch) error {
	if b.Forget {
		if _, err := tx.ExecContext(ctx, forgetPhones); err != nil {
			return err
		}
	}
	for _, p := range b.Phones {
		if _, err := tx.ExecContext(ctx, putPhone, p.Hash[:], p.Service, p.Taken); err != nil {
			return err
		}
	}
	return nil
}

// guardAppointment keeps the table of appointments as the log has them.
func guardAppointment(ctx context.Context, tx *sql.Tx, d Draft) error {
	if d.Type == wire.DayOpened {
		_, err := tx.ExecContext(ctx, forgetAppointments, d.Day)
		return err
	}
	q, ok := d.Data.(queue.Event)
	if !ok || q.Appointment == "" {
		return nil
	}
	var err error
	switch q.Type {
	case queue.AppointmentBooked:
		_, err = tx.ExecContext(ctx, insertAppointment, q.Appointment, center.DayOf(*q.Slot), q.Service, q.Purpose, q.Slot.Unix(), queue.Booked)
	case queue.AppointmentCanceled:
		_, err = tx.ExecContext(ctx, setAppointment, queue.Dropped, q.Appointment)
	case queue.TicketIssued:
		_, err = tx.ExecContext(ctx, setAppointment, queue.Arrived, q.Appointment)
	}
	return err
}
