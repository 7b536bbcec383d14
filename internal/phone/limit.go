package phone

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua/internal/fault"
)

// What is counted of an address, and how often it may happen in a quarter of an
// hour. Many phones share one address behind an operator's gateway, and a
// secret cannot be guessed: the limits are against load.
type counted int

const (
	misses counted = iota // pages that do not exist
	wishes                // things asked for
)

var most = [...]int{misses: 60, wishes: 240}

const (
	period    = 15 * time.Minute
	mostNames = 50_000
)

// limit counts what addresses do.
type limit struct {
	mu   sync.Mutex
	seen map[name]tally
}

type name struct {
	who  string
	what counted
}

type tally struct {
	n     int
	until time.Time
}

func (l *limit) check(now time.Time, who string, what counted) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.seen[name{who, what}]; t.n >= most[what] && now.Before(t.until) {
		return fault.New(fault.TooMany, "too-often", "minutes", int(period.Minutes()))
	}
	return nil
}

func (l *limit) count(now time.Time, who string, what counted) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil || len(l.seen) > mostNames {
		l.seen = map[name]tally{}
	}
	k := name{who, what}
	t := l.seen[k]
	if !now.Before(t.until) {
		t = tally{until: now.Add(period)}
	}
	t.n++
	l.seen[k] = t
}

// visitor is the address that a request comes from: what the last proxy says
// that nobody trusted stands behind. Of IPv6 it is the whole network that one
// subscriber has.
func visitor(r *http.Request, proxies []netip.Prefix) string {
	at := address(r.RemoteAddr)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(at) }) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		at = next.WithZone("").Unmap()
	}
	if at.Is6() {
		return netip.PrefixFrom(at, 64).Masked().String()
	}
	return at.String()
}

func address(remote string) netip.Addr {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	at, _ := netip.ParseAddr(host) // the zero address stands for all that have none
	return at.WithZone("").Unmap()
}
