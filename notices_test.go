package main

import (
	"context"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/fault"
	"motcua/internal/notice"
	simgateway "motcua/internal/sim/gateway"
)

// TestNoticesAreSentAsTheFileSays reads a center's file with its secrets, and
// sends through each channel over the network.
func TestNoticesAreSentAsTheFileSays(t *testing.T) {
	box, dir := simgateway.New(time.Now), t.TempDir()
	srv := httptest.NewServer(box.HTTP("the-second"))
	defer srv.Close()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- box.Serve(ctx, l, simgateway.Mail{}) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	file := filepath.Join(dir, "center.toml")
	more := "\n[notices.sms]\nurl = \"" + srv.URL + "/sms\"\nheaders = { Authorization = \"Bearer {secret}\" }\nsecret = \"sms.secret\"\n" +
		"body = '{\"to\":\"{to}\",\"text\":\"{text}\"}'\nfield = \"code\"\nvalue = \"100\"\n" +
		"[notices.email]\nhost = \"127.0.0.1\"\nport = " + l.Addr().String()[len("127.0.0.1:"):] + "\ntls = \"none\"\nfrom = \"motcua@example.vn\"\n"
	write := func(path, content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(file, string(config.Example())+more)
	site, err := config.LoadCenter(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := notice.Open(&site.Notices, config.ReadSecret); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without the secret's file Open = %v", err)
	}
	write(filepath.Join(dir, "sms.secret"), "the-first\n")
	senders, err := notice.Open(&site.Notices, config.ReadSecret)
	if err != nil {
		t.Fatal(err)
	}
	sms := notice.Message{ID: "1", Kind: center.NoticeNear, To: "84912345678", Text: "Mời ông/bà"}
	if err := senders[center.BySMS].Send(t.Context(), sms); notice.CauseOf(err) != notice.Login {
		t.Errorf("with a secret of yesterday Send = %v", err)
	}
	write(filepath.Join(dir, "sms.secret"), "the-second\n")
	letter := notice.Message{ID: "2", Kind: center.NoticeNear, To: "a@example.vn", Subject: "Số A001", Text: "Mời ông/bà"}
	for channel, m := range map[string]notice.Message{center.BySMS: sms, center.ByEmail: letter} {
		if err := senders[channel].Send(t.Context(), m); err != nil {
			t.Errorf("%s: Send = %v", channel, err)
		}
	}
	var got []string
	for _, x := range box.Letters() {
		got = append(got, x.By+" "+x.To+" "+x.Text)
	}
	slices.Sort(got)
	if want := []string{"email a@example.vn Mời ông/bà", "sms 84912345678 Moi ong/ba"}; !slices.Equal(got, want) {
		t.Errorf("taken %q, want %q", got, want)
	}
}
