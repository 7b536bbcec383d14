package kiosk_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/ui/screens"
	"motcua/internal/ui/screens/screenstest"
	"motcua/internal/wire"
)

// TestBrowserByEar takes a number in a real browser with its keys and voices only.
func TestBrowserByEar(t *testing.T) {
	t.Parallel()
	if _, err := fs.Stat(screens.Built(), "screens.wasm.gz"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("screens.wasm.gz is not built: make screens")
		}
		t.Skip("screens.wasm.gz is not built: make screens")
	}
	c, server := newController(t)
	p := screenstest.Open(screenstest.Browser(t), t, server.URL+"/screens/kiosk/K1", 540, 960)
	p.WaitScreen("attract")
	p.Listen()
	p.Key("ArrowDown", 40)
	p.Hears("vi-VN Bắt đầu lấy số. một trên")
	for _, words := range []string{"vi-VN Nộp hồ sơ. một trên", "vi-VN Hộ tịch", "vi-VN Có. một trên", "vi-VN Số của ông bà là a, không, một, hai."} {
		p.Key("Enter", 13)
		p.Hears(words)
	}
	want := []wire.IssueRequest{{Kiosk: "K1", Service: "S0", Purpose: "submit", Priority: true}}
	if diff := cmp.Diff(want, c.requests()); diff != "" {
		t.Errorf("numbers asked for (-want +got):\n%s", diff)
	}
}
