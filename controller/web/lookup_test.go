package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"motcua/controller/web"
	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/search"
	"motcua/internal/wire"
)

// lookupScenes are what citizens look up without a script.
var lookupScenes = []scene{
	{"lookup", "/lookup", "", 200, (*fake).shelve},
	{"lookup-found", "/lookup?q=khai+sinh", "", 200, (*fake).shelve},
	{"lookup-none", "/lookup?q=%3Cscript%3E", "", 200, (*fake).shelve},
	{"lookup-field", "/lookup?field=HT", "", 200, (*fake).shelve},
	{"lookup-procedure", "/lookup/1.001193", "", 200, (*fake).shelve},
	{"lookup-unsure", "/lookup/1.000894", "", 200, (*fake).shelve},
	{"lookup-unknown", "/lookup/nothing", "", 404, (*fake).shelve},
}

// shelve gives the center two procedures.
func (f *fake) shelve() {
	free, days := center.Dong(0), 0
	f.config.Procedures = []center.Procedure{
		{Code: "1.001193", Service: "HT", Name: i18n.Text{VI: "Đăng ký khai sinh", EN: "Registration of a birth"}, Fee: &free, Days: &days,
			FeeNote: i18n.Text{VI: "khi đăng ký đúng hạn", EN: "when registered in time"}, Basis: "Luật Hộ tịch số 60/2014/QH13",
			Papers: []i18n.Text{{VI: "Tờ khai", EN: "Form"}, {VI: "Giấy chứng sinh", EN: "Certificate of live birth"}},
			Form:   "https://dichvucong.gov.vn/mau.pdf", Online: "https://dichvucong.gov.vn"},
		{Code: "1.000894", Service: "HT", Name: i18n.Text{VI: "Đăng ký kết hôn", EN: "Registration of a marriage"}},
	}
}

func (f *fake) Procedures(query string) wire.Procedures {
	a := wire.Procedures{Dossiers: true, Procedures: slices.Clone(f.config.Procedures)}
	if query != "" {
		a.Procedures = nil
		for _, x := range search.NewCatalog(f.config.Services, f.config.Procedures).Find(query, 9) {
			if x.Procedure != nil {
				a.Procedures = append(a.Procedures, *x.Procedure)
			} else {
				a.Services = append(a.Services, x.Service.Code)
			}
		}
	}
	return a
}

func (f *fake) Dossier(_ *http.Request, code string) (wire.Dossier, error) {
	if code != "H19.26.1-251123-0012" {
		return wire.Dossier{}, fault.New(fault.NotFound, "dossier-unknown")
	}
	return wire.Dossier{Code: code, State: wire.DossierProcessing, Received: "2025-11-23", Due: "2025-12-01", At: at}, nil
}

func TestDossierPage(t *testing.T) {
	f := newFake()
	f.shelve()
	h := web.Handler(f.options())
	for code, want := range map[string]struct {
		status int
		says   []string
		golden string
	}{
		"H19.26.1-251123-0012":    {200, []string{"Hồ sơ đang được giải quyết.", "…-0012", "01/12/2025"}, "lookup-dossier.vi.html"},
		"H19.26.1-251123-9999":    {404, []string{"Không tìm thấy hồ sơ"}, "lookup-dossier-unknown.vi.html"},
		strings.Repeat("x", 5000): {404, []string{"Không tìm thấy hồ sơ"}, ""},
	} {
		r := httptest.NewRequest("POST", "/lookup/dossier", strings.NewReader(url.Values{"code": {code}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		got := w.Body.String()
		if w.Code != want.status {
			t.Errorf("code %.30s: status %d, want %d", code, w.Code, want.status)
		}
		for _, s := range want.says {
			if !strings.Contains(got, s) {
				t.Errorf("code %.30s: the page does not say %q", code, s)
			}
		}
		if strings.Contains(got, "251123-0012<") || strings.Contains(got, `value="`+code[:8]) {
			t.Errorf("code %.30s: the page shows the whole code", code)
		}
		scan(t, got)
		if want.golden != "" {
			golden(t, want.golden, got)
		}
	}
}

// TestLookupNeedsNoLogin opens the pages as anybody, and hides them where there is nothing behind them.
// TestAnotherLanguageBehindAForm: the links of a page that answers a form lead to
// the path of that form, which nobody had opened before.
func TestAnotherLanguageBehindAForm(t *testing.T) {
	f := newFake()
	f.shelve()
	h := web.Handler(f.options())
	for path, want := range map[string]string{"/lookup/dossier?lang=en": "/lookup?lang=en", "/a/KM4TQ7RX/cancel?lang=en": "/a/KM4TQ7RX?lang=en"} {
		if r := get(t, h, path, "", i18n.VI); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != want {
			t.Errorf("GET %s = %d to %q, want %q", path, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
}

func TestLookupNeedsNoLogin(t *testing.T) {
	f := newFake()
	o := f.options()
	o.Lookup = nil
	if r := get(t, web.Handler(o), "/lookup", "", i18n.VI); r.StatusCode != http.StatusNotFound && r.StatusCode != http.StatusSeeOther {
		t.Errorf("GET /lookup without anything to look up = %d", r.StatusCode)
	}
}
