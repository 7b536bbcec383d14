package controller

import (
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/onestop"
	sim "motcua/internal/sim/onestop"
	"motcua/internal/wire"
)

// lookups goes through what citizens look up.
func (o *tour) lookups() {
	free, days := center.Dong(0), 3
	o.configure(func(c *center.Center) {
		c.Procedures = []center.Procedure{
			{Code: "1.001193", Service: "HT", Name: i18n.Text{VI: "Đăng ký khai sinh", EN: "Registration of a birth"}, Fee: &free, Days: &days,
				Papers: []i18n.Text{{VI: "Giấy chứng sinh", EN: "Certificate of live birth"}}, FeeNote: i18n.Text{VI: "đúng hạn", EN: "in time"},
				DaysNote: i18n.Text{VI: "ngày làm việc"}, Basis: "Luật Hộ tịch", Form: "https://dichvucong.gov.vn/a", Online: "https://dichvucong.gov.vn"},
			{Code: "1.000894", Service: "HT", Name: i18n.Text{VI: "Đăng ký kết hôn"}},
		}
		o.h.lookup = newLookup()
	})
	for query, want := range map[string]int{"": 2, "?q=": 2, "?q=khai%20sinh": 1, "?q=xyzw": 0, "?q=%ff": 0} {
		var a wire.Procedures
		if err := json.Unmarshal(o.want(200, "", "kiosk", "GET /procedures"+query, "").body, &a); err != nil || len(a.Procedures) != want || a.Agency != "H19.26.1" {
			o.Errorf("GET /procedures%s = %+v, %v, want %d procedures", query, a, err, want)
		}
	}
	o.procedureOnPaper()
	const ask = "GET /dossiers/"
	o.want(409, "onestop-off", "kiosk", ask+"H19.26.1-251123-0012", "")
	system := sim.New("H19.26.1", "secret", time.Date(2026, 11, 23, 9, 0, 0, 0, center.Zone))
	server := httptest.NewServer(system.Handler())
	defer server.Close()
	o.h.opts.OneStop = onestop.New(onestop.Options{URL: server.URL, Secret: "secret"})
	for _, d := range system.Dossiers() {
		o.want(200, "", "greeter", ask+d.Code, "")
	}
	o.want(404, "dossier-unknown", "staff", ask+"H19.26.1-251123-9999", "")
	o.want(422, "dossier-code", "kiosk", ask+"guess", "")
	system.Be(sim.Down)
	o.want(503, "onestop-away", "kiosk", ask+"H19.26.1-251123-0001", "")
	for range mostAsked {
		if a := o.ask("kiosk", ask+"guess", ""); a.status == 429 {
			break
		}
	}
	o.want(429, "too-often", "kiosk", ask+"guess", "")
	o.h.opts.OneStop = nil
}

// procedureOnPaper prints what a procedure needs, and what the service needs where the procedure is another's.
func (o *tour) procedureOnPaper() {
	o.configure(func(c *center.Center) { c.Services[0].Papers = i18n.Text{VI: "Căn cước"} })
	for procedure, want := range map[string]string{"1.001193": "Giấy chứng sinh", "1.000894": "Căn cước", "9.999999": "Căn cước", "": "Căn cước"} {
		id := o.ticket("greeter", `{"service":"HT","purpose":"submit","printer":"P1","procedure":"`+procedure+`"}`)
		var a wire.SlipAnswer
		if err := json.Unmarshal(o.want(200, "", "bridge", "POST /slips/"+id+"/claim", `{}`).body, &a); err != nil || a.Slip.Papers.VI != want {
			o.Errorf("the slip of a number for %q says %q, %v, want %q", procedure, a.Slip.Papers.VI, err, want)
		}
	}
}

func TestPapersOnASlipAreBounded(t *testing.T) {
	var many []i18n.Text
	for range 20 {
		many = append(many, i18n.Text{VI: "Bản sao có chứng thực giấy tờ chứng minh quan hệ thân nhân"})
	}
	if got := len([]rune(listed(many, i18n.VI))); got < mostPrinted/2 || got > mostPrinted+10 {
		t.Errorf("%d characters are printed, want at most %d", got, mostPrinted)
	}
}

func TestALongQueryIsCut(t *testing.T) {
	h := &Controller{engine: &Engine{}, lookup: newLookup()}
	h.engine.center.Store(&center.Center{Services: []center.Service{{Code: "HT", Name: i18n.Text{VI: "Hộ tịch"}}}})
	long := "ho"
	for len(long) < 1000 {
		long += " ế"
	}
	if a := h.procedures(long); len(a.Procedures)+len(a.Services) != 0 {
		t.Errorf("a long query finds %+v", a)
	}
}
