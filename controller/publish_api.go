package controller

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"motcua/internal/fault"
)

// mostFetched is how often an address may fetch what is published within a
// quarter of an hour. It changes once a day.
const mostFetched = 600

// fetch finds the present state for who asks. Pages of other addresses may read
// it too: it is open data, and the same for everybody.
func (c *Controller) fetch(w http.ResponseWriter, r *http.Request) (*publication, error) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	if err := c.fetching.pass(c.clock().Up, site(r.RemoteAddr)); err != nil {
		return nil, err
	}
	if c.site().Publish.Off {
		return nil, fault.New(fault.NotFound, "publish-off")
	}
	x := c.publisher.now.Load()
	if x == nil {
		return nil, fault.New(fault.Unavailable, "publish-soon")
	}
	return x, nil
}

// getPublic answers what the center publishes of the survey.
func getPublic(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	x, err := c.fetch(w, r)
	if err != nil {
		return err
	}
	switch r.URL.Query().Get("format") {
	case "", "json":
		sendOpen(w, r, "application/json", x.json)
	case "csv":
		w.Header().Set("Content-Disposition", `attachment; filename="satisfaction-`+string(x.Until)+`.csv"`)
		sendOpen(w, r, "text/csv; charset=utf-8", x.csv)
	default:
		return fault.New(fault.Invalid, "report-format")
	}
	return nil
}

// getCatalog answers the description of that as open data (DCAT 3, JSON-LD).
func getCatalog(c *Controller, w http.ResponseWriter, r *http.Request, _ caller) error {
	x, err := c.fetch(w, r)
	if err != nil {
		return err
	}
	sendOpen(w, r, "application/ld+json", x.catalog)
	return nil
}

// sendOpen sends what anybody may keep for ten minutes, and ask then whether it changed.
func sendOpen(w http.ResponseWriter, r *http.Request, kind string, raw []byte) {
	sum := sha256.Sum256(raw)
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=600")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(raw))
}
