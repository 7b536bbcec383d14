package kiosk

import (
	"slices"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

func (v *view) attract() {
	button, above := v.body.Bottom(v.body.H*0.54, v.mm(6))
	above, button = v.within(above, button)
	var keys []kit.Button
	if v.f.about.Appointments {
		keys = append(keys, kit.Button{ID: "appointment", Word: v.t("appointment"), Icon: "clock", Look: kit.Offered, Held: v.held == "appointment"})
	}
	button = v.beneath(button, append(keys, v.lookUpKeys()...))
	at := v.Text(above, v.t("welcome"), kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text})
	_, above = above.Top(at.H, v.mm(3))
	v.openings(above)
	ground := v.Theme.Action
	if v.held == "start" {
		ground = ui.Mix(v.Theme.Action, v.Theme.OnAction, 0.15)
	}
	v.Round(button, ground)
	in, align := button.Inset(v.mm(10)), kit.Start
	mark, text := in.Left(min(in.H, in.W*0.22), v.mm(10))
	if v.Geometry.Portrait() {
		mark, text = in.Top(in.H*0.45, v.mm(4))
		align = kit.Middle
	}
	v.Icon(mark, "touch", v.Theme.OnAction)
	v.Text(text, v.t("attract"), kit.Style{Size: v.size("head"), Bold: true, Color: v.Theme.OnAction, Align: align, Down: kit.Middle})
	v.Targets = append(v.Targets, kit.Target{ID: "start", Rect: button, Spoken: v.g("start")})
}

// openings says where and when numbers are given, and when that soon ends.
func (v *view) openings(r kit.Rect) {
	point, hours, size := v.f.board.Point.In(v.f.Lang), v.f.hours(), v.size("lead")
	if !v.Geometry.Portrait() {
		size = v.size("body")
	}
	if point != "" && v.Geometry.Portrait() {
		at := v.Text(r, point, kit.Style{Size: size, Color: v.Theme.Muted})
		_, r = r.Top(at.H, v.mm(4))
	}
	if soon := v.f.cutoff(); soon != "" {
		at := v.Text(r, soon, kit.Style{Size: size, Bold: true, Color: v.Theme.Warn})
		_, r = r.Top(at.H, v.mm(4))
	} else if hours != "" {
		at := v.Text(r, hours, kit.Style{Size: size, Color: v.Theme.Text})
		_, r = r.Top(at.H, v.mm(4))
	}
	if v.f.scans() && v.Geometry.Portrait() {
		v.Text(r, v.t("scan-hint"), kit.Style{Size: v.size("body"), Color: v.Theme.Text})
	}
}

// scans tells whether a scanner belongs to this kiosk.
func (f *Flow) scans() bool {
	return slices.ContainsFunc(f.board.Devices, func(d wire.DeviceStatus) bool {
		return d.Kind == "scanner" && d.Kiosk == f.Kiosk && d.State == wire.Present
	})
}

var purposeIcons = map[center.Purpose]string{center.Submit: "submit", center.Collect: "collect", center.Supplement: "supplement",
	center.Advice: "advice", center.OnlineHelp: "online", center.Fee: "fee"}

func (v *view) purpose() {
	rest := v.question(v.t("purpose"), v.f.note())
	tile := func(i int) kit.Button {
		p := center.Purposes[i]
		id := "purpose:" + string(p)
		return kit.Button{ID: id, Word: i18n.T(v.f.Lang, "purpose."+string(p)), Icon: purposeIcons[p], Look: kit.Offered, Held: v.held == id}
	}
	fits := func(cell kit.Rect) bool {
		for i := range center.Purposes {
			if !v.FitsButton(cell, tile(i)) {
				return false
			}
		}
		return true
	}
	v.paged(len(center.Purposes), func(page, pages int) kit.Rect {
		if pages > 1 {
			return v.pager(rest, page, pages)
		}
		return rest
	}, fits, func(cell kit.Rect, i int) { v.Button(cell, tile(i)) })
}

func (v *view) columns() int {
	if v.Geometry.Portrait() {
		return 2
	}
	return 3
}

func (v *view) services() {
	offers := v.f.Offers()
	title := v.t("service")
	if v.f.Wish.Request.Instead != "" {
		title = v.t("service-other")
	}
	if len(offers) == 0 {
		v.Text(v.serviceHead(title, 0, 1), v.t("no-service"), kit.Style{Size: v.size("lead"), Color: v.Theme.Muted})
		return
	}
	fits := func(cell kit.Rect) bool {
		_, name := v.serviceParts(cell)
		return !slices.ContainsFunc(offers, func(s center.Service) bool { return !v.Fits(name, s.Name.In(v.f.Lang), v.nameStyle()) })
	}
	first := v.searchTile()
	v.paged(len(offers)+first, func(page, pages int) kit.Rect { return v.serviceHead(title, page, pages) }, fits, func(cell kit.Rect, i int) {
		if i -= first; i < 0 {
			v.searchKey(cell)
			return
		}
		id := "service:" + string(offers[i].Code)
		if full, ok := v.f.about.Full[offers[i].Code]; ok {
			v.fullTile(cell, id, offers[i], full)
			return
		}
		v.serviceTile(cell, id, offers[i])
	})
}

// serviceParts are the line of a service's tile that says how its queue stands, and the place of its name.
func (v *view) serviceParts(r kit.Rect) (line, name kit.Rect) {
	pad := v.mm(2)
	if v.Geometry.Portrait() {
		pad = v.mm(3)
	}
	return r.InsetXY(v.mm(4), pad).Bottom(v.size("small")*1.3, v.mm(1))
}

func (v *view) nameStyle() kit.Style {
	return kit.Style{Size: v.size("lead"), Least: v.Geometry.Call(), Bold: true, Color: v.Theme.Text, Down: kit.Middle, Essential: true}
}

// serviceHead writes the question and the way to other pages: below the tiles,
// or on a landscape screen, which has no room there, beside the question.
func (v *view) serviceHead(title string, page, pages int) (rest kit.Rect) {
	if v.Geometry.Portrait() || v.f.Low {
		rest = v.question(title, v.f.note())
		if pages > 1 {
			rest = v.pager(rest, page, pages)
		}
		return rest
	}
	note, size, below := v.f.note(), v.size("title"), 0.0
	if note != "" {
		size, below = v.size("lead"), v.size("small")*1.25
	}
	head, rest := v.body.Top(max(v.mm(kit.TargetMM+3), size*1.2+below), v.mm(kit.GapMM))
	if pages > 1 {
		var turn kit.Rect
		turn, head = head.Right(head.W*0.4, v.mm(kit.GapMM))
		turn, _ = turn.Bottom(v.mm(kit.TargetMM+2), 0) // apart from the guard's corner
		v.turns(turn, page, pages)
	}
	tell, head := head.Bottom(below, 0)
	v.Text(tell, note, kit.Style{Size: v.size("small"), Color: v.Theme.Muted, Lines: 1})
	v.Text(head, title, kit.Style{Size: size, Bold: true, Color: v.Theme.Text, Down: kit.Middle, Essential: true})
	return rest
}

// serviceTile is a service to choose, and how its queue stands.
func (v *view) serviceTile(r kit.Rect, id string, s center.Service) {
	word, icon, tone := v.f.tile(s.Code)
	if word == "" {
		v.Button(r, kit.Button{ID: id, Word: s.Name.In(v.f.Lang), Look: kit.Offered, Held: v.held == id})
		return
	}
	ground, edge, width := v.Theme.Surface, v.Theme.Edge, v.mm(0.4)
	if v.held == id {
		ground, edge, width = v.Theme.ActionSoft, v.Theme.Action, v.mm(0.8)
	}
	v.Round(r, ground)
	v.Border(r, edge, width)
	v.serviceWords(r, id, s, v.Theme.Text, word, icon, v.Theme.Ink(tone))
}

// fullTile is a service that gives no more numbers today: gray, and it says so
// before anybody chooses it.
func (v *view) fullTile(r kit.Rect, id string, s center.Service, full wire.Full) {
	v.Round(r, v.Theme.StaleSoft)
	if v.held == id {
		v.Border(r, v.Theme.Stale, v.mm(0.8))
	}
	word := v.t("full-short-unknown")
	if full.Until != nil {
		local := full.Until.In(center.Zone)
		word = v.t("full-short", "time", i18n.Clock(local), "day", local.Format("02/01"))
	}
	v.serviceWords(r, id, s, v.Theme.Stale, word, "closed", v.Theme.Stale)
}

// serviceWords writes a service's name and, below it, a line about its queue.
func (v *view) serviceWords(r kit.Rect, id string, s center.Service, ink ui.Color, word, icon string, tone ui.Color) {
	line, name := v.serviceParts(r)
	style := v.nameStyle()
	style.Color = ink
	v.Text(name, s.Name.In(v.f.Lang), style)
	style = kit.Style{Size: v.size("small"), Color: tone, Down: kit.Middle, Lines: 1}
	if mark, beside := line.Left(style.Size, v.mm(2)); v.Fits(beside, word, style) {
		v.Icon(mark, icon, tone)
		line = beside
	}
	v.Text(line, word, style)
	v.Target(id, r)
}

// full says until when a service gives no numbers.
func (v *view) full() {
	code := v.f.Wish.Request.Service
	name := v.f.service(code).Name.In(v.f.Lang)
	full := v.f.about.Full[code]
	if full.Until == nil {
		v.message(v.body, "clock", ui.Aged, v.t("full", "service", name), v.t("help-where"))
		return
	}
	local := full.Until.In(center.Zone)
	v.message(v.body, "clock", ui.Aged, v.t("full", "service", name), v.t("full-until", "time", i18n.Clock(local), "date", i18n.Date(v.f.Lang, local)))
}

// pager draws the way to the other pages below the tiles.
func (v *view) pager(r kit.Rect, page, pages int) kit.Rect {
	row, rest := r.Bottom(v.mm(kit.TargetMM), v.mm(kit.GapMM))
	v.turns(row, page, pages)
	return rest
}

// turns are the keys to the page before and the one after, and which page this is.
func (v *view) turns(row kit.Rect, page, pages int) {
	share := 0.36
	if !v.Geometry.Portrait() {
		share = 0.42
	}
	prev, row := row.Left(row.W*share, v.mm(kit.GapMM))
	next, mid := row.Right(prev.W, v.mm(kit.GapMM))
	if page > 0 {
		v.Button(prev, kit.Button{ID: "page:prev", Word: v.t("page-before"), Icon: "back", Held: v.held == "page:prev"})
	}
	if page < pages-1 {
		v.Button(next, kit.Button{ID: "page:next", Word: v.t("page-after"), Icon: "next", Held: v.held == "page:next"})
	}
	word := v.t("page", "page", page+1, "pages", pages)
	if !v.Geometry.Portrait() {
		word = v.t("page-short", "page", page+1, "pages", pages)
	}
	v.Text(mid, word, kit.Style{Size: v.size("small"), Color: v.Theme.Muted, Align: kit.Middle, Down: kit.Middle})
}

func (v *view) working() {
	v.message(v.body, "ticket", ui.Pressing, v.t("working"), v.t("working-wait"))
}

func (v *view) refused() {
	sentence, next := v.f.reason(), v.t("desk")
	switch {
	case sentence == "":
		sentence, next = v.t("cannot-issue"), v.t("away-retry")
	case v.f.Wish.Request.Instead != "": // in vain again
		v.message(v.body, "warning", ui.Wrong, sentence, v.t("kept", "number", v.f.Old.Number))
		return
	case v.f.code == "service-full" && v.f.Wish.Request.Appointment == "":
		button, rest := v.body.Bottom(v.mm(24), v.mm(6))
		v.message(rest, "clock", ui.Aged, sentence, "")
		v.Button(button, kit.Button{ID: "elsewhere", Word: v.t("service-other"), Look: kit.Offered, Middle: true, Held: v.held == "elsewhere"})
		return
	}
	button, rest := v.body.Bottom(v.mm(24), v.mm(6))
	v.message(rest, "warning", ui.Wrong, sentence, next)
	v.Button(button, kit.Button{ID: "retry", Word: v.t("retry"), Look: kit.Offered, Middle: true, Held: v.held == "retry"})
}

func (v *view) closed() {
	next := v.t("closed-unknown")
	if at := v.f.board.NextOpen; at != nil {
		local := at.In(center.Zone)
		next = v.t("closed-until", "time", i18n.Clock(local), "date", i18n.Date(v.f.Lang, local))
	}
	if hours := v.f.hours(); hours != "" {
		next += "\n" + hours
	} else if v.f.about.Hours != nil {
		next += "\n" + v.t("hours-none")
	}
	v.message(v.beneath(v.body, v.lookUpKeys()), "clock", ui.Aged, v.t("closed"), next)
}

// stopped says where to go; why no number can be given, the technician's page tells.
func (v *view) stopped() {
	v.message(v.body, "warning", ui.Wrong, v.t("cannot-issue"), "")
}

func (v *view) away() {
	if v.f.heard.IsZero() && v.f.now.Sub(v.f.entered) < contact {
		v.message(v.body, "clock", ui.Pressing, v.t("starting"), "")
		return
	}
	v.message(v.body, "offline", ui.Aged, v.t("cannot-issue"), v.t("away"))
}
