package kiosk

import (
	"slices"

	"motcua/internal/center"
	"motcua/internal/ui/kit"
)

// lookUp asks what somebody wants to look up.
func (v *view) lookUp() {
	rest := v.question(v.f.l("what"), "")
	keys := []kit.Button{{ID: "search", Word: v.f.l("by-name"), Icon: "search"}, {ID: "lookup:fields", Word: v.f.l("by-field"), Icon: "counter"}}
	if v.f.shelf.Dossiers {
		keys = append(keys, kit.Button{ID: "lookup:dossier", Word: v.f.l("dossier"), Icon: "parked"})
	}
	cols, rows := len(keys), 1
	rest.H = min(rest.H, v.mm(190))
	for i, cell := range rest.Grid(cols, rows, v.mm(kit.GapMM)) {
		keys[i].Look, keys[i].Held = kit.Offered, v.held == keys[i].ID
		if v.Geometry.Portrait() || !v.FitsButton(cell, keys[i]) {
			cols, rows = 1, len(keys)
		}
	}
	rest.H = min(rest.H, float64(rows)*v.mm(60))
	for i, cell := range rest.Grid(cols, rows, v.mm(kit.GapMM)) {
		v.Button(cell, keys[i])
	}
}

// fields are the services whose procedures can be looked up.
func (v *view) fields() {
	list := v.f.served()
	tile := func(i int) kit.Button {
		id := "field:" + string(list[i].Code)
		return kit.Button{ID: id, Word: list[i].Name.In(v.f.Lang), Look: kit.Offered, Held: v.held == id}
	}
	fits := func(cell kit.Rect) bool {
		return !slices.ContainsFunc(list, func(s center.Service) bool {
			return !v.FitsButton(cell, kit.Button{ID: "x", Word: s.Name.In(v.f.Lang), Look: kit.Offered})
		})
	}
	v.paged(len(list), func(page, pages int) kit.Rect { return v.serviceHead(v.f.l("fields"), page, pages) }, fits,
		func(cell kit.Rect, i int) { v.Button(cell, tile(i)) })
}

// procedures are those of one service.
func (v *view) procedures() {
	s := v.f.service(v.f.seeking.field)
	list, title := v.f.proceduresOf(s.Code), s.Name.In(v.f.Lang)
	if len(list) == 0 {
		rest := v.question(title, "")
		v.Text(rest, v.f.l("no-procedures"), kit.Style{Size: v.size("lead"), Color: v.Theme.Text})
		return
	}
	cols, gap := 1, v.mm(kit.GapMM)
	if !v.Geometry.Portrait() {
		cols = 2
	}
	items, targets := len(v.Items), len(v.Targets)
	rest := v.listHead(title, 0, 1)
	rows := max(1, int((rest.H+gap)/(v.mm(28)+gap)))
	pages := (len(list) + rows*cols - 1) / (rows * cols)
	page := min(max(v.f.Page, 0), pages-1)
	if pages > 1 {
		v.Items, v.Targets = v.Items[:items], v.Targets[:targets]
		rest = v.listHead(title, page, pages)
	}
	for n := int((rest.H + gap) / (v.mm(kit.TargetMM+2) + gap)); rows > n; rows-- { // the way to other pages takes room
	}
	rest.H = min(rest.H, float64(rows)*v.mm(38)+float64(rows-1)*gap)
	cells := rest.Grid(cols, rows, gap)
	for i, p := range list[page*rows*cols : min(len(list), (page+1)*rows*cols)] {
		v.entry(cells[i], "procedure:"+p.Code, "", p.Name.In(v.f.Lang), false)
	}
}

// listHead writes the title of a list and the way to its other pages: below it,
// or on a landscape screen beside the title.
func (v *view) listHead(title string, page, pages int) (rest kit.Rect) {
	if v.Geometry.Portrait() || v.f.Low {
		rest = v.question(title, "")
		if pages > 1 {
			rest = v.pager(rest, page, pages)
		}
		return rest
	}
	head, rest := v.body.Top(v.mm(kit.TargetMM+3), v.mm(kit.GapMM))
	if pages > 1 {
		turns := head
		_, turns = turns.Top(v.mm(1), 0) // apart from the guard's corner
		head = v.arrows(turns, page, pages)
	}
	st := kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text, Down: kit.Middle}
	v.Text(head, v.shorten(head, title, st), st)
	return rest
}

// receipt asks for the code of a dossier.
func (v *view) receipt() {
	rest := v.keyboard(v.body, false)
	ask := kit.Button{ID: "lookup:ask", Word: v.f.l("ask"), Look: kit.Urged, Middle: true, Size: v.size("body"), Held: v.held == "lookup:ask"}
	note := v.f.l("code-where")
	if v.f.scans() {
		note = v.f.l("code-scan")
	}
	row := v.beside
	if row == (kit.Rect{}) {
		row, rest = rest.Bottom(v.mm(kit.TargetMM+4), v.mm(6))
	}
	wide := max(row.W*0.24, v.mm(44))
	for wide < row.W/2 && !v.FitsButton(kit.Rect{W: wide, H: row.H}, ask) {
		wide += v.mm(2)
	}
	done, field := row.Right(wide, v.mm(kit.GapMM))
	v.input(field, v.f.seeking.code, v.f.l("code-example"))
	v.Button(done, ask)
	if !v.Geometry.Portrait() { // title and note share the little there is
		at := v.Text(rest, v.f.l("code"), kit.Style{Size: v.size("lead"), Bold: true, Color: v.Theme.Text, Essential: true, Lines: 1})
		_, rest = rest.Top(at.H, v.mm(1))
		v.note(rest, note)
		return
	}
	below, head := rest.Bottom(min(rest.H*0.45, v.size("body")*3), v.mm(2))
	v.note(below, note)
	v.Text(head, v.f.l("code"), kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text, Down: kit.End, Essential: true, Lines: 1})
}

// note writes as much of a text as there is room for.
func (v *view) note(r kit.Rect, text string) {
	st := kit.Style{Size: v.size("body"), Color: v.Theme.Muted}
	if short := v.shorten(r, text, st); short != "…" {
		v.Text(r, short, st)
	}
}

// lookUpKeys is the key to what can be looked up, where there is anything.
func (v *view) lookUpKeys() []kit.Button {
	if v.f.shelf == nil {
		return nil
	}
	return []kit.Button{{ID: "lookup", Word: v.f.l("open"), Icon: "search", Look: kit.Offered, Held: v.held == "lookup"}}
}

// beneath draws keys at the foot of r, one below the other where there is room, and returns what is left above.
func (v *view) beneath(r kit.Rect, keys []kit.Button) (rest kit.Rect) {
	if len(keys) == 0 {
		return r
	}
	gap := v.mm(kit.GapMM)
	if v.Geometry.Portrait() || len(keys) == 1 {
		row, rest := r.Bottom(float64(len(keys))*v.mm(24)+float64(len(keys)-1)*gap, v.mm(6))
		for i, cell := range row.Grid(1, len(keys), gap) {
			v.Button(cell, v.fitting(cell, keys[i]))
		}
		return rest
	}
	row, rest := r.Bottom(v.mm(24), v.mm(6))
	left, right := row.Left((row.W-gap)/2, gap)
	if !v.FitsButton(left, keys[0]) { // the other has a shorter word
		left, right = row.Left(row.W*0.66, gap)
	}
	v.Button(left, keys[0])
	v.Button(right, v.fitting(right, keys[1]))
	return rest
}

// fitting is the key to what can be looked up with the longest word that fits.
func (v *view) fitting(r kit.Rect, b kit.Button) kit.Button {
	if b.ID == "lookup" && !v.FitsButton(r, b) {
		b.Word = v.f.l("open-short")
	}
	return b
}

// searchTile is 1 where the services can also be searched, else 0.
func (v *view) searchTile() int {
	if v.f.shelf == nil {
		return 0
	}
	return 1
}

// searchKey is the tile that stands before those of the services.
func (v *view) searchKey(r kit.Rect) {
	v.Button(r, kit.Button{ID: "search", Word: v.f.l("search-tile"), Icon: "search", Look: kit.Offered, Held: v.held == "search"})
}
