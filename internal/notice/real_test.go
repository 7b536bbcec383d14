package notice_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"motcua/internal/notice"
)

// TestARealMailServerTakesALetter sends through a mail server that is not ours,
// over TLS, and looks at what it prints.
func TestARealMailServerTakesALetter(t *testing.T) {
	const python = "/usr/bin/python3" // the system's, which has the Debian package
	if exec.Command(python, "-c", "import aiosmtpd").Run() != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("python3-aiosmtpd is missing: apt-get install python3-aiosmtpd")
		}
		t.Skip("python3-aiosmtpd is missing")
	}
	config, pool := certified(t)
	cert, key := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	der, err := x509.MarshalPKCS8PrivateKey(config.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]}, key: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for how, flags := range map[string][]string{"starttls": {"--tlscert", cert, "--tlskey", key}, "implicit": {"--smtpscert", cert, "--smtpskey", key}} {
		t.Run(how, func(t *testing.T) {
			at, out := nobody(t), &output{}
			c := exec.CommandContext(t.Context(), python, append([]string{"-u", "-m", "aiosmtpd", "-n", "-l", at}, flags...)...)
			c.Stdout, c.Stderr = out, out
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
			await(t, "the server listens", func() bool {
				conn, err := net.DialTimeout("tcp", at, time.Second)
				if err == nil {
					conn.Close()
				}
				return err == nil
			})
			m := notice.Message{ID: "1", Kind: "near", To: "ba.tu@example.vn", Subject: "Số A012 sắp đến lượt", Text: "Mời ông/bà đến quầy 3.\n.\n"}
			if err := mailer(t, at, how, "", pool).Send(t.Context(), m); err != nil {
				t.Fatalf("Send = %v\n%s", err, out)
			}
			await(t, "the letter is printed", func() bool { return bytes.Contains(out.bytes(), []byte("END MESSAGE")) })
			for _, want := range []string{"To: <ba.tu@example.vn>", "Subject: =?utf-8?b?", "M=E1=BB=9Di =C3=B4ng/b=C3=A0", "Auto-Submitted: auto-generated"} {
				if !bytes.Contains(out.bytes(), []byte(want)) {
					t.Errorf("the server has no %q in\n%s", want, out)
				}
			}
		})
	}
}

// output is what a program prints, read while it runs.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) bytes() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return bytes.Clone(o.b.Bytes())
}

func (o *output) String() string { return fmt.Sprintf("%s", o.bytes()) }

func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
	}
}
