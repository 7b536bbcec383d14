package center

import (
	"strings"
	"testing"

	"motcua/internal/fault"
)

func TestPublish(t *testing.T) {
	for name, x := range map[string]struct {
		p    Publish
		want string
	}{
		"as usual":             {Publish{}, ""},
		"a licence":            {Publish{Licence: "CC BY 4.0", LicenceURL: "https://creativecommons.org/licenses/by/4.0/", Contact: "motcua@example.gov.vn"}, ""},
		"a contact in lines":   {Publish{Contact: "a\nb"}, "publish-text"},
		"a licence to the end": {Publish{Licence: strings.Repeat("ấ", 201)}, "publish-text"},
		"a script for address": {Publish{LicenceURL: "javascript:alert(1)"}, "center-url"},
	} {
		v := &validation{c: &Center{Publish: x.p}, seen: map[string]bool{}}
		v.publish()
		code := ""
		if len(v.faults) > 0 {
			code = fault.CodeOf(v.faults[0])
		}
		if code != x.want || len(v.faults) > 1 {
			t.Errorf("%s: %v, want %q", name, v.faults, x.want)
		}
	}
}
