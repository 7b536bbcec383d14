package kiosk

import "motcua/internal/ui/kit"

// paged lays n tiles out on as few pages as their names allow: head draws what
// stands above and the way to other pages, fits tells whether every name fits a
// tile, and draw draws one.
func (v *view) paged(n, rows int, head func(page, pages int) kit.Rect, fits func(kit.Rect) bool, draw func(r kit.Rect, i int)) {
	items, targets, cut := len(v.Items), len(v.Targets), len(v.Cut)
	for ; ; rows-- {
		per := rows * v.columns()
		pages := max(1, (n+per-1)/per)
		page := min(max(v.f.Page, 0), pages-1)
		cells := head(page, pages).Grid(v.columns(), rows, v.mm(kit.GapMM))
		if rows > 1 && !fits(cells[0]) {
			v.Items, v.Targets, v.Cut = v.Items[:items], v.Targets[:targets], v.Cut[:cut]
			continue
		}
		for i := page * per; i < min((page+1)*per, n); i++ {
			draw(cells[i-page*per], i)
		}
		return
	}
}

// rows is how many rows of tiles a page has at most.
func (v *view) rows() int {
	if v.Geometry.Portrait() {
		return 4
	}
	return 2
}
