package provisioning

import (
	"context"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/config"
	"motcua/internal/i18n"
	"motcua/internal/sim/gateway"
)

// TestCheckTriesTheChannels has a mail server that wants TLS of nobody and a
// gateway that is away, and sends nothing.
func TestCheckTriesTheChannels(t *testing.T) {
	box, dir := gateway.New(time.Now), t.TempDir()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- box.Serve(ctx, l, gateway.Mail{}) }()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	srv := httptest.NewServer(box.HTTP(""))
	well := srv.URL
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	check := func(tls, secret string) string {
		t.Helper()
		more := "\n[notices.sms]\nurl = \"" + well + "/sms\"\nsecret = \"" + secret + "\"\nbody = '{\"to\":\"{to}\"}'\n" +
			"[notices.email]\nhost = \"127.0.0.1\"\nport = " + port + "\ntls = \"" + tls + "\"\nfrom = \"motcua@example.vn\"\n"
		file := filepath.Join(dir, "center.toml")
		if err := os.WriteFile(file, append(config.Example(), more...), 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := Check(t.Context(), CheckOptions{Config: file, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, c := range found {
			if strings.HasPrefix(c.Code, "notice") || strings.HasPrefix(c.Code, "config") {
				codes = append(codes, c.Code)
			}
			if text := c.Text(i18n.VI); strings.ContainsAny(text, "{}⟦") {
				t.Errorf("%s has a hole: %s", c.Code, text)
			}
		}
		return strings.Join(codes, " ")
	}
	if got := check("none", ""); got != "" {
		t.Errorf("all is well and Check says %q", got)
	}
	if got := check("starttls", ""); got != "notice-insecure" {
		t.Errorf("without TLS Check says %q", got)
	}
	if got := check("none", "gone"); got != "config-missing" {
		t.Errorf("without a secret's file Check says %q", got)
	}
	srv.Close()
	if got := check("none", ""); got != "notice-unreachable" {
		t.Errorf("without a gateway Check says %q", got)
	}
	if n := len(box.Letters()); n != 0 {
		t.Errorf("Check sent %d messages", n)
	}
}
