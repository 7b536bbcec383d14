package store

// The statements that run while a center works. None may read more of a table
// than it needs: a test looks at their query plans, so that years of history
// cost nothing.
const (
	insertEvent   = "INSERT INTO event VALUES (?, ?, ?)"
	insertNumber  = "INSERT INTO number VALUES (?, ?, ?)"
	insertReply   = "INSERT INTO reply VALUES (?, ?, ?, ?, ?)"
	insertDay     = "INSERT INTO service_day VALUES (?, ?) ON CONFLICT (day) DO NOTHING" // a day may go on
	setMeta       = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
	selectHead    = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"
	selectEvents  = "SELECT seq, body, hash FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
	selectLastDay = "SELECT day, first FROM service_day ORDER BY day DESC LIMIT 1"
	selectDay     = "SELECT first FROM service_day WHERE day = ?"
	selectSession = "SELECT data, expires FROM session WHERE token = ? AND expires > ?"
	insertSession = "INSERT INTO session VALUES (?, ?, ?) ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires"
	deleteSession = "DELETE FROM session WHERE token = ?"
	selectMeta    = "SELECT value FROM meta WHERE key = ?"

	insertAppointment  = "INSERT INTO appointment VALUES (?, ?, ?, ?, ?, ?)"
	setAppointment     = "UPDATE appointment SET state = ? WHERE id = ?"
	forgetAppointments = "DELETE FROM appointment WHERE day < ?"
	selectHook         = "SELECT seq FROM hook WHERE id = ?"
	putHook            = "INSERT INTO hook VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq"
	putPhone           = "INSERT INTO phone VALUES (?, ?, ?) ON CONFLICT (hash, service) DO UPDATE SET taken = excluded.taken"
)

// These run once a day and empty tables that hold one day.
const (
	forgetReplies = "DELETE FROM reply"
	forgetPhones  = "DELETE FROM phone"
)
