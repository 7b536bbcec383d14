package web_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"motcua/internal/wire"
)

// TestTheHubListensToEveryType: an EventSource tells only of types that it is asked for by name.
func TestTheHubListensToEveryType(t *testing.T) {
	raw, err := os.ReadFile("static/hub.js")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(raw), "const types = [")
	list, _, _ = strings.Cut(list, "]")
	var got []string
	for _, m := range regexp.MustCompile(`"([a-z.-]+)"`).FindAllStringSubmatch(list, -1) {
		got = append(got, m[1])
	}
	want := wire.Types()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("hub.js listens to %q, want %q", got, want)
	}
}

// hubScript runs the hub against streams made by hand and returns what they were asked for and what the subscribers heard.
const hubScript = `(async () => {
	const asked = [];
	let stream;
	window.EventSource = class { static CLOSED = 2; constructor(url) { asked.push(decodeURIComponent(url)); this.on = {}; stream = this; }
		addEventListener(type, f) { this.on[type] = f; } close() { this.closed = true; } };
	window.fetch = async () => ({status: 200});
	const {Hub} = await import('/static/hub.js');
	const hub = new Hub();
	const turn = () => new Promise((done) => setTimeout(done));
	const subscriber = async (follow) => { const heard = []; const send = (m) => heard.push(m.seq ?? m.kind + (m.live ?? ''));
		hub.add(send); hub.receive(send, {kind: 'follow', ...follow}); await turn(); return heard; };
	const tell = (type, seq) => stream.on[type]({lastEventId: String(seq), data: '{"data":{}}'});
	const beat = (seq) => stream.on.beat({lastEventId: String(seq), data: '{"at":"09:12:40","current":true}'});
	const page = await subscriber({after: 100, page: '/staff/1?q=A1', show: ['desk', 'help'], types: ['slip.printed']});
	const first = stream;
	beat(103);
	tell('slip.printed', 104);
	tell('slip.printed', 104);
	stream.on.live({data: '{"page":"/staff/1?q=A1","region":"desk","html":"","seq":105}'});
	const all = await subscriber({after: 101});
	tell('ticket.called', 102);
	tell('slip.printed', 104);
	beat(106);
	stream.readyState = 2;
	stream.onerror();
	await new Promise((done) => setTimeout(done, 1200));
	return [asked.join(' '), first.closed, page, all].map(String).join(' | ');
})()`

func TestTheHubFollowsForAllPages(t *testing.T) {
	b := newBrowser(t, newAPI().handler(), "")
	b.open("/login", 800, 600)
	got := eval[string](b, hubScript)
	want := "/live?after=100&page=/staff/1?q=A1&show=desk,help&types=slip.printed /live?after=101&page=/staff/1?q=A1&show=desk,help&types=*" +
		" | true | statefalse,statetrue,beat,104,105,beat,statefalse,reset | statetrue,102,104,beat,statefalse,reset"
	if got != want {
		t.Errorf("heard\n%s, want\n%s", got, want)
	}
}

func TestPagesFollowWithoutASharedWorker(t *testing.T) {
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.do("no shared workers", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "delete window.SharedWorker"})
		return err
	}))
	b.open("/staff/1", 1366, 768)
	b.until("!window.SharedWorker && " + can("recall"))
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A097" }, "ticket.called", map[string]string{})
	b.until("document.querySelector('.held .number').textContent === 'A097'")
	b.quiet()
}

func TestPagesStartAnewWhenTheLogIsAnotherOne(t *testing.T) {
	t.Parallel() // it mostly waits
	a := newAPI()
	b := newBrowser(t, a.handler(), "staff")
	b.open("/staff/1", 1366, 768)
	b.until(can("recall"))
	a.silence(true)
	b.until("document.body.classList.contains('stale')")
	a.mu.Lock()
	a.log, a.refuse = nil, 2 // a restored log ends before what the page has seen
	a.mu.Unlock()
	a.fake.mu.Lock()
	a.board.Seq = 7
	a.fake.mu.Unlock()
	a.silence(false)
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A096" }, "ticket.called", map[string]string{})
	b.until("document.querySelector('.held .number').textContent === 'A096' && !document.body.classList.contains('stale')")
	a.happen(func(f *fake) { f.board.Counters[0].Ticket.Number = "A095" }, "ticket.called", map[string]string{})
	b.until("document.querySelector('.held .number').textContent === 'A095'")
}
