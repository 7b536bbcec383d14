package controller

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// TestALinkInvitesToRate once, by day, whoever left an address, rated or not;
// the answer says that a link led to it.
func TestALinkInvitesToRate(t *testing.T) {
	h, box, _ := telling(t, func(o *Options) {
		o.Center.Rating.Link = true
		o.Center.Notices.SMS.Templates = map[string]string{center.NoticeRate: "r"} // this kind alone
		o.Center.Notices.Window.To = 9 * 60
	})
	h.act(t, "1", "open", wire.ActionRequest{})
	_, page := h.issueTold(t, center.BySMS, aPhone)
	h.act(t, "1", "next", wire.ActionRequest{})
	h.act(t, "1", "finish", wire.ActionRequest{})
	h.idle(t)
	if n := len(box.Taken()); n > 0 {
		t.Fatalf("%d messages while the finish may be taken back", n)
	}
	h.now.pass(settling)
	h.notices(t, "A001 sms rate sent")
	text := box.Taken()[0].Text
	if !strings.Contains(text, page+"?via=link") {
		t.Fatalf("message %q, want the link", text)
	}
	token := h.surveyToken(t)
	status, body := h.form(t, page+"/rating", url.Values{"token": {token}, "via": {"link"}, "overall": {"4"}, "version": {h.site().Questionnaires[0].Version()}})
	if status != 200 || !strings.Contains(body, "Cảm ơn") {
		t.Fatalf("the answer = %d\n%s", status, body)
	}
	for _, p := range h.engine.pending {
		if p.Answer.Channel != wire.ByLink {
			t.Errorf("channel %q, want link", p.Answer.Channel)
		}
	}
	h.now.pass(50 * time.Minute) // the window is nearly over
	h.issueTold(t, center.BySMS, "0912 345 679")
	h.act(t, "1", "next", wire.ActionRequest{})
	h.now.pass(10 * time.Minute)
	h.act(t, "1", "finish", wire.ActionRequest{})
	h.now.pass(settling)
	h.idle(t)
	h.notices(t, "A001 sms rate sent")
}

// surveyToken is the one of the question that is open at counter 1.
func (h *hall) surveyToken(t *testing.T) string {
	t.Helper()
	s, ok := h.engine.atCounter("1")
	if !ok {
		t.Fatal("nothing is asked at counter 1")
	}
	return s.Token
}
