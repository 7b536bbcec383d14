package main

import (
	"context"
	"testing"

	"motcua/firmware-bridge/firmware"
	"motcua/internal/client"
	"motcua/internal/wire"
)

// TestCounterUnit runs the counter unit's own firmware on the demo's line: a
// key pressed on its port pins calls the next ticket, and the number is read
// back off its display's SPI pins.
func TestCounterUnit(t *testing.T) {
	program := firmware.Build(t)
	unit := program.Start(t)
	d := runDemo(t, demoCommand{Bus: unit.Port()})
	staff := client.New(d.url, d.token)
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	if _, err := staff.Act(ctx, client.NewKey(), "2", "open", wire.ActionRequest{}); err != nil {
		t.Fatal(err)
	}
	unit.WaitDisplay("  --") // open and free
	var numbers []string
	for range 2 {
		ticket, err := staff.Issue(ctx, client.NewKey(), wire.IssueRequest{Service: "CT", Purpose: "submit"})
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, ticket.Number)
	}
	beeps := func() int {
		n := 0
		for _, line := range unit.Seen() {
			if line == "buzzer 1" {
				n++
			}
		}
		return n
	}
	unit.Press("next")
	unit.WaitDisplay(numbers[0])
	unit.Wait("the lamp blinks while the number is called", unit.Lamp)
	unit.Wait("one beep for what was done", func() bool { return beeps() > 0 })
	for _, key := range []string{"start", "finish"} {
		heard := beeps()
		unit.Press(key)
		unit.Wait(key+" is done", func() bool { return beeps() > heard })
	}
	unit.WaitDisplay("  --")
	unit.Power(false) // a cut in the middle of the morning: nothing pressed before comes again
	unit.WaitDisplay("    ")
	unit.Power(true)
	unit.WaitDisplay("  --")
	unit.Press("next")
	unit.WaitDisplay(numbers[1])
	board, err := staff.Board(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range board.Counters {
		if c.ID == "2" && (c.Ticket == nil || c.Ticket.Number != numbers[1]) {
			t.Errorf("counter 2 holds %+v, want %s", c.Ticket, numbers[1])
		}
	}
}
