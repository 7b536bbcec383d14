package controller

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/wire"
)

// deskSteps are what officials do beside calling and serving.
func (o *office) deskSteps(s *godog.ScenarioContext) {
	const counter, name = `quầy (\S+)`, `(\p{L}+)`
	s.Step(`^trung tâm hỏi lại quầy sau (\d+) phút im lặng quá thời gian thường lệ$`, o.patience)
	s.Step(`^`+counter+` hoàn thành cho `+name+` và gọi tiếp$`, o.finishAndNext)
	s.Step(`^`+counter+` báo sự cố "([^"]*)"$`, o.incident)
	s.Step(`^`+counter+` báo hết sự cố$`, func(ctx context.Context, desk string) error { return o.act(ctx, desk, "recover", wire.ActionRequest{}) })
	s.Step(`^`+counter+` nhắn theo số của `+name+` "([^"]*)"$`, o.writes)
	s.Step(`^`+counter+` gọi lãnh đạo$`, o.alarms)

	s.Step(`^bảng ghi `+counter+` có sự cố "([^"]*)"$`, o.hasIncident)
	s.Step(`^bảng không ghi sự cố nào ở `+counter+`$`, func(ctx context.Context, desk string) error { return o.hasIncident(ctx, desk, "") })
	s.Step(`^`+counter+` được hỏi công dân còn ở đó không$`, o.isAsked)
	s.Step(`^lượt của `+name+` được ghi là quên nhấn hoàn thành$`, o.forgotten)
	s.Step(`^`+counter+` đọc được lời nhắn "([^"]*)"$`, o.reads)
	s.Step(`^nhật ký không có chữ "([^"]*)"$`, o.notLogged)
	s.Step(`^lãnh đạo thấy `+counter+` đang gọi$`, o.seen)
	s.Step(`^bảng sảnh không nói gì về `+counter+`$`, o.quiet)
}

func (o *office) patience(minutes int) error {
	site := *o.site
	site.Calling.Forgotten = minutes
	o.site = &site
	return o.restart()
}

func (o *office) finishAndNext(ctx context.Context, desk, name string) error {
	return o.act(ctx, desk, "next", wire.ActionRequest{Finish: true, Ticket: o.tickets[name]})
}

func (o *office) incident(ctx context.Context, desk, reason string) error {
	return o.act(ctx, desk, "incident", wire.ActionRequest{Reason: reason})
}

// tell asks for something that the client has no method for, with the token of every role.
func (o *office) tell(ctx context.Context, method, path string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, method, o.h.url+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+testToken)
	r.Header.Set("Idempotency-Key", client.NewKey())
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, body)
	}
	if out == nil {
		return err
	}
	return errors.Join(err, json.Unmarshal(body, out))
}

func (o *office) writes(ctx context.Context, desk, name, text string) error {
	return o.tell(ctx, "POST", "/tickets/"+string(o.tickets[name])+"/notes", wire.NoteRequest{Text: text, Counter: center.CounterID(desk)}, nil)
}

func (o *office) alarms(ctx context.Context, desk string) error {
	return o.tell(ctx, "POST", "/counters/"+desk+"/alarm", struct{}{}, nil)
}

func (o *office) hasIncident(ctx context.Context, desk, reason string) error {
	c, err := o.counter(ctx, desk)
	if err == nil && c.Incident != reason {
		return fmt.Errorf("counter %s has the incident %q", desk, c.Incident)
	}
	return err
}

func (o *office) isAsked(desk string) error {
	if _, _, asked := o.h.engine.state.day.Still(center.CounterID(desk)); !asked {
		return fmt.Errorf("counter %s was not asked", desk)
	}
	return nil
}

func (o *office) forgotten(name string) error {
	t, ok := o.h.engine.state.day.Ticket(o.tickets[name])
	if !ok || !t.Legs[0].Forgotten {
		return fmt.Errorf("%s is not marked", name)
	}
	return nil
}

func (o *office) reads(ctx context.Context, desk, text string) error {
	c, err := o.counter(ctx, desk)
	if err != nil || c.Ticket == nil {
		return errors.Join(err, fmt.Errorf("counter %s holds nobody", desk))
	}
	var all wire.Notes
	if err := o.tell(ctx, "GET", "/tickets/"+string(c.Ticket.ID)+"/notes", struct{}{}, &all); err != nil {
		return err
	}
	if !slices.ContainsFunc(all.Notes, func(n wire.Note) bool { return n.Text == text }) {
		return fmt.Errorf("the notes are %+v", all.Notes)
	}
	return nil
}

func (o *office) notLogged(ctx context.Context, words string) error {
	entries, err := o.h.engine.Read(ctx, 0, 10_000)
	for _, e := range entries {
		if strings.Contains(string(e.Body), words) {
			return fmt.Errorf("the log says %s", e.Body)
		}
	}
	return err
}

func (o *office) seen(ctx context.Context, desk string) error {
	var all wire.Alarms
	if err := o.tell(ctx, "GET", "/alarms", struct{}{}, &all); err != nil {
		return err
	}
	if len(all.Alarms) != 1 || string(all.Alarms[0].Counter) != desk {
		return fmt.Errorf("the alarms are %+v", all.Alarms)
	}
	return nil
}

// quiet looks at what a display is told.
func (o *office) quiet(ctx context.Context, desk string) error {
	board, err := client.New(o.h.url, "display").Board(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(board)
	if strings.Contains(string(raw), "alarm") || len(board.Calls) > 0 {
		return fmt.Errorf("the hall is told %s", raw)
	}
	return err
}
