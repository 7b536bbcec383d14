// Command acklog commits ticket after ticket to a log and prints "ack N" once
// entry N is durable. tools/powercut.py replays its system calls and rebuilds
// what a power cut would have left behind: see make powercut.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"motcua/internal/queue"
	"motcua/internal/store"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: acklog DATABASE COMMITS")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path, count string) error {
	commits, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return err
	}
	defer s.Close()
	start := time.Now()
	for i := range commits {
		batch := &store.Batch{}
		for j := range 1 + i%3 { // batches of one to three commands
			number := fmt.Sprintf("A%05d", 3*i+j)
			batch.Drafts = append(batch.Drafts, store.Draft{
				Type: string(queue.TicketIssued), Day: "2026-11-23",
				At:   queue.Moment{Wall: time.Now(), Up: time.Since(start), Boot: "powercut"},
				Data: queue.Event{Ticket: queue.TicketID("20261123-" + number), Number: number, Series: queue.Ordinary, Service: "HT", Purpose: "submit"},
			})
			batch.Replies = append(batch.Replies, store.Reply{Scope: "k1", Key: number, Status: 201, Answer: []byte(`{"ticket":{}}`)})
		}
		entries, err := s.Commit(ctx, batch)
		if err != nil {
			return err
		}
		// One write a line: it is what the trace is cut at.
		if _, err := fmt.Printf("ack %d\n", entries[len(entries)-1].Seq); err != nil {
			return err
		}
	}
	return nil
}
