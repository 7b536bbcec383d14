package province

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats-server/v2/server"
)

// The broker's users that are not reception points.
const (
	collectorUser = "collector"
	readerUser    = "reader"
)

// gate lets clients into the embedded broker and says what each may do. A point
// shows a certificate whose common name is its slug, or, where the broker runs
// without TLS on one machine, its password. Its MQTT client id must be its slug
// too: the broker hands a session over to whoever comes with the same id, and a
// point could otherwise knock another one off.
type gate struct {
	users map[string]account
}

type account struct {
	password string // empty: certificate only
	leaf     []byte // the one certificate accepted, nil: any the broker verified
	perms    *server.Permissions
}

func newGate(o *Options, collectorPassword string, collectorLeaf []byte) *gate {
	g := &gate{users: map[string]account{
		collectorUser: {password: collectorPassword, leaf: collectorLeaf, perms: permissions([]string{"motcua.v1.>"}, []string{"motcua.v1.>"})},
	}}
	if o.Reader != "" {
		g.users[readerUser] = account{password: o.Reader, perms: permissions(nil, []string{"motcua.v1", "motcua.v1.>"})}
	}
	for _, p := range o.Points {
		own := "motcua.v1." + p.Prov + "." + p.ID + "."
		g.users[p.ID] = account{password: p.Password, perms: permissions(
			[]string{own + "evt", own + "snap", own + "online", own + "reported", own + "cmd-reply", own + "phone"}, []string{own + ">"})}
	}
	return g
}

// permissions allows what is listed and nothing else.
func permissions(publish, subscribe []string) *server.Permissions {
	pub := &server.SubjectPermission{Allow: publish}
	if len(publish) == 0 {
		pub.Deny = []string{">"}
	}
	return &server.Permissions{Publish: pub,
		Subscribe: &server.SubjectPermission{Allow: subscribe}}
}

// Check implements server.Authentication.
func (g *gate) Check(c server.ClientAuthentication) bool {
	opts := c.GetOpts()
	name, ok := opts.Username, false
	var user account
	if state := c.GetTLSConnectionState(); state != nil && len(state.PeerCertificates) > 0 {
		name = state.PeerCertificates[0].Subject.CommonName
		user, ok = g.users[name]
		ok = ok && certified(user, state)
	} else {
		user, ok = g.users[name]
		ok = ok && user.password != "" && user.leaf == nil && same(user.password, opts.Password)
	}
	if !ok || !g.idAllowed(name, clientID(c)) {
		return false
	}
	c.RegisterUser(&server.User{Username: name, Permissions: user.perms})
	return true
}

func certified(user account, state *tls.ConnectionState) bool {
	return user.leaf == nil || subtle.ConstantTimeCompare(user.leaf, state.PeerCertificates[0].Raw) == 1
}

// idAllowed holds every user to its own client id; only the reader may have any that is nobody's.
func (g *gate) idAllowed(name, id string) bool {
	if name == readerUser {
		_, taken := g.users[id]
		return !taken || id == readerUser
	}
	return id == name
}

// clientID returns the MQTT client id. The broker tells it only at the end of
// the connection's description: ... - "id". Any other form gives an id that nobody has.
func clientID(c server.ClientAuthentication) string {
	s, ok := c.(fmt.Stringer)
	if !ok {
		return ""
	}
	_, quoted, _ := strings.Cut(s.String(), ` - "`)
	id, err := strconv.Unquote(`"` + quoted)
	if err != nil {
		return ""
	}
	return id
}

// same compares secrets in constant time.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
