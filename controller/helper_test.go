package controller

import (
	"context"
	"net"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/store"
)

// hall is a whole controller on a real address, with a clock the test moves.
type hall struct {
	*Controller
	url  string
	all  *client.Client // a token with every role
	now  *testClock
	stop func()
}

type testClock struct {
	mu   sync.Mutex
	wall time.Time
	up   time.Duration
	boot string
}

func newTestClock() *testClock {
	return &testClock{wall: time.Date(2026, 11, 23, 8, 0, 0, 0, center.Zone), up: time.Hour, boot: "boot-1"}
}

func (c *testClock) read() queue.Moment {
	c.mu.Lock()
	defer c.mu.Unlock()
	return queue.Moment{Wall: c.wall, Up: c.up, Boot: c.boot}
}

// pass lets time go by.
func (c *testClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wall, c.up = c.wall.Add(d), c.up+d
}

// jump sets the wall clock alone.
func (c *testClock) jump(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wall = c.wall.Add(d)
}

const testToken = "every-role-token-of-the-tests"

func testCenter() *center.Center {
	day := []center.Window{{From: 7 * 60, To: 17 * 60}}
	c := &center.Center{
		Province: "H19", Agency: "H19.26.1", Name: i18n.Text{VI: "Phường Thử Nghiệm", EN: "Test ward"}, URL: "https://mc.example.vn",
		PauseReasons: []string{"break", "lunch"},
		Hours:        center.Hours{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day, CloseAfter: 60},
		Calling:      center.Calling{Recalls: 3, Grace: 60, Remind: 15, Idle: 3, Overrun: 30},
		Remote:       center.Remote{On: true, Away: true, Window: center.Window{To: 24 * 60}, PerDay: 2, PerService: 1, Minutes: 5, Arrive: 60},
		Appointments: center.Appointments{Early: 30, Grace: 10, Target: 5, Ahead: 60, Slots: []center.Slots{{
			Service: "HT", Days: []string{"monday", "tuesday"}, Window: center.Window{From: 9 * 60, To: 17 * 60}, Every: 15, Places: 1,
		}}},
		Rating:   center.Rating{TokenMinutes: 60},
		Feedback: center.Feedback{Cases: "handler", Harassment: "province", Days: 5, Quiet: 5, PerDay: 100, Hotline: "1022", Portal: "https://dichvucong.gov.vn"},

		Questionnaires: []center.Questionnaire{center.UsualQuestionnaire()},

		Kiosks:   []center.Kiosk{{ID: "K1", Printer: "P1"}, {ID: "K2"}},
		Printers: []center.Printer{{ID: "P1", Address: "tcp://127.0.0.1:9100", Dots: 576}},
		Tablets:  []center.Tablet{{ID: "T1", Counter: "1"}},
	}
	for i, s := range []struct{ code, vi, en string }{{"HT", "Hộ tịch", "Civil status"}, {"DD", "Đất đai", "Land"}} {
		c.Services = append(c.Services, center.Service{
			Code: center.ServiceCode(s.code), Name: i18n.Text{VI: s.vi, EN: s.en}, Prefix: string(rune('A' + i)),
			Width: 3, First: 1, Minutes: 10, Target: 15,
		})
	}
	for _, id := range []center.CounterID{"1", "2"} {
		c.Counters = append(c.Counters, center.Counter{ID: id, Agency: "UBND", Services: []center.ServiceCode{"HT", "DD"}})
	}
	return c
}

func openHall(t testing.TB, change func(*Options)) *hall {
	t.Helper()
	clock := newTestClock()
	h := &hall{now: clock}
	o := Options{
		Center: testCenter(), Version: "test",
		Credentials: &config.Credentials{Credentials: []config.Credential{
			{ID: "all", SHA256: config.HashToken(testToken), Roles: anyone},
			{ID: "kiosk-1", SHA256: config.HashToken("kiosk"), Roles: []string{"kiosk"}, Device: "K1"},
			{ID: "tablet-1", SHA256: config.HashToken("tablet"), Roles: []string{"tablet"}, Device: "T1", Counter: "1"},
			{ID: "display-1", SHA256: config.HashToken("display"), Roles: []string{"display"}},
			{ID: "staff-1", SHA256: config.HashToken("staff"), Roles: []string{"staff"}, Counter: "1"},
		}},
		Engine: EngineOptions{Store: store.Options{Path: filepath.Join(t.TempDir(), "log.db")}, Clock: clock.read},
	}
	if change != nil {
		change(&o)
	}
	c, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	srv := httptest.NewUnstartedServer(c.Handler())
	srv.Config.BaseContext = func(net.Listener) context.Context { return ctx }
	srv.Start()
	h.Controller, h.url, h.all = c, srv.URL, client.New(srv.URL, testToken)
	h.stop = sync.OnceFunc(func() {
		cancel()
		srv.CloseClientConnections()
		srv.Close()
		if err := <-ended; err != nil {
			t.Errorf("Run = %v", err)
		}
		if err := c.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	t.Cleanup(h.stop)
	return h
}
