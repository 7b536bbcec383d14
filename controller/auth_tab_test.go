package controller

import (
	"net/http"
	"net/http/httptest"

	"github.com/pquerna/otp/totp"

	"motcua/internal/wire"
)

// tab is a browser on the log-in pages: it keeps its cookies.
type tab struct {
	*tour
	jar map[string]*http.Cookie
}

func (o *tour) tab() *tab { return &tab{o, map[string]*http.Cookie{}} }

// request is one with what the browser has.
func (b *tab) request(method, path string) *http.Request {
	r := b.tour.request(method, path)
	for _, x := range b.jar {
		r.AddCookie(x)
	}
	return r
}

// does runs a step of a page with the browser's cookies and keeps what it sets.
func (b *tab) does(step func(http.ResponseWriter, *http.Request) (string, error)) (string, error) {
	w := httptest.NewRecorder()
	next, err := step(w, b.request("POST", "/login"))
	for _, x := range w.Result().Cookies() {
		b.jar[x.Name] = x
	}
	return next, err
}

func (b *tab) enters(s wire.SessionRequest) (string, error) {
	return b.does(func(w http.ResponseWriter, r *http.Request) (string, error) { return b.h.enter(w, r, s) })
}

func (b *tab) chooses(password string) (string, error) {
	return b.does(func(w http.ResponseWriter, r *http.Request) (string, error) { return b.h.choose(w, r, password) })
}

func (b *tab) shows(code string) (string, error) {
	return b.does(func(w http.ResponseWriter, r *http.Request) (string, error) { return b.h.second(w, r, code) })
}

// enrols scans the picture and types the first code.
func (b *tab) enrols() (codes []string, err error) {
	secret, _, err := b.h.enrolment(b.request("GET", "/login/enrol"))
	if err != nil {
		return nil, err
	}
	code, err := totp.GenerateCode(secret, b.h.now.read().Wall)
	if err != nil {
		return nil, err
	}
	_, err = b.does(func(w http.ResponseWriter, r *http.Request) (string, error) {
		codes, err = b.h.enrol(w, r, code)
		return "", err
	})
	return codes, err
}

// cookie is the header of the browser's session.
func (b *tab) cookie() string { return "Cookie: " + cookieName + "=" + b.jar[cookieName].Value }
