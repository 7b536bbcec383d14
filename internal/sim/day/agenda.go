package day

import (
	"context"
	"time"
)

// task is one thing that somebody will do. act returns after how much of
// people's own time it is to be done again; 0 or less: never.
type task struct {
	at  time.Time
	n   int // order among tasks of the same moment
	act func(context.Context) time.Duration
}

// agenda is a heap of tasks, the next one first.
type agenda []*task

func (a agenda) Len() int { return len(a) }

func (a agenda) Less(i, j int) bool {
	if a[i].at.Equal(a[j].at) {
		return a[i].n < a[j].n
	}
	return a[i].at.Before(a[j].at)
}

func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push is for container/heap.
func (a *agenda) Push(x any) { *a = append(*a, x.(*task)) }

// Pop is for container/heap.
func (a *agenda) Pop() any {
	last := len(*a) - 1
	t := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	return t
}
