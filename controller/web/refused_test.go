package web_test

import (
	"strings"
	"testing"

	"motcua/controller/web"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Refused is what the technician's page of TestRefusedFiles shows.
func (f *fake) Refused(i18n.Lang) []wire.Refusal { return f.refused }

// TestRefusedFiles: the technician reads which file is not used, and why; its name is never taken for markup.
func TestRefusedFiles(t *testing.T) {
	f := newFake()
	f.refused = []wire.Refusal{{Name: "<b>.png", Problem: "Tệp quá lớn."}}
	page := text(t, get(t, web.Handler(f.options()), "/technician", "technician", i18n.VI))
	for _, want := range []string{"&lt;b&gt;.png", "Tệp quá lớn."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
