package controller

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// problem writes err as an RFC 9457 problem detail in the asker's language.
func (c *Controller) problem(w http.ResponseWriter, r *http.Request, err error) {
	p := wire.NewProblem(language(r), err)
	level, cause := slog.LevelDebug, ""
	if p.Status >= http.StatusInternalServerError {
		level, cause = slog.LevelWarn, err.Error() // what askers typed stays out of the log
	}
	c.log.Log(r.Context(), level, "request refused", "route", r.Pattern, "code", fault.CodeOf(err), "error", cause)
	switch p.Status {
	case http.StatusTooManyRequests:
		wait := retryAfter429(err)
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "2")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // it fails only when the asker has gone
}

// language is the first one that the asker names.
func language(r *http.Request) i18n.Lang {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	first, _, _ = strings.Cut(first, ";")
	return i18n.Parse(strings.TrimSpace(first))
}

// retryAfter429 is how long an asker who came too often should wait.
func retryAfter429(err error) time.Duration {
	switch fault.CodeOf(err) {
	case "streams":
		return heartbeat // by then a dead stream has been noticed
	case "too-fast":
		return delayAfter(lockAfter)
	}
	return lockFor
}
