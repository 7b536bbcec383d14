package province

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"motcua/internal/i18n"
	"motcua/internal/link"
	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

var pageNow = time.Date(2026, 11, 23, 2, 12, 30, 0, time.UTC)

// sample is a province with points in every state, filled through the receiver.
func sample(t *testing.T, token string) *Province {
	t.Helper()
	points := []Point{
		{Prov: "h19", ID: "h19-26-1", Name: i18n.Text{VI: "Phường Tam Hiệp", EN: "Tam Hiep ward"}},
		{Prov: "h19", ID: "h19-27", Name: i18n.Text{VI: "Phường Long Bình", EN: "Long Binh ward"}},
		{Prov: "h19", ID: "h19-28", Name: i18n.Text{VI: "Xã Định Quán", EN: "Dinh Quan commune"}},
		{Prov: "h19", ID: "h19-29", Name: i18n.Text{VI: "Xã Xuân Lộc", EN: "Xuan Loc commune"}},
	}
	p, err := New(Options{Data: t.TempDir(), Broker: link.Broker{URL: "tcp://127.0.0.1:1"}, Points: points, Token: token,
		Demo: true, Now: func() time.Time { return pageNow }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	p.online.Store(true)
	log := linktest.New()
	log.Add(1200, "x")
	told := wire.ForecastScores{All: wire.ForecastScore{N: 350, Kept: 301, MAE: 3.44, HOL: 5.2}}
	good := wire.Today{Forecast: &told, Issued: 412, Waiting: 23, LongestS: 11*60 + 20, Legs: 372, MeanWaitS: 380, P90WaitS: 790, Within15: 350, LeftAfter: 4,
		Finished: 360, NoShows: 9, Dossiers: 401, Outside: 17, Ratings: &wire.RatingFigures{N: 128, Counts: [5]int{1, 2, 5, 50, 70}},
		Services: []wire.ServiceToday{{Service: "HT", Issued: 120, Legs: 110, MeanWaitS: 320, Within15: 108}}}
	slow := wire.Today{Issued: 35, Waiting: 12, LongestS: 26 * 60, Legs: 20, Within15: 9, LeftAfter: 6, Ratings: &wire.RatingFigures{N: 4, Counts: [5]int{0, 0, 0, 4, 0}}}
	say(t, p, "h19-26-1", log, good, 0)
	say(t, p, "h19-27", log, slow, 0)
	say(t, p, "h19-28", log, good, 40*time.Minute)
	return p
}

// say lets a point tell everything, age ago.
func say(t *testing.T, p *Province, id string, log *linktest.Log, today wire.Today, age time.Duration) {
	t.Helper()
	at := pageNow.Add(-age)
	stored, head := int64(100), int64(100)
	if id == "h19-27" {
		stored, head = 1000, 1200
	}
	batch, err := wire.EncodeBatch(linktest.Epoch(1), 1, wire.Source("h19", id), log.Entries(1)[:stored])
	if err != nil {
		t.Fatal(err)
	}
	snap := wire.Snap{V: 1, At: at, Seq: head, Open: true, Today: today, Waiting: []wire.QueueState{{Service: "HT", Waiting: 9, LongestS: 500}},
		Devices: []wire.DeviceStatus{{Device: "P1", State: wire.Broken, Cause: wire.PaperOut}, {Device: "K1", State: wire.Present}}}
	online := wire.Online{V: 1, On: true, Session: "s", Epoch: linktest.Epoch(1), First: 1, Last: head, Version: "1.2.0", At: at}
	hear(t, p, id, at, map[string][]byte{wire.TopicEvt: batch, wire.TopicSnap: encode(snap), wire.TopicOnline: encode(online)})
}

// hear passes messages of a point to the receiver.
func hear(t *testing.T, p *Province, id string, at time.Time, messages map[string][]byte) {
	t.Helper()
	tx, err := p.store.write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{collector: &collector{Province: p, tracks: map[trackKey]*track{}}, in: ingest{tx: tx, now: at}, acks: map[string]wire.Ack{}}
	for kind, payload := range messages {
		if err := r.message(link.Message{Topic: wire.Topic("h19", id, kind), Payload: payload}); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, p *Province, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.Handler().ServeHTTP(w, r)
	return w
}

// tableRow returns the row of a point without markup.
func tableRow(t *testing.T, page, point string) string {
	t.Helper()
	for _, row := range strings.Split(page, "<tr") {
		if strings.Contains(row, "/province/points/"+point) {
			row = regexp.MustCompile(`(?s)<svg.*?</svg>`).ReplaceAllString(row, "")
			return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(row, " ")), " ")
		}
	}
	t.Fatalf("the page has no row of %s", point)
	return ""
}

func TestOverview(t *testing.T) {
	p := sample(t, "")
	w := get(t, p, "/province/")
	page := w.Body.String()
	want := map[string][]string{
		"h19-26-1": {"Hoạt động", "23", "11 phút", "Sắp quá 15 phút", "93,1 %", "376 lượt", "93,8 %", "128 lượt đánh giá", "Đủ", "100 ·"},
		"h19-27":   {"26 phút", "Quá 15 phút", "34,6 %", "Chưa đủ 5 lượt đánh giá", "Thiếu 200 sự kiện", "1.000 ·"},
		"h19-28":   {"Dữ liệu cũ", "40 phút trước"},
		"h19-29":   {"Chưa kết nối", "–"},
	}
	for point, texts := range want {
		row := tableRow(t, page, point)
		for _, text := range texts {
			if !strings.Contains(row, text) {
				t.Errorf("row of %s = %q, want %q in it", point, row, text)
			}
		}
	}
	if d, x := strings.Index(page, "Xã Định Quán"), strings.Index(page, "Xã Xuân Lộc"); d > x {
		t.Error("Định Quán comes after Xuân Lộc, want the Vietnamese order")
	}
	gray := 0
	for _, row := range strings.Split(page, "<tr")[1:] {
		if strings.HasPrefix(row, ` class="stale"`) {
			gray++
			if strings.Contains(row, "tag good") {
				t.Errorf("a point with old data is shown as good: %s", row)
			}
		}
	}
	if gray != 2 {
		t.Errorf("%d gray rows, want those of the old data and of the silent point", gray)
	}
	if strings.Contains(get(t, p, "/province/points/h19-28").Body.String(), "Chưa có lượt nào") {
		t.Error("the page of a point with old figures denies them")
	}
	point := get(t, p, "/province/points/h19-26-1").Body.String()
	for _, text := range []string{"Gọi đúng mức chờ đã báo", "86,0", "3,4 phút", "5,2 phút"} {
		if !strings.Contains(point, text) {
			t.Errorf("the page of the point does not tell %q of the waits told", text)
		}
	}
	if strings.Contains(tableRow(t, page, "h19-27"), "100") {
		t.Error("four answers are shown as a share")
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self';") {
		t.Errorf("Content-Security-Policy = %q", csp)
	}
}

func TestPagesInBothLanguages(t *testing.T) {
	p := sample(t, "")
	for _, path := range []string{"/province/", "/province/?sort=pleased", "/province/?sort=nonsense", "/province/points/h19-26-1", "/province/points/h19-29"} {
		for _, lang := range i18n.Langs {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			w := get(t, p, path+sep+"lang="+string(lang))
			page := w.Body.String()
			if w.Code != http.StatusOK || strings.Contains(page, "⟦") || strings.Contains(page, "%!") || !strings.Contains(page, `<html lang="`+string(lang)+`"`) {
				t.Errorf("GET %s in %s = %d, with a missing text or language:\n%s", path, lang, w.Code, page)
			}
			if regexp.MustCompile(`<style|style="|onclick=|<script>`).MatchString(page) {
				t.Errorf("GET %s has inline style or script", path)
			}
		}
	}
}

func TestAPI(t *testing.T) {
	p := sample(t, "")
	var all struct{ Points []Standing }
	if err := json.Unmarshal(get(t, p, "/province/api/points").Body.Bytes(), &all); err != nil || len(all.Points) != 4 {
		t.Fatalf("points = %+v, %v", all, err)
	}
	if s := all.Points[1]; s.Seq != 1000 || s.Head != 1200 || s.Snap.Today.Ratings != nil || s.Stale {
		t.Errorf("h19-27 = %+v, want the watermark 1000 of 1200 and no ratings", s)
	}
	var page struct{ Events []Event }
	if err := json.Unmarshal(get(t, p, "/province/api/points/h19-27/events?after=998&limit=10").Body.Bytes(), &page); err != nil || len(page.Events) != 2 || page.Events[0].Seq != 999 {
		t.Errorf("events after 998 = %+v, %v", page, err)
	}
	var chain Chain
	if err := json.Unmarshal(get(t, p, "/province/api/points/h19-27/verify").Body.Bytes(), &chain); err != nil || chain.Events != 1000 || len(chain.Breaks) != 0 {
		t.Errorf("verify = %+v, %v", chain, err)
	}
	for path, status := range map[string]int{"/province/api/points/h19-99": 404, "/province/api/points/h19-99/events": 404, "/province/points/x": 404,
		"/province/api/points/h19-27/events?after=-1": 400, "/province/api/points/h19-27/events?after=x": 400, "/province/api/points/h19-27/chain?limit=0": 400, "/province/nothing": 404} {
		if w := get(t, p, path); w.Code != status {
			t.Errorf("GET %s = %d, want %d", path, w.Code, status)
		}
	}
	w := get(t, p, "/province/points/x?lang=en")
	if kind := w.Header().Get("Content-Type"); !strings.HasPrefix(kind, "text/html") || !strings.Contains(w.Body.String(), i18n.T(i18n.EN, "province.no-point")) {
		t.Errorf("an unknown point is answered as %s, want a page that says so:\n%s", kind, w.Body)
	}
}

func TestToken(t *testing.T) {
	p := sample(t, "open sesame")
	for auth, status := range map[string]int{"": 401, "Bearer open": 401, "Bearer open sesame": 200, "Basic " + "eDpvcGVuIHNlc2FtZQ==": 200} {
		if w := get(t, p, "/province/api/points", "Authorization", auth); w.Code != status {
			t.Errorf("GET with %q = %d, want %d", auth, w.Code, status)
		}
	}
	if w := get(t, p, "/province/static/province.css"); w.Code != 200 {
		t.Errorf("the style sheet = %d, want 200", w.Code)
	}
}
