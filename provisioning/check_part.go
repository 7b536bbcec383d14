package provisioning

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"motcua/internal/config"
	"motcua/internal/health"
)

// part checks a kiosk, a display, a tablet, a voice or the bridge: can it reach the
// controller, and is it let in?
func (k *checker) part(ctx context.Context) {
	p, err := config.LoadPart(k.Config)
	if k.faults(err, health.Fault) {
		return
	}
	k.data(p.Data)
	k.voice(p)
	if p.Listen != "" {
		k.address(ctx, p.Listen)
	}
	tokens := []string{p.Token}
	if len(p.Screens) > 0 {
		tokens = nil
		for _, s := range p.Screens {
			tokens = append(tokens, s.Token)
		}
	}
	for _, path := range tokens {
		k.letIn(ctx, p.Controller, path)
	}
}

// letIn checks that the controller is there and takes a token.
func (k *checker) letIn(ctx context.Context, controller, path string) {
	k.secret(path, "config-missing", "file")
	token, err := config.ReadSecret(path)
	if k.faults(err, health.Fault) {
		return
	}
	base := strings.TrimRight(controller, "/")
	switch status := get(ctx, base+"/api/v1/board", token); status {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden:
		k.add("token-refused", health.Fault, "path", path)
	default:
		k.add("controller-away", health.Fault, "address", controller)
	}
}

// province checks the provincial side.
func (k *checker) province(ctx context.Context) {
	p, err := config.LoadProvince(k.Config)
	if k.faults(err, health.Fault) {
		return
	}
	for _, path := range []string{p.Cert, p.CA} {
		k.there(path, "config-missing", "file")
	}
	for _, path := range []string{p.Token, p.Reader, p.Secret, p.Key} {
		k.secret(path, "config-missing", "file")
	}
	for _, x := range p.Points {
		k.secret(x.Secret, "config-missing", "file")
	}
	k.data(p.Data)
	// while the program runs its broker's address is taken, as it should be
	if k.address(ctx, p.Listen) && p.Broker == "" {
		k.address(ctx, p.MQTT)
	}
}

// formatMB writes a number of bytes for a person.
func formatMB(n uint64) string { return fmt.Sprintf("%d MB", n>>20) }
