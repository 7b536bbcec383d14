package controller

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/queue"
	"motcua/internal/rating"
	"motcua/internal/store"
	"motcua/internal/wire"
)

// A phone at the center opens the code that the center shows, and may then take
// a number for a while. Who has no identity cannot be counted: the limits hold
// for a phone by its cookie, not for a person, and the page says so.

const (
	phoneCookie = "motcua_phone"
	phoneLife   = 24 * time.Hour

	longestCookie = 512              // bytes
	entryRight    = 15 * time.Minute // from the opening of a code
)

// phone is one phone's browser. Its cookie holds a random name, which code it
// opened last and when, under the center's own seal.
type phone struct {
	name    string
	window  int64            // of the code that it opened last
	opened  time.Time        // when it first opened that code; zero: never
	tickets []queue.TicketID // that it took lately, oldest first: only the phone itself knows them
}

const keptTickets = 5 // of a phone in its cookie

// phoneKey counts what a phone takes: by a keyed hash, so that the count leads to no phone.
type phoneKey struct {
	hash    [sha256.Size]byte
	service center.ServiceCode
}

func (s *state) phoneHash(p *phone) [sha256.Size]byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("phone count\x00" + p.name))
	return [sha256.Size]byte(mac.Sum(nil))
}

// fresh tells whether the phone has opened a code of the center lately.
func (p *phone) fresh(now time.Time) bool {
	age := now.Sub(p.opened)
	return !p.opened.IsZero() && age >= 0 && age < entryRight
}

func (p *phone) content() string {
	opened := int64(0)
	if !p.opened.IsZero() {
		opened = p.opened.Unix()
	}
	fields := []string{p.name, strconv.FormatInt(p.window, 10), strconv.FormatInt(opened, 10)}
	for _, id := range p.tickets {
		fields = append(fields, string(id))
	}
	return strings.Join(fields, ".")
}

// took remembers a ticket in the phone's cookie.
func (p *phone) took(id queue.TicketID) {
	if !slices.Contains(p.tickets, id) {
		p.tickets = append(p.tickets, id)
	}
	p.tickets = p.tickets[max(len(p.tickets)-keptTickets, 0):]
}

// seal writes the cookie of a phone.
func (s *state) seal(p *phone) string {
	return p.content() + "." + rating.Secret(s.key, "phone", p.content())
}

// unseal reads a cookie; nil for one that this center did not write.
func (s *state) unseal(value string) *phone {
	content, seal, ok := cutLast(value, ".")
	if !ok || len(value) > longestCookie || subtle.ConstantTimeCompare([]byte(rating.Secret(s.key, "phone", content)), []byte(seal)) != 1 {
		return nil
	}
	parts := strings.Split(content, ".")
	if len(parts) < 3 {
		return nil
	}
	window, err := strconv.ParseInt(parts[1], 10, 64)
	opened, bad := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || bad != nil {
		return nil
	}
	p := &phone{name: parts[0], window: window}
	if opened > 0 {
		p.opened = time.Unix(opened, 0)
	}
	for _, id := range parts[3:] {
		p.took(queue.TicketID(id))
	}
	return p
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// entryToken is the code of a window of time.
func (s *state) entryToken(window int64) string {
	return rating.Secret(s.key, "entry", strconv.FormatInt(window, 10))
}

// entryWindow is how long a code is shown. It is good for as long again.
func (s *state) entryWindow() time.Duration {
	return time.Duration(max(s.center.Remote.Minutes, 1)) * time.Minute
}

func (s *state) windowOf(now time.Time) int64 { return now.Unix() / int64(s.entryWindow().Seconds()) }

// entered finds the window of a code that is still good.
func (s *state) entered(token string, now time.Time) (int64, bool) {
	w, found, ok := s.windowOf(now), int64(0), false
	for _, candidate := range []int64{w - 1, w} {
		if subtle.ConstantTimeCompare([]byte(s.entryToken(candidate)), []byte(token)) == 1 {
			found, ok = candidate, true
		}
	}
	return found, ok
}

func getEntry(c *Controller, w http.ResponseWriter, _ *http.Request, _ caller) error {
	if !c.site().Remote.On {
		return fault.New(fault.Conflict, "remote-off")
	}
	return send(w, view(c.engine, func(s *state, now queue.Moment) wire.EntryCode {
		window := s.windowOf(now.Wall)
		return wire.EntryCode{
			URL:     strings.TrimRight(s.center.PageURL(), "/") + "/q/" + s.entryToken(window),
			Expires: time.Unix((window+1)*int64(s.entryWindow().Seconds()), 0).In(center.Zone),
		}
	}))
}

// openCode serves GET /q/{token}: the phone gets its cookie and goes on to the
// page, whose address holds no code. A phone that opens the same code again
// gains no time by it.
func (c *Controller) openCode(w http.ResponseWriter, r *http.Request) {
	p := c.known(r)
	now := c.Now()
	view(c.engine, func(s *state, _ queue.Moment) struct{} {
		if window, ok := s.entered(r.PathValue("token"), now); ok && s.center.Remote.On && (p.opened.IsZero() || window > p.window) {
			p.window, p.opened = window, now
		}
		return struct{}{}
	})
	c.setPhone(w, r, p)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/q/", http.StatusSeeOther)
}

// known is the phone of a request, a new one where it has no good cookie.
func (c *Controller) known(r *http.Request) *phone {
	if cookie, err := r.Cookie(phoneCookie); err == nil {
		if p := view(c.engine, func(s *state, _ queue.Moment) *phone { return s.unseal(cookie.Value) }); p != nil {
			return p
		}
	}
	return &phone{name: rand.Text()}
}

// present is the phone of a request that somebody makes at the center.
func (c *Controller) present(r *http.Request) (*phone, error) {
	p := c.known(r)
	if !p.fresh(c.Now()) {
		return nil, fault.New(fault.Gone, "entry-old")
	}
	return p, nil
}

func (c *Controller) setPhone(w http.ResponseWriter, r *http.Request, p *phone) {
	value := view(c.engine, func(s *state, _ queue.Moment) string { return s.seal(p) })
	http.SetCookie(w, &http.Cookie{
		Name: phoneCookie, Value: value, Path: "/", MaxAge: int(phoneLife.Seconds()), HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
}

// limit refuses a phone that has taken what it may today.
func (t *tx) limit(p *phone, service center.ServiceCode) error {
	r, total, hash := &t.center.Remote, 0, t.phoneHash(p)
	for k, n := range t.e.phones {
		if k.hash == hash {
			total += n
		}
	}
	switch {
	case total >= r.PerDay:
		return fault.New(fault.Conflict, "phone-day", "most", r.PerDay)
	case t.e.phones[phoneKey{hash, service}] >= r.PerService:
		return fault.New(fault.Conflict, "phone-service", "most", r.PerService)
	}
	return nil
}

// took counts what a phone has just taken.
func (t *tx) took(p *phone, service center.ServiceCode) {
	t.count(phoneKey{t.phoneHash(p), service}, 1)
}

// gave counts that a phone has given up what it took today.
func (t *tx) gave(p *phone, service center.ServiceCode) {
	if k := (phoneKey{t.phoneHash(p), service}); t.e.phones[k] > 0 {
		t.count(k, -1)
	}
}

func (t *tx) count(k phoneKey, n int) {
	t.e.phones[k] += n
	t.batch.Phones = append(t.batch.Phones, store.Phone{Hash: k.hash, Service: k.service, Taken: t.e.phones[k]})
}

// issueTo gives a number to a phone.
func (t *tx) issueTo(p *phone, w queue.Wish) (queue.TicketID, error) {
	r := &t.center.Remote
	at := t.now.Wall.In(center.Zone)
	minute := at.Hour()*60 + at.Minute()
	switch {
	case !r.On:
		return "", fault.New(fault.Conflict, "remote-off")
	case w.Away && !r.Away:
		return "", fault.New(fault.Conflict, "away-off")
	case minute < r.Window.From || minute >= r.Window.To:
		return "", fault.New(fault.Conflict, "phone-hours", "from", clock(r.Window.From), "to", clock(r.Window.To))
	}
	if err := t.limit(p, w.Service); err != nil {
		return "", err
	}
	w.Source = queue.Phone
	id, err := t.issue(w)
	if err == nil {
		t.took(p, w.Service)
	}
	return id, err
}

// clock writes a minute of the day.
func clock(minute int) string {
	return i18n.Clock(time.Date(2000, 1, 1, 0, minute, 0, 0, time.UTC))
}
