package controller

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// problem writes err as an RFC 9457 problem detail in the asker's language.
func (c *Controller) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := wire.NewProblem(i18n.Parse(r.Header.Get("Accept-Language")), err)
	level, cause := slog.LevelDebug, ""
	if p.Status >= http.StatusInternalServerError {
		level, cause = slog.LevelWarn, err.Error() // what askers typed stays out of the log
	}
	c.log.Log(r.Context(), level, "request refused", "route", r.Pattern, "code", fault.CodeOf(err), "error", cause)
	if p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "2")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // it fails only when the asker has gone
}
