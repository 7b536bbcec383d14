package printer_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua/internal/sim/printer"
)

// receiptio returns what runs the independent client of receipt printers that
// tools/receiptio names, by its exact version. It comes from the npm registry
// that npm is set up for; where there is no way to one the proof is missing, and
// the skip says so. Once installed, a failure is a failure.
func receiptio(t *testing.T) func(args ...string) string {
	t.Helper()
	node, npm := tool(t, "node", "nodejs"), tool(t, "npm", "npm")
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "..", "tools", "receiptio", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("NOT PROVEN HERE: receiptio cannot be installed (npm ci in tools/receiptio: %v): %s", err, out)
	}
	return func(args ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		all := append([]string{filepath.Join(dir, "node_modules", "receiptio", "bin", "cli.js"), "-d", receiptioHost, "-p", "escpos"}, args...)
		out, err := exec.CommandContext(ctx, node, all...).CombinedOutput()
		if _, ended := err.(*exec.ExitError); err != nil && !ended { // its exit code is the state again
			t.Fatalf("receiptio %v: %v: %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
}

// receiptioHost is a loopback address of our own: receiptio knows one port only, 9100.
const receiptioHost = "127.91.0.1"

// TestAnIndependentClientReadsThePrinter lets a program that we did not write look at the simulated printer and print on it.
func TestAnIndependentClientReadsThePrinter(t *testing.T) {
	client := receiptio(t)
	ln, err := net.Listen("tcp", receiptioHost+":9100")
	if err != nil {
		t.Skipf("NOT PROVEN HERE: port 9100 is taken: %v", err)
	}
	sim := printer.New("P1", 576, 0)
	start(t, func(ctx context.Context) error { return sim.Serve(ctx, ln) })
	for _, c := range []struct {
		set  printer.Switches
		want string
	}{
		{printer.Switches{}, "online"},
		{printer.Switches{CoverOpen: true}, "coveropen"},
		{printer.Switches{PaperOut: true}, "paperempty"},
		{printer.Switches{CutterError: true}, "error"},
		{printer.Switches{}, "online"},
	} {
		sim.Set(c.set)
		if got := client("-q", "printer"); got != c.want {
			t.Errorf("with %+v receiptio reads %q, want %q", c.set, got, c.want)
		}
	}
	receipt := filepath.Join(t.TempDir(), "receipt.txt")
	if err := os.WriteFile(receipt, []byte("^^^A012\n\nCounter 3 | 09:12\n\n{code:motcua; option:qrcode,6,m}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := client(receipt); got != "success" {
		t.Errorf("printing says %q, want success", got)
	}
	slips := waitSlips(t, sim, 1)
	if len(slips) != 1 || !slips[0].Cut {
		t.Errorf("%d slips came out, want one that is cut", len(slips))
	}
	picture := save(t, "receiptio.png", slips[0].Picture)
	if got := strings.TrimSpace(run(t, tool(t, "zbarimg", "zbar-tools"), "-q", "--raw", picture)); got != "motcua" {
		t.Errorf("the code that receiptio printed reads %q, want motcua", got)
	}
	sim.Set(printer.Switches{PaperOut: true})
	if got := client(receipt); got != "paperempty" {
		t.Errorf("printing without paper says %q, want paperempty", got)
	}
}
