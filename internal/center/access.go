package center

import "time"

// Access is how people log in.
type Access struct {
	TOTP        string `toml:"totp"`         // a code of the second factor for managers and technicians: required or optional
	IdleMinutes int    `toml:"idle_minutes"` // a manager, technician or inspector who does nothing is logged out after
	Hours       int    `toml:"hours"`        // and everybody so many hours after the log-in
}

// Whether the second factor must be set up.
const (
	TOTPRequired = "required"
	TOTPOptional = "optional"
)

// Idle is how long a manager, technician or inspector may do nothing.
func (a Access) Idle() time.Duration {
	set(&a.IdleMinutes, 15)
	return time.Duration(a.IdleMinutes) * time.Minute
}

// Life is how long a session lasts at most.
func (a Access) Life() time.Duration {
	set(&a.Hours, 12)
	return time.Duration(a.Hours) * time.Hour
}

func (a *Access) defaults() {
	set(&a.TOTP, TOTPRequired)
	set(&a.IdleMinutes, 15)
	set(&a.Hours, 12)
}

func (v *validation) access() {
	a := &v.c.Access
	if a.TOTP != TOTPRequired && a.TOTP != TOTPOptional {
		v.add("center-totp", "value", a.TOTP)
	}
	v.within("[access]", "idle_minutes", float64(a.IdleMinutes), 1, 12*60)
	v.within("[access]", "hours", float64(a.Hours), 1, 24)
}
