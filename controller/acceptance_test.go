package controller

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

// TestAcceptance runs the scenarios of docs/acceptance, each on a controller of
// its own that is spoken to as every page and device does: over HTTP.
func TestAcceptance(t *testing.T) {
	suite := godog.TestSuite{
		ScenarioInitializer: func(s *godog.ScenarioContext) { (&office{t: t, site: testCenter()}).steps(s) },
		Options:             &godog.Options{Format: "progress", Paths: []string{"../docs/acceptance"}, TestingT: t, Strict: true, NoColors: true},
	}
	if suite.Run() != 0 {
		t.Error("not every scenario of docs/acceptance holds")
	}
}

// office is one scenario: a center, its people by name, and how the last thing asked for ended.
type office struct {
	t       *testing.T
	site    *center.Center
	opts    Options
	h       *hall
	tickets map[string]queue.TicketID
	refused *client.Problem // the last action; nil: it was done
	called  map[center.CounterID]queue.TicketID
}

func (o *office) steps(s *godog.ScenarioContext) {
	s.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
		o.hall().stop()
		return ctx, err
	})
	const counter, name, service = `quầy (\S+)`, `(\p{L}+)`, `(.+)`
	o.deskSteps(s)
	s.Step(`^trung tâm có các quầy sau:$`, o.counters)
	s.Step(`^`+counter+` chỉ phục vụ lĩnh vực `+service+`$`, o.servesOnly)
	s.Step(`^(?:sau (\d+) phút )?`+name+` lấy số (ưu tiên )?lĩnh vực `+service+`$`, o.takes)
	s.Step(`^(?:sau (\d+) phút )?`+name+` bỏ số$`, o.gives)
	s.Step(`^`+name+` đặt lịch hẹn `+service+` lúc (\d\d:\d\d)$`, o.books)
	s.Step(`^đến (\d\d:\d\d) `+name+` nhận số theo lịch hẹn$`, o.arrives)
	s.Step(`^(?:đến (\d\d:\d\d) )?`+counter+` gọi tiếp(, phím dội hai lần)?$`, o.next)
	s.Step(`^hai quầy (\S+) và (\S+) cùng gọi tiếp một lúc$`, o.bothNext)
	s.Step(`^`+counter+` (mở|gọi lại|bắt đầu phục vụ|báo vắng mặt|cho chờ bổ sung|hoàn tác)$`, o.plain)
	s.Step(`^(?:sau (\d+) phút )?`+counter+` hoàn thành(?: với (\d+) hồ sơ)?$`, o.finish)
	s.Step(`^(?:sau (\d+) phút )?`+counter+` phục vụ tiếp `+name+`$`, o.resume)
	s.Step(`^`+counter+` thêm việc `+service+` cho lượt này$`, o.add)
	s.Step(`^`+counter+` chuyển công dân sang lĩnh vực `+service+`$`, o.transferTo)
	s.Step(`^`+counter+` chuyển công dân sang `+counter+`$`, o.transferAt)
	s.Step(`^`+counter+` tạm dừng vì "([^"]*)"$`, o.pause)
	s.Step(`^đã (\d+) giây trôi qua$`, func(n int) { o.pass(time.Duration(n) * time.Second) })
	s.Step(`^đã (\d+) phút trôi qua$`, o.later)
	s.Step(`^bộ điều khiển khởi động lại$`, o.restart)

	s.Step(`^`+name+` (đang chờ|đang chờ bổ sung|đã xong|đã hủy số|vắng mặt)$`, o.stands)
	s.Step(`^`+name+` đang chờ lĩnh vực `+service+`$`, o.waitsFor)
	s.Step(`^`+name+` (đang được phục vụ|được mời) tại `+counter+`$`, o.isAt)
	s.Step(`^`+counter+` mời `+name+`$`, o.holds)
	s.Step(`^`+counter+` không giữ số nào$`, o.holdsNobody)
	s.Step(`^không ai được mời$`, o.nobody)
	s.Step(`^mỗi quầy mời một người khác nhau$`, o.different)
	s.Step(`^bảng sảnh (không )?hiện số của `+name+`(?: ở `+counter+`)?$`, o.shown)
	s.Step(`^bị từ chối với lời "([^"]*)"$`, o.wasRefused)
	s.Step(`^hôm nay có (\d+) lượt đến xong việc, (\d+) lượt giao dịch và (\d+) hồ sơ$`, o.figures)
}

// counters says which desks the center has.
func (o *office) counters(table *godog.Table) error {
	o.site.Counters = nil
	for _, row := range table.Rows[1:] {
		x := center.Counter{ID: center.CounterID(row.Cells[0].Value), Agency: "UBND"}
		for name := range strings.SplitSeq(row.Cells[1].Value, ", ") {
			x.Services = append(x.Services, o.service(name))
		}
		o.site.Counters = append(o.site.Counters, x)
	}
	return nil
}

func (o *office) servesOnly(desk, name string) error {
	i := slices.IndexFunc(o.site.Counters, func(c center.Counter) bool { return string(c.ID) == desk })
	if i < 0 {
		return fmt.Errorf("no counter %s", desk)
	}
	site := *o.site
	site.Counters = slices.Clone(site.Counters)
	site.Counters[i].Services = []center.ServiceCode{o.service(name)}
	o.site = &site
	if o.h == nil {
		return nil
	}
	return o.restart() // the center is configured, then started
}

func (o *office) service(name string) center.ServiceCode {
	for _, s := range o.site.Services {
		if s.Name.VI == name {
			return s.Code
		}
	}
	return ""
}

// hall opens the center on first use.
func (o *office) hall() *hall {
	if o.h == nil {
		o.tickets, o.called = map[string]queue.TicketID{}, map[center.CounterID]queue.TicketID{}
		o.h = openHall(o.t, func(x *Options) { x.Center = o.site; o.opts = *x })
	}
	return o.h
}

func (o *office) restart() error {
	h := o.hall()
	h.stop()
	o.opts.Center = o.site
	o.h = openHall(o.t, func(x *Options) { *x = o.opts; x.Engine.Clock = h.now.read })
	o.h.now = h.now
	return nil
}

// pass lets time go by; the controller looks at the clock.
func (o *office) pass(d time.Duration) {
	o.h.now.pass(d)
	o.h.idle(o.t)
}

// later lets so many minutes go by, none where nothing is said.
func (o *office) later(minutes string) {
	n, _ := strconv.Atoi(minutes)
	o.pass(time.Duration(n) * time.Minute)
}

// until lets the clock come to a time of the day, as 09:01.
func (o *office) until(clock string) error {
	if clock == "" {
		return nil
	}
	now := o.h.now.read().Wall
	at, err := time.ParseInLocation("2006-01-02 15:04", now.Format(time.DateOnly)+" "+clock, center.Zone)
	if err != nil {
		return err
	}
	o.pass(at.Sub(now))
	return nil
}

// done keeps how an action ended: a refusal is for a later step to look at.
func (o *office) done(err error) error {
	o.refused = nil
	if errors.As(err, &o.refused) {
		return nil
	}
	return err
}

func (o *office) takes(ctx context.Context, minutes, name, priority, service string) error {
	h := o.hall()
	o.later(minutes)
	t, err := h.all.Issue(ctx, client.NewKey(), wire.IssueRequest{Service: o.service(service), Purpose: center.Submit, Priority: priority != ""})
	o.tickets[name] = t.ID
	return err
}

func (o *office) gives(ctx context.Context, minutes, name string) error {
	o.later(minutes)
	return o.done(o.h.all.Cancel(ctx, client.NewKey(), o.tickets[name]))
}

func (o *office) books(ctx context.Context, name, service, clock string) error {
	h := o.hall()
	at, err := time.ParseInLocation("2006-01-02 15:04", h.now.read().Wall.Format(time.DateOnly)+" "+clock, center.Zone)
	if err != nil {
		return err
	}
	a, err := h.all.Book(ctx, client.NewKey(), wire.BookingRequest{Service: o.service(service), Purpose: center.Submit, Slot: at})
	o.tickets[name] = queue.TicketID(a.Code) // until it arrives
	return err
}

func (o *office) arrives(ctx context.Context, clock, name string) error {
	if err := o.until(clock); err != nil {
		return err
	}
	t, err := o.h.all.CheckIn(ctx, client.NewKey(), string(o.tickets[name]), wire.CheckInRequest{})
	o.tickets[name] = t.ID
	return err
}

func (o *office) act(ctx context.Context, desk, action string, r wire.ActionRequest) error {
	_, err := o.hall().all.Act(ctx, client.NewKey(), center.CounterID(desk), action, r)
	return o.done(err)
}

func (o *office) next(ctx context.Context, clock, desk, twice string) error {
	if err := o.until(clock); err != nil {
		return err
	}
	key, id := client.NewKey(), center.CounterID(desk)
	a, err := o.hall().all.Act(ctx, key, id, "next", wire.ActionRequest{})
	o.called = map[center.CounterID]queue.TicketID{}
	if a.Ticket != nil {
		o.called[id] = a.Ticket.ID
	}
	if err = o.done(err); err != nil || twice == "" {
		return err
	}
	again, err := o.h.all.Act(ctx, key, id, "next", wire.ActionRequest{})
	if err == nil && (again.Ticket == nil || a.Ticket == nil || again.Ticket.ID != a.Ticket.ID) {
		return fmt.Errorf("the same press called %v, then %v", a.Ticket, again.Ticket)
	}
	return err
}

func (o *office) bothNext(ctx context.Context, one, other string) error {
	answers := make([]wire.ActionAnswer, 2)
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i, id := range []center.CounterID{center.CounterID(one), center.CounterID(other)} {
		both.Go(func() { answers[i], errs[i] = o.h.all.Act(ctx, client.NewKey(), id, "next", wire.ActionRequest{}) })
	}
	both.Wait()
	for i, id := range []center.CounterID{center.CounterID(one), center.CounterID(other)} {
		if answers[i].Ticket != nil {
			o.called[id] = answers[i].Ticket.ID
		}
	}
	return errors.Join(errs...)
}

func (o *office) plain(ctx context.Context, desk, words string) error {
	return o.act(ctx, desk, map[string]string{
		"mở": "open", "gọi lại": "recall", "bắt đầu phục vụ": "start", "báo vắng mặt": "no-show", "cho chờ bổ sung": "park", "hoàn tác": "undo",
	}[words], wire.ActionRequest{})
}

func (o *office) finish(ctx context.Context, minutes, desk, dossiers string) error {
	o.later(minutes)
	n, _ := strconv.Atoi(dossiers) // none where nothing is said
	return o.act(ctx, desk, "finish", wire.ActionRequest{Dossiers: n})
}

func (o *office) resume(ctx context.Context, minutes, desk, name string) error {
	o.later(minutes)
	return o.act(ctx, desk, "resume", wire.ActionRequest{Ticket: o.tickets[name]})
}

func (o *office) add(ctx context.Context, desk, service string) error {
	return o.act(ctx, desk, "add", wire.ActionRequest{Service: o.service(service)})
}

func (o *office) transferTo(ctx context.Context, desk, service string) error {
	return o.act(ctx, desk, "transfer", wire.ActionRequest{Service: o.service(service)})
}

func (o *office) transferAt(ctx context.Context, desk, to string) error {
	return o.act(ctx, desk, "transfer", wire.ActionRequest{Counter: center.CounterID(to)})
}

func (o *office) pause(ctx context.Context, desk, reason string) error {
	return o.act(ctx, desk, "pause", wire.ActionRequest{Reason: reason})
}
