package center

import (
	"maps"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"motcua/internal/i18n"
)

// Notices are the messages sent to citizens who left an address for them on
// their ticket's page. Without a channel nobody is asked and nothing is sent.
type Notices struct {
	Name      i18n.Text `toml:"name"`       // who writes, in at most 30 characters
	Window    Window    `toml:"window"`     // of the day in which anything is sent
	Ahead     int       `toml:"ahead"`      // with so many people ahead or fewer the citizen is told that the call is near
	Minutes   int       `toml:"minutes"`    // or when it is expected within so many minutes
	PerTicket int       `toml:"per_ticket"` // messages about one ticket at most
	PerDay    int       `toml:"per_day"`    // and of the center in a day
	After     int       `toml:"after"`      // minutes after the ticket's end when the address is deleted
	Hours     int       `toml:"hours"`      // and at the latest so many hours after it was given; 0: when the service day ends

	Email Email   `toml:"email"`
	SMS   Gateway `toml:"sms"`
	ZNS   Gateway `toml:"zns"`
}

// Email is a mail server that takes messages by SMTP.
type Email struct {
	Host     string `toml:"host"`     // empty: no e-mail
	Port     int    `toml:"port"`     // 587, or 465 with TLS from the first byte
	TLS      string `toml:"tls"`      // starttls, implicit, or none to this very machine
	CA       string `toml:"ca"`       // file: the authority of the server's certificate, where the machine does not know it
	Username string `toml:"username"` // empty: no log-in
	Secret   string `toml:"secret"`   // file that holds the password
	From     string `toml:"from"`     // such as "Một cửa Trấn Biên <motcua@example.gov.vn>"
}

// Gateway takes messages by HTTP, as those for SMS and for Zalo notices do.
// URL, headers and body hold placeholders in braces, see Placeholders.
type Gateway struct {
	URL       string            `toml:"url"`       // empty: there is none
	Method    string            `toml:"method"`    // POST, PUT or GET
	Format    string            `toml:"format"`    // of the body: json or form
	Headers   map[string]string `toml:"headers"`   // beside Content-Type
	Body      string            `toml:"body"`      // empty with GET
	Secret    string            `toml:"secret"`    // file that holds {secret}; read anew for each message
	Numbers   string            `toml:"numbers"`   // how a phone number begins there: 0, 84 or +84
	Tones     bool              `toml:"tones"`     // texts keep their tone marks: 70 characters a message instead of 160
	Field     string            `toml:"field"`     // of the JSON answer that tells success, such as data.code; empty: status 2xx does
	Value     string            `toml:"value"`     // what it then holds
	Templates map[string]string `toml:"templates"` // {template} by kind of notice; where any is named, only these kinds are sent
}

// The channels, in the order pages offer them.
const (
	ByZNS   = "zns"
	BySMS   = "sms"
	ByEmail = "email"
)

// The kinds of notices. Each is sent at most once for a ticket.
const (
	NoticeNear     = "near"     // few people are ahead
	NoticeCalled   = "called"   // the number is called
	NoticeMissed   = "missed"   // it was missed, and may come back until a time
	NoticeStalled  = "stalled"  // its service stands still
	NoticeCanceled = "canceled" // somebody else than the citizen gave it up
	NoticeRate     = "rate"     // the visit is over: a link by which to rate it
)

// NoticeAlert is the kind of message that tells the second level of an alert. A
// gateway that holds the wordings itself needs a template for it.
const NoticeAlert = "alert"

// NoticeCase is the kind of message that tells a citizen that a case has an answer.
const NoticeCase = "case-answered"

// NoticeKinds lists the kinds of notices.
var NoticeKinds = []string{NoticeNear, NoticeCalled, NoticeMissed, NoticeStalled, NoticeCanceled, NoticeRate}

// Placeholders lists what a gateway's URL, headers and body may name.
var Placeholders = []string{"to", "text", "id", "kind", "template", "name", "number", "counter", "service", "ahead", "time", "until", "url", "secret"}

// Channels lists the channels that are configured.
func (n *Notices) Channels() []string {
	var all []string
	if n.ZNS.URL != "" {
		all = append(all, ByZNS)
	}
	if n.SMS.URL != "" {
		all = append(all, BySMS)
	}
	if n.Email.Host != "" {
		all = append(all, ByEmail)
	}
	return all
}

// Sends tells whether a channel can send a kind of notice.
func (n *Notices) Sends(channel, kind string) bool {
	switch channel {
	case ByZNS:
		return n.ZNS.sends(kind)
	case BySMS:
		return n.SMS.sends(kind)
	}
	return n.Email.Host != ""
}

func (g *Gateway) sends(kind string) bool {
	return g.URL != "" && (len(g.Templates) == 0 || g.Templates[kind] != "")
}

func (n *Notices) defaults() {
	set(&n.Name, i18n.Text{VI: "Trung tâm một cửa", EN: "One-stop center"})
	set(&n.Window, Window{6 * 60, 20 * 60})
	set(&n.Ahead, 3)
	set(&n.Minutes, 10)
	set(&n.PerTicket, 4)
	set(&n.PerDay, 1000)
	set(&n.After, 30)
	if n.Email.Host != "" {
		set(&n.Email.TLS, "starttls")
		port := 587
		if n.Email.TLS == "implicit" {
			port = 465
		}
		set(&n.Email.Port, port)
	}
	for _, g := range []*Gateway{&n.SMS, &n.ZNS} {
		if g.URL != "" {
			set(&g.Method, "POST")
			set(&g.Format, "json")
			set(&g.Numbers, "84")
		}
	}
}

const longestName = 30 // characters of who writes: an SMS has 160

var (
	headerForm      = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	placeholderForm = regexp.MustCompile(`\{([a-z]+)\}`)
)

func (v *validation) notices() {
	n, place := &v.c.Notices, "[notices]"
	for _, x := range []struct {
		key         string
		value       int
		least, most float64
	}{
		{"ahead", n.Ahead, 1, 20}, {"minutes", n.Minutes, 1, 60}, {"per_ticket", n.PerTicket, 1, float64(len(NoticeKinds))},
		{"per_day", n.PerDay, 1, 100_000}, {"after", n.After, 1, 24 * 60}, {"hours", n.Hours, 0, 24},
	} {
		v.within(place, x.key, float64(x.value), x.least, x.most)
	}
	v.name(place, n.Name)
	for _, name := range []string{n.Name.VI, n.Name.EN} {
		if utf8.RuneCountInString(name) > longestName || unprintable(name) {
			v.add("notice-name", "value", name, "most", longestName)
		}
	}
	v.email(place+" email", &n.Email)
	v.gateway(place+" sms", &n.SMS)
	v.gateway(place+" zns", &n.ZNS)
}

func (v *validation) email(place string, e *Email) {
	if e.Host == "" {
		if *e != (Email{}) {
			v.add("center-empty", "place", place, "key", "host")
		}
		return
	}
	if strings.ContainsAny(e.Host, "/ :@[]") && net.ParseIP(e.Host) == nil {
		v.add("notice-host", "place", place, "value", e.Host)
	}
	v.within(place, "port", float64(e.Port), 1, 65535)
	secure := e.TLS == "starttls" || e.TLS == "implicit" || e.TLS == "none" && loopback(e.Host)
	if !secure {
		v.add("notice-tls", "place", place, "value", e.TLS)
	}
	if from, err := mail.ParseAddress(e.From); err != nil || !ascii(from.Address) || unprintable(e.From) {
		v.add("notice-from", "place", place, "value", e.From)
	}
	if (e.Username == "") != (e.Secret == "") {
		v.add("notice-login", "place", place)
	}
}

func (v *validation) gateway(place string, g *Gateway) {
	if g.URL == "" {
		if g.Body != "" || g.Secret != "" || len(g.Headers)+len(g.Templates) > 0 {
			v.add("center-empty", "place", place, "key", "url")
		}
		return
	}
	u, err := url.Parse(placeholderForm.ReplaceAllString(g.URL, "x"))
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		v.add("notice-url", "place", place, "value", g.URL)
	}
	for _, x := range []struct {
		key, value string
		known      []string
	}{{"method", g.Method, []string{"POST", "PUT", "GET"}}, {"format", g.Format, []string{"json", "form"}}, {"numbers", g.Numbers, []string{"0", "84", "+84"}}} {
		if !slices.Contains(x.known, x.value) {
			v.add("notice-choice", "place", place, "key", x.key, "value", x.value, "known", strings.Join(x.known, ", "))
		}
	}
	v.templates(place, g)
	if (g.Field == "") != (g.Value == "") {
		v.add("notice-success", "place", place)
	}
}

// templates looks at what a gateway's message is made of.
func (v *validation) templates(place string, g *Gateway) {
	all := []string{g.URL, g.Body}
	for _, name := range slices.Sorted(maps.Keys(g.Headers)) {
		if !headerForm.MatchString(name) || unprintable(g.Headers[name]) {
			v.add("notice-header", "place", place, "value", name)
		}
		all = append(all, g.Headers[name])
	}
	whole := strings.Join(all, "\n")
	for _, m := range placeholderForm.FindAllStringSubmatch(whole, -1) {
		if !slices.Contains(Placeholders, m[1]) {
			v.add("notice-placeholder", "place", place, "value", m[1], "known", strings.Join(Placeholders, ", "))
		}
	}
	if !strings.Contains(g.URL+g.Body, "{to}") {
		v.add("notice-to", "place", place)
	}
	if strings.Contains(whole, "{secret}") && g.Secret == "" {
		v.add("center-empty", "place", place, "key", "secret")
	}
	for _, kind := range slices.Sorted(maps.Keys(g.Templates)) {
		if !slices.Contains(NoticeKinds, kind) && kind != NoticeAlert && kind != NoticeCase {
			v.add("notice-choice", "place", place, "key", "templates", "value", kind, "known", strings.Join(NoticeKinds, ", "))
		}
	}
}

// loopback tells a name that never leaves this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 126 || r < 32 }) < 0
}

func unprintable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < 32 || r == 127 || r == utf8.RuneError }) >= 0
}
