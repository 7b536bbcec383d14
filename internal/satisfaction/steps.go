package satisfaction

import (
	"slices"

	"motcua/internal/rating"
)

// steps are counts that are shown five answers at a time. What has been shown
// never shrinks, and between two states of it there are no answers or five at
// least.
type steps struct{ shown, waiting counts }

// counts are answers by level or by option, the first of them 1.
type counts struct {
	n, harassment int
	by            []int
}

func (c *counts) add(choice int, harassment bool) {
	for len(c.by) < choice {
		c.by = append(c.by, 0)
	}
	c.by[choice-1]++
	if c.n++; harassment {
		c.harassment++
	}
}

func (c *counts) plus(o counts) {
	c.n, c.harassment = c.n+o.n, c.harassment+o.harassment
	for len(c.by) < len(o.by) {
		c.by = append(c.by, 0)
	}
	for i, n := range o.by {
		c.by[i] += n
	}
}

// settle shows what waits where it is five answers or more.
func (s *steps) settle() {
	if s.waiting.n >= rating.LeastBatch {
		s.shown.plus(s.waiting)
		s.waiting = counts{}
	}
}

// of is the counts with a place for every level of a scale.
func (c *counts) of(levels int) []int {
	return append(slices.Clone(c.by), make([]int, max(levels-len(c.by), 0))...)
}
