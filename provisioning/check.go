package provisioning

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"motcua/internal/app"
	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/health"
)

const (
	diskFault   = 200 << 20 // bytes free, below which something is wrong
	diskWarning = 1 << 30
	patience    = time.Second // for a device or a controller to answer
	farAway     = 10 * 365 * 24 * time.Hour
)

// CheckOptions say what to check, and against what.
type CheckOptions struct {
	Config string           // any configuration file of the product
	Now    func() time.Time // the machine's clock
	Built  time.Time        // when the program was made; zero: not known
	// Chain verifies the log in a data directory and returns how many events it
	// holds. Nil: the log is not looked at.
	Chain func(ctx context.Context, data string) (int64, error)
}

// Check returns what is wrong with a configuration and the machine it is on,
// the worst first, each with a sentence that says how to mend it. It changes
// nothing. An error means that ctx ended before all was checked.
func Check(ctx context.Context, o CheckOptions) ([]health.Condition, error) {
	k := &checker{CheckOptions: o}
	k.clock()
	switch kindOf(o.Config) {
	case "center":
		k.center(ctx, o.Config)
	case "part":
		k.part(ctx)
	case "province":
		k.province(ctx)
	default:
		k.controller(ctx)
	}
	health.Sort(k.found)
	return k.found, ctx.Err()
}

// kindOf tells by its first keys which program a file is for. What it cannot
// tell is read as the controller's, whose faults then say what is wrong.
func kindOf(path string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(raw)) {
		key, _, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch strings.TrimSpace(key) {
		case "agency", "province", "[hours]", "[[service]]":
			return "center"
		case "controller":
			return "part"
		case "mqtt", "reader", "broker", "[[point]]":
			return "province"
		case "center", "credentials", "hosts":
			return "controller"
		}
	}
	return ""
}

type checker struct {
	CheckOptions
	found []health.Condition
}

func (k *checker) add(code string, severity health.Severity, args ...any) {
	k.found = append(k.found, health.Condition{Code: code, Severity: severity, Args: args, Since: k.Now()})
}

// faults notes each fault inside err and tells whether there was one.
func (k *checker) faults(err error, severity health.Severity) bool {
	for _, f := range config.ProblemsOf(err) {
		k.found = append(k.found, health.Of(f, severity, k.Now()))
	}
	return err != nil
}

func (k *checker) clock() {
	now := k.Now()
	told := now.In(center.Zone).Format("15:04 02/01/2006")
	switch {
	case !k.Built.IsZero() && now.Before(k.Built):
		k.add("clock-early", health.Fault, "time", told)
	case !k.Built.IsZero() && now.Sub(k.Built) > farAway:
		k.add("clock-late", health.Fault, "time", told)
	}
}

func (k *checker) controller(ctx context.Context) {
	f, err := config.LoadController(k.Config)
	if k.faults(err, health.Fault) {
		return
	}
	c := k.center(ctx, f.Center)
	if c != nil {
		all, err := config.LoadCredentials(f.Credentials, &c.Center)
		if !k.faults(err, health.Fault) {
			k.credentials(c, all)
		}
	}
	k.data(f.Data)
	k.address(ctx, f.Listen)
	k.there(f.Cert, "config-missing", "file")
	k.secret(f.Key, "config-missing", "file")
	if k.Chain == nil {
		return
	}
	if _, err := os.Stat(f.Data); errors.Is(err, fs.ErrNotExist) {
		return // a new center has no log yet
	}
	if n, err := k.Chain(ctx, f.Data); !k.faults(err, health.Fault) {
		k.add("chain-checked", health.Notice, "count", n)
	}
}

// center checks the center file and what it names; nil when it cannot be used.
func (k *checker) center(ctx context.Context, path string) *config.Center {
	c, err := config.LoadCenter(path)
	if k.faults(err, health.Fault) {
		return nil
	}
	for _, f := range c.Outdated {
		k.faults(f, health.Notice)
	}
	if u, err := url.Parse(c.URL); err == nil && !c.Demo && local(u.Hostname()) {
		k.add("url-local", health.Warning, "url", c.URL)
	}
	if c.Uplink.Broker == "" {
		k.add("uplink-none", health.Notice)
	}
	for _, file := range []string{c.Uplink.Secret, c.Uplink.Key} {
		k.secret(file, "uplink-file", "path")
	}
	for _, file := range []string{c.Uplink.Cert, c.Uplink.CA} {
		k.there(file, "uplink-file", "path")
	}
	k.secret(c.OneStop.Secret, "config-missing", "file")
	k.notices(ctx, &c.Notices)
	for _, x := range c.Kiosks {
		if x.Printer == "" {
			k.add("kiosk-no-printer", health.Notice, "device", x.ID)
		}
	}
	for _, p := range c.Printers {
		if !answers(ctx, p.Address) {
			k.add("printer-away", health.Warning, "device", p.ID, "address", p.Address)
		}
	}
	for _, x := range c.Buses {
		if !answers(ctx, x.Port) {
			k.add("device-away", health.Warning, "device", x.ID, "address", x.Port)
		}
	}
	for _, x := range c.Scanners {
		if !answers(ctx, x.Port) {
			k.add("device-away", health.Warning, "device", x.ID, "address", x.Port)
		}
	}
	return c
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// answers tells whether a device's address is there now.
func answers(ctx context.Context, address string) bool {
	host, network := strings.CutPrefix(address, "tcp://")
	if !network {
		info, err := os.Stat(address)
		return err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	conn, err := (&net.Dialer{Timeout: patience}).DialContext(ctx, "tcp", host)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// credentials looks for devices that nobody can connect.
func (k *checker) credentials(c *config.Center, all *config.Credentials) {
	for _, d := range c.DeviceKinds() {
		if d.Bridged() {
			continue
		}
		if !slices.ContainsFunc(all.Credentials, func(x config.Credential) bool { return x.Device == d.ID }) {
			k.add("credential-missing", health.Warning, "device", d.ID)
		}
	}
}

// address checks that the program can listen, or does already. It tells
// whether the address is free.
func (k *checker) address(ctx context.Context, listen string) bool {
	ln, err := app.Listen(ctx, listen)
	if err == nil {
		ln.Close()
		return true
	}
	if status := get(ctx, "http://"+reachable(listen)+"/healthz", ""); fault.CodeOf(err) == "port-in-use" && status/100 == 2 {
		k.add("port-own", health.Notice, "address", listen)
		return false
	}
	k.faults(err, health.Fault)
	return false
}

// get returns the status of a page, 0 without an answer.
func get(ctx context.Context, page, token string) int {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return 0
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

// data checks the rights of a data directory and the room on its disk.
func (k *checker) data(dir string) {
	at := dir
	info, err := os.Stat(dir)
	for errors.Is(err, fs.ErrNotExist) && at != filepath.Dir(at) { // it will be made at the first start
		at = filepath.Dir(at)
		_, err = os.Stat(at)
	}
	switch {
	case err != nil:
		k.add("dir-missing", health.Fault, "path", dir)
		return
	case unix.Access(at, unix.W_OK|unix.X_OK) != nil:
		k.add("dir-rights", health.Fault, "path", at)
	case info != nil && info.Mode().Perm()&0o077 != 0:
		k.add("dir-open", health.Warning, "path", dir)
	}
	var disk unix.Statfs_t
	if unix.Statfs(at, &disk) == nil {
		k.room(dir, disk.Bavail*uint64(disk.Bsize))
	}
}

// room judges the free bytes of a directory's disk.
func (k *checker) room(dir string, free uint64) {
	switch {
	case free < diskFault:
		k.add("disk-low", health.Fault, "path", dir, "free", formatMB(free))
	case free < diskWarning:
		k.add("disk-low", health.Warning, "path", dir, "free", formatMB(free))
	}
}

// there checks that a file exists; no path means that none is needed.
func (k *checker) there(path, missing, arg string) fs.FileInfo {
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil {
		k.add(missing, health.Fault, arg, path)
		return nil
	}
	return info
}

// secret checks that a file that others must not read is there and closed to them.
func (k *checker) secret(path, missing, arg string) {
	if info := k.there(path, missing, arg); info != nil && info.Mode().Perm()&0o077 != 0 {
		k.add("file-open", health.Warning, "path", path)
	}
}
