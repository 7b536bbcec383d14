package center

// Notices are the messages sent to who left an address for them.
type Notices struct{}
