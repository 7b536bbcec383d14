package house

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

const module = "motcua"

// ranks orders the rooms: a room imports only rooms of a lower number. The
// order is that of docs/architecture.md: rules innermost, programs outermost.
var ranks = map[string]int{
	"internal/i18n": 0, "internal/fault": 0, "internal/theory": 0, "internal/telex": 0,
	"internal/center": 1, "internal/spell": 1,
	"internal/queue": 2, "internal/rating": 2, "internal/cases": 2, "internal/scan": 2, "internal/search": 2,
	"internal/wire": 3, "internal/forecast": 3,
	"internal/alert": 4, "internal/figures": 4, "internal/simulate": 4, "internal/advice": 4, "internal/waits": 4,
	"internal/fonts": 4, "internal/ui": 5, "internal/store": 5, "internal/link": 5, "internal/device": 5,
	"internal/health": 5, "internal/notice": 5, "internal/config": 5, "internal/client": 5, "internal/onestop": 5, "internal/speech": 5, "internal/export": 5,
	"internal/satisfaction": 6, "internal/app": 6, "internal/sim": 6, "internal/phone": 6,
	"internal/house": 7,
	"kiosk":          7, "display": 7, "controller": 7, "firmware-bridge": 7, "survey": 7, "provisioning": 7, "province": 7,
	"deploy": 8, "tools": 8,
	".": 9,
}

// room returns the room of a directory: its first name, two inside internal.
func room(dir string) string {
	names := strings.SplitN(dir, "/", 3)
	if names[0] == "internal" && len(names) > 1 {
		return names[0] + "/" + names[1]
	}
	return names[0]
}

// allowed says why a package in dir may not import the module's package in to.
// A room may use its own sub-packages. A test may also use the simulated world
// and rooms of its own rank, but never a program.
func allowed(dir, to string, test bool) error {
	from, dest := room(dir), room(to)
	have, ok := ranks[from]
	if !ok {
		return fmt.Errorf("the room %s has no rank: say where it stands", from)
	}
	want, ok := ranks[dest]
	switch {
	case !ok:
		return fmt.Errorf("the room %s has no rank: say where it stands", dest)
	case from == dest && (from != "internal/sim" || dir == to):
		return nil
	case want < have:
		return nil
	case test && want <= ranks["internal/sim"]:
		return nil
	}
	return fmt.Errorf("%s (rank %d) may not import %s (rank %d): imports point inward", from, have, dest, want)
}

func TestImportsPointInward(t *testing.T) {
	inside := 0
	for _, s := range sources(t) {
		for _, i := range s.ast.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			to, ours := strings.CutPrefix(name, module+"/")
			if !ours {
				continue
			}
			inside++
			if err := allowed(s.dir, to, s.test); err != nil {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	}
	if inside < 20 {
		t.Errorf("only %d imports inside the module were seen: this test looks at nothing", inside)
	}
}

func TestAllowed(t *testing.T) {
	for _, test := range []struct {
		dir, to string
		test    bool
		want    bool
	}{
		{".", "controller", false, true},
		{"kiosk", "controller", false, false},
		{"kiosk", "controller", true, false},
		{"controller", "controller/web", false, true},
		{"controller", "internal/store", false, true},
		{"internal/store", "controller", false, false},
		{"internal/store", "internal/client", false, false},
		{"internal/store", "internal/sim/day", true, true},
		{"internal/queue", "internal/wire", false, false},
		{"internal/sim/day", "internal/sim/printer", false, false},
		{"internal/ui", "internal/ui/screen", false, true},
		{"internal/shed", "internal/fault", false, false},
	} {
		if err := allowed(test.dir, test.to, test.test); (err == nil) != test.want {
			t.Errorf("allowed(%s, %s, test %v) = %v, want allowed %v", test.dir, test.to, test.test, err, test.want)
		}
	}
}
