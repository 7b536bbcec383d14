// Package ups is an uninterruptible power supply without the hardware: a small
// upsd that speaks the protocol of Network UPS Tools over TCP.
package ups

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// UPS is one simulated UPS behind its daemon. Its methods may be called from any goroutine.
type UPS struct {
	name string

	mu   sync.Mutex
	vars map[string]string
	fail string // answered to everything, such as DATA-STALE
}

// New returns a UPS on mains with a full battery.
func New(name string) *UPS {
	return &UPS{name: name, vars: map[string]string{
		"battery.charge": "100", "battery.runtime": "1800", "device.mfr": "Simulated", "device.type": "ups",
		"ups.model": `6" "quoted" \ model`, "ups.status": "OL",
	}}
}

// Set sets a variable; an empty value takes it away.
func (u *UPS) Set(name, value string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.vars[name] = value; value == "" {
		delete(u.vars, name)
	}
}

// Fail makes the daemon answer every question with ERR and code, such as
// DATA-STALE or DRIVER-NOT-CONNECTED; an empty code ends that.
func (u *UPS) Fail(code string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.fail = code
}

// Serve answers whoever connects until ctx ends, and closes l.
func (u *UPS) Serve(ctx context.Context, l net.Listener) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				conn.Close()
			}
			return nil
		}
		if err != nil {
			return err
		}
		wg.Go(func() { u.talk(ctx, conn) })
	}
}

func (u *UPS) talk(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		if lines.Text() == "LOGOUT" {
			fmt.Fprint(conn, "OK Goodbye\n")
			return
		}
		if _, err := fmt.Fprint(conn, u.answer(strings.Fields(lines.Text()))); err != nil {
			return
		}
	}
}

func (u *UPS) answer(words []string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	question := strings.Join(words[:min(len(words), 2)], " ")
	switch {
	case question == "LIST UPS" && len(words) == 2:
		return fmt.Sprintf("BEGIN LIST UPS\nUPS %s \"simulated\"\nEND LIST UPS\n", u.name)
	case len(words) < 3 || question != "LIST VAR" && question != "GET VAR":
		return "ERR UNKNOWN-COMMAND\n"
	case words[2] != u.name:
		return "ERR UNKNOWN-UPS\n"
	case u.fail != "":
		return "ERR " + u.fail + "\n"
	case question == "LIST VAR":
		var b strings.Builder
		fmt.Fprintf(&b, "BEGIN LIST VAR %s\n", u.name)
		for _, name := range slices.Sorted(maps.Keys(u.vars)) {
			b.WriteString(u.line(name))
		}
		fmt.Fprintf(&b, "END LIST VAR %s\n", u.name)
		return b.String()
	case len(words) == 4 && u.vars[words[3]] != "":
		return u.line(words[3])
	}
	return "ERR VAR-NOT-SUPPORTED\n"
}

var quote = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func (u *UPS) line(name string) string {
	return fmt.Sprintf("VAR %s %s \"%s\"\n", u.name, name, quote.Replace(u.vars[name]))
}

// Handler lets the mains fail:
//
//	POST /sim/ups/{id}  {"status":"OB DISCHRG","charge":80,"runtime":900}   204; what is left out stays
func Handler(all ...*UPS) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /sim/ups/{id}", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Status          string
			Charge, Runtime *int
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&body); err != nil {
			http.Error(w, "the body is a JSON object with status, charge and runtime", http.StatusBadRequest)
			return
		}
		for _, u := range all {
			if u.name != r.PathValue("id") {
				continue
			}
			if body.Status != "" {
				u.Set("ups.status", body.Status)
			}
			for name, value := range map[string]*int{"battery.charge": body.Charge, "battery.runtime": body.Runtime} {
				if value != nil {
					u.Set(name, fmt.Sprint(*value))
				}
			}
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.NotFound(w, r)
	})
	return mux
}
