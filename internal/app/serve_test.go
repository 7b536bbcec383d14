package app

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/fault"
)

// TestServerEndsDespiteStreams holds an event stream open while the server is told to stop.
func TestServerEndsDespiteStreams(t *testing.T) {
	ln, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	answering, answer := make(chan struct{}), make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, ": on\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		close(answering)
		<-answer
		fmt.Fprint(w, "stored")
	})
	ended := make(chan error, 1)
	go func() { ended <- (&Server{Listener: ln, Handler: mux, Log: quiet(t)}).Run(ctx) }()

	stream, err := http.Get("http://" + ln.Addr().String() + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if line, err := bufio.NewReader(stream.Body).ReadString('\n'); err != nil || line != ": on\n" {
		t.Fatalf("stream begins %q, %v", line, err)
	}
	slow := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + ln.Addr().String() + "/slow")
		if err != nil {
			slow <- err.Error()
			return
		}
		defer resp.Body.Close()
		text, _ := bufio.NewReader(resp.Body).ReadString(0)
		slow <- text
	}()
	<-answering
	cancel()
	close(answer)
	if got := <-slow; got != "stored" {
		t.Errorf("the answer under way = %q, want it finished", got)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run() = %v, want nil", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("Run() hangs on an open stream")
	}
}

// timed is a connection that remembers until when it reads.
type timed struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (d *timed) SetReadDeadline(t time.Time) error {
	d.until = t
	return nil
}

// TestABodyMayNotTakeForEver holds it of every handler, with or without a guard:
// the citizens' pages at the province are open to all the world.
func TestABodyMayNotTakeForEver(t *testing.T) {
	h := patient(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, tt := range []struct {
		method, body string
		bounded      bool
	}{{"POST", "a=b", true}, {"GET", "nobody asked", true}, {"GET", "", false}} {
		w := &timed{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequest(tt.method, "/", strings.NewReader(tt.body))
		if tt.body == "" {
			r.Body = http.NoBody
		}
		h.ServeHTTP(w, r)
		if left := time.Until(w.until); tt.bounded != (left > 0 && left <= bodyTime) || !tt.bounded && !w.until.IsZero() {
			t.Errorf("%s with the body %q: %v left, want a bound: %v", tt.method, tt.body, left, tt.bounded)
		}
	}
}

func TestListenSaysWhatIsWrong(t *testing.T) {
	ln, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	for addr, want := range map[string]string{ln.Addr().String(): "port-in-use", "127.0.0.1": "listen-address", "192.0.2.1:80": "listen-address"} {
		if _, err := Listen(t.Context(), addr); fault.CodeOf(err) != want {
			t.Errorf("Listen(%s) = %v, want %s", addr, err, want)
		}
	}
}

func TestGuard(t *testing.T) {
	handler := Guard(Hosts("https://mc.example.gov.vn/x", []string{"motcua.local"}), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	}), func(w http.ResponseWriter, r *http.Request, code string) { http.Error(w, code, http.StatusForbidden) })
	tests := []struct {
		name, method, host string
		header             map[string]string
		want               string
	}{
		{"its own name", "POST", "mc.example.gov.vn", nil, ""},
		{"its own name in capitals, with a port and a dot", "GET", "MC.Example.gov.vn.:8443", nil, ""},
		{"a configured name", "GET", "motcua.local:8080", nil, ""},
		{"an address", "GET", "192.168.1.10:8080", nil, ""},
		{"an address of version 6", "GET", "[::1]:8080", nil, ""},
		{"localhost", "GET", "localhost:8080", nil, ""},
		{"a name that was pointed here", "POST", "evil.example", map[string]string{"Origin": "http://evil.example"}, "host-unknown"},
		{"no name", "GET", "", nil, "host-unknown"},
		{"a name that only ends like ours", "GET", "x.mc.example.gov.vn", nil, "host-unknown"},
		{"another site", "POST", "mc.example.gov.vn", map[string]string{"Sec-Fetch-Site": "cross-site"}, "cross-origin"},
		{"another site reads", "GET", "mc.example.gov.vn", map[string]string{"Sec-Fetch-Site": "cross-site"}, ""},
		{"another origin on plain HTTP", "POST", "mc.example.gov.vn", map[string]string{"Origin": "http://evil.example"}, "cross-origin"},
		{"the same origin", "POST", "mc.example.gov.vn", map[string]string{"Origin": "http://mc.example.gov.vn", "Sec-Fetch-Site": "same-origin"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, "/", nil)
			r.Host = test.host
			for k, v := range test.header {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if got := strings.TrimSpace(w.Body.String()); got != test.want || (w.Code == 204) != (test.want == "") {
				t.Errorf("%s %s = %d %q, want %q", test.method, test.host, w.Code, got, test.want)
			}
			for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
				if w.Header().Get(name) == "" {
					t.Errorf("the answer has no %s", name)
				}
			}
			if got := w.Header().Get("Referrer-Policy"); got != "same-origin" {
				t.Errorf("referrer policy %q: a browser would hide the origin of our own forms", got)
			}
			if strings.Contains(w.Header().Get("Content-Security-Policy"), "unsafe") {
				t.Error("the policy of pages allows something unsafe")
			}
		})
	}
}

func TestWatchdog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "n")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "20000")
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	read := func() string {
		b := make([]byte, 100)
		n, err := conn.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
	ctx, cancel := context.WithCancel(t.Context())
	checks := 0
	ended := make(chan error, 1)
	go func() {
		ended <- Watchdog(ctx, quiet(t), func(context.Context) error {
			if checks++; checks > 2 {
				cancel() // the third check ends the program: no third sign of life
				return context.Canceled
			}
			return nil
		})
	}()
	for _, want := range []string{"READY=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"} {
		if got := read(); got != want {
			t.Errorf("systemd hears %q, want %q", got, want)
		}
	}
	if err := <-ended; err != nil {
		t.Errorf("Watchdog() = %v, want nil", err)
	}
}
