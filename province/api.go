package province

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const maxEvents = 1000 // in one answer

// apiPoints answers GET /province/api/points.
func (p *Province) apiPoints(w http.ResponseWriter, r *http.Request) {
	all, err := p.Standings(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	answer(w, map[string]any{"points": all})
}

// apiPoint answers GET /province/api/points/{point}: its standing, the number of stored events and what is kept apart.
func (p *Province) apiPoint(w http.ResponseWriter, r *http.Request) {
	s, ok, err := p.Standing(r.Context(), r.PathValue("point"))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if !ok {
		notFound(w, r)
		return
	}
	n, err := p.Count(r.Context(), s.Point)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	kept, err := p.Quarantine(r.Context(), s.Point, 100)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	answer(w, map[string]any{"point": s, "stored": n, "quarantine": kept})
}

// apiEvents answers GET /province/api/points/{point}/events?after=N&limit=M.
func (p *Province) apiEvents(w http.ResponseWriter, r *http.Request) {
	events, ok := p.page(w, r)
	if ok {
		answer(w, map[string]any{"events": events})
	}
}

// apiChain answers GET /province/api/points/{point}/chain?after=N&limit=M: one line an
// event, "seq hash body", the body byte for byte as it was hashed.
func (p *Province) apiChain(w http.ResponseWriter, r *http.Request) {
	events, ok := p.page(w, r)
	if !ok {
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	for _, e := range events {
		fmt.Fprintf(w, "%d %s %s\n", e.Seq, e.Hash, e.Data)
	}
}

// apiVerify answers GET /province/api/points/{point}/verify with a Chain.
func (p *Province) apiVerify(w http.ResponseWriter, r *http.Request) {
	if _, ok := p.points[r.PathValue("point")]; !ok {
		notFound(w, r)
		return
	}
	c, err := p.Verify(r.Context(), r.PathValue("point"))
	if err != nil {
		p.fail(w, r, err)
		return
	}
	answer(w, c)
}

// page reads the events a request asks for.
func (p *Province) page(w http.ResponseWriter, r *http.Request) ([]Event, bool) {
	point := r.PathValue("point")
	if _, ok := p.points[point]; !ok {
		notFound(w, r)
		return nil, false
	}
	after, err := number(r, "after", 0)
	limit, err2 := number(r, "limit", maxEvents)
	if err != nil || err2 != nil || limit < 1 {
		problem(w, r, http.StatusBadRequest, "bad-range")
		return nil, false
	}
	events, err := p.Events(r.Context(), point, after, int(min(limit, maxEvents)))
	if err != nil {
		p.fail(w, r, err)
		return nil, false
	}
	return events, true
}

func number(r *http.Request, name string, without int64) (int64, error) {
	s := r.URL.Query().Get(name)
	if s == "" {
		return without, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil && n < 0 {
		err = strconv.ErrRange
	}
	return n, err
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(append(encode(v), '\n')) // a client that is gone needs no answer
}

func notFound(w http.ResponseWriter, r *http.Request) {
	problem(w, r, http.StatusNotFound, "no-point")
}

// fail answers a request that the store could not serve.
func (p *Province) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		p.o.Logger.Error("request not served", "path", r.URL.Path, "err", err)
	}
	problem(w, r, http.StatusServiceUnavailable, "unavailable")
}

// problem answers with a problem detail; its sentence is the catalog entry province.<code>.
func problem(w http.ResponseWriter, r *http.Request, status int, code string) {
	lang := langOf(r)
	raw, _ := json.Marshal(wire.Problem{Type: "urn:motcua:problem:" + code, Title: i18n.T(lang, "province.problem"),
		Status: status, Detail: i18n.T(lang, "province."+code)}) // plain fields: it cannot fail
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	w.Write(append(raw, '\n'))
}
