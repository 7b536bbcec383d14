package kiosk

import "motcua/internal/ui/kit"

// shape is how many tiles a page has across and down.
type shape struct{ cols, rows int }

// The shapes of a page of tiles, those with the most tiles first.
var (
	upright = []shape{{2, 4}, {2, 3}, {2, 2}, {2, 1}}
	across  = []shape{{3, 2}, {2, 2}, {3, 1}, {2, 1}}
)

// shapes are those that a page of n tiles may have here. Few tiles grow no larger than six.
func (v *view) shapes(n int) []shape {
	switch {
	case !v.Geometry.Portrait():
		return across
	case n <= upright[1].cols*upright[1].rows:
		return upright[1:]
	}
	return upright
}

// paged lays n tiles out on as few pages as their names allow: head draws what
// stands above and the way to other pages, fits tells whether every name fits a
// tile, and draw draws one.
func (v *view) paged(n int, head func(page, pages int) kit.Rect, fits func(kit.Rect) bool, draw func(r kit.Rect, i int)) {
	items, targets, cut := len(v.Items), len(v.Targets), len(v.Cut)
	shapes := v.shapes(n)
	for i, s := range shapes {
		per := s.cols * s.rows
		pages := max(1, (n+per-1)/per)
		page := min(max(v.f.Page, 0), pages-1)
		cells := head(page, pages).Grid(s.cols, s.rows, v.mm(kit.GapMM))
		if i < len(shapes)-1 && !fits(cells[0]) {
			v.Items, v.Targets, v.Cut = v.Items[:items], v.Targets[:targets], v.Cut[:cut]
			continue
		}
		for i := page * per; i < min((page+1)*per, n); i++ {
			draw(cells[i-page*per], i)
		}
		return
	}
}
