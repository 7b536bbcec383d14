package center

// Retention says how long personal data are kept beside the log. The log has
// none and is kept for ever. Addresses that citizens leave are ruled by Notices.
type Retention struct {
	Sessions     int `toml:"sessions"`     // days after their end that log-ins are listed
	Notes        int `toml:"notes"`        // days that notes for the next counter are kept after theirs
	Explanations int `toml:"explanations"` // months that what officials say about their figures is kept
	Comments     int `toml:"comments"`     // months that what citizens add to their answers is kept
	Accounts     int `toml:"accounts"`     // months after which an account that is switched off is deleted
	Cases        int `toml:"cases"`        // months that the texts of a case are kept after its end
}

func (r *Retention) defaults() {
	set(&r.Sessions, 2)
	set(&r.Notes, 1)
	set(&r.Explanations, 24)
	set(&r.Comments, 12)
	set(&r.Accounts, 24)
	set(&r.Cases, 12)
}

func (v *validation) retention() {
	r := &v.c.Retention
	v.within("[retention]", "sessions", float64(r.Sessions), 1, 90)
	v.within("[retention]", "notes", float64(r.Notes), 1, 30)
	v.within("[retention]", "explanations", float64(r.Explanations), 1, 120)
	v.within("[retention]", "comments", float64(r.Comments), 1, 120)
	v.within("[retention]", "accounts", float64(r.Accounts), 1, 120)
	v.within("[retention]", "cases", float64(r.Cases), 1, 120)
}
