package gateway

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// HTTP answers as gateways for SMS and Zalo notices do: POST /sms and /zns with
// {"to","text","id","template"} and the secret in "Authorization: Bearer".
// Whatever becomes of it the answer has a code, "100" for success.
func (b *Box) HTTP(secret string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{channel}", func(w http.ResponseWriter, r *http.Request) { b.message(w, r, secret) })
	return mux
}

func (b *Box) message(w http.ResponseWriter, r *http.Request, secret string) {
	mood := b.feels()
	given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if mood == Stranger || subtle.ConstantTimeCompare([]byte(given), []byte(secret)) != 1 {
		reply(w, http.StatusUnauthorized, `{"code":"101"}`)
		return
	}
	var m struct{ To, Text, ID, Template string }
	raw, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	switch {
	case err != nil || !strings.HasPrefix(m.To, "84"):
		reply(w, http.StatusBadRequest, `{"code":"99","to":"`+m.To+`"}`)
		return
	case mood == Busy:
		reply(w, http.StatusServiceUnavailable, `busy`)
		return
	case mood == Refusing:
		reply(w, http.StatusOK, `{"code":"118"}`)
		return
	}
	b.put(Letter{By: r.PathValue("channel"), To: m.To, Text: m.Text, ID: m.ID})
	switch mood {
	case Cut:
		panic(http.ErrAbortHandler)
	case Babble:
		reply(w, http.StatusOK, `<html>welcome</html>`)
	default:
		reply(w, http.StatusOK, `{"code":"100"}`)
	}
}

func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
