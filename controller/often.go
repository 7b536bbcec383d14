package controller

import (
	"maps"
	"net/netip"
	"sync"
	"time"

	"motcua/internal/fault"
)

// often counts how often names do something, and refuses them for the rest of
// a quarter of an hour once it is too often.
type often struct {
	most int
	mu   sync.Mutex
	seen map[string]failure
}

// site is the address that one subscriber has: of IPv6 a whole network, in
// which one phone could take another address for every try.
func site(addr string) string {
	h := host(addr)
	ip, err := netip.ParseAddr(h)
	if err != nil || !ip.Is6() || ip.Is4In6() {
		return h
	}
	return netip.PrefixFrom(ip.WithZone(""), 64).Masked().String()
}

// check refuses a name that has been counted too often.
func (o *often) check(now time.Duration, name string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if f := o.seen[name]; f.n >= o.most && now < f.until {
		return fault.New(fault.TooMany, "too-often", "minutes", int(lockFor.Minutes()))
	}
	return nil
}

// count counts a name once.
func (o *often) count(now time.Duration, name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.seen) > mostLocks {
		maps.DeleteFunc(o.seen, func(_ string, f failure) bool { return now >= f.until })
	}
	if o.seen == nil || len(o.seen) > mostLocks {
		o.seen = map[string]failure{}
	}
	f := o.seen[name]
	if now >= f.until {
		f = failure{until: now + lockFor}
	}
	f.n++
	o.seen[name] = f
}

// pass checks and counts.
func (o *often) pass(now time.Duration, name string) error {
	if err := o.check(now, name); err != nil {
		return err
	}
	o.count(now, name)
	return nil
}
