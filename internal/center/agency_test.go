package center

import "testing"

func TestSlugs(t *testing.T) {
	tests := []struct{ agency, prov, point string }{
		{"H19.26.1", "h19", "h19-26-1"},
		{"H19.26", "h19", "h19-26"},
		{"G09.100.12.3", "g09", "g09-100-12-3"},
		{"000.26.19.H19", "h19", "h19-19-26"},
		{"000.00.19.H19", "h19", "h19-19"},
		{"001.26.19.H19", "h19", "h19-19-26-001"},
	}
	for _, tt := range tests {
		prov, point, err := Slugs(tt.agency)
		if prov != tt.prov || point != tt.point || err != nil {
			t.Errorf("Slugs(%q) = %q, %q, %v, want %q, %q", tt.agency, prov, point, err, tt.prov, tt.point)
		}
	}
	for _, bad := range []string{"", "H19", "h19.26.1", "H19.26.1.", "H19/26/1", "H1.26", "Z19.26", "H19.26.1.2.3", "26.19.H19", "H19.26.1\n"} {
		if prov, point, err := Slugs(bad); err == nil {
			t.Errorf("Slugs(%q) = %q, %q, want an error", bad, prov, point)
		}
	}
}
