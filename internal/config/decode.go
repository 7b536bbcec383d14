package config

// Decode reads TOML that a part keeps in a folder of its own into v and refuses
// keys that v does not have. Every error is a Problems; its faults call the file name.
func Decode(name string, raw []byte, v any) error { return decode(name, raw, v) }
