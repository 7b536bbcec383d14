package config

import "testing"

func TestLineOf(t *testing.T) {
	text := []byte("demo = false\n# a comment\n[hours]\nclosed = [\n  \"2027-02-10\",\n]\n\n[[service]]\ncode = \"HT\"\n[service.policy]\ntarget = 15\n[[service]]\r\ncode = \"CT\"\r\n  name.vi = \"x\"\n[[service.slots]]\ndays = 1\n[[service.slots]]\ndays = 2\n")
	for path, want := range map[string]int{
		"demo": 1, "hours": 3, "hours.closed": 4, "hours.closed.0": 4, "hours.monday": 3, "service.0.code": 9, "service.0.policy.target": 11,
		"service.0.prefix": 8, "service.1.code": 13, "service.1.name.vi": 14, "service.1.slots.1.days": 18, "service.1": 12, "service.7.code": 0, "": 0,
	} {
		if got := LineOf(text, path); got != want {
			t.Errorf("LineOf(%q) = %d, want %d", path, got, want)
		}
	}
}
