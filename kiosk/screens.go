package kiosk

import (
	"slices"
	"strings"
	"unicode"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

func (v *view) attract() {
	button, above := v.body.Bottom(v.body.H*0.54, v.mm(6))
	if v.f.about.Appointments {
		var booked kit.Rect
		booked, button = button.Bottom(v.mm(24), v.mm(6))
		v.Button(booked, kit.Button{ID: "appointment", Word: v.t("appointment"), Icon: "clock", Look: kit.Offered, Held: v.held == "appointment"})
	}
	at := v.Text(above, v.t("welcome"), kit.Style{Size: v.size("title"), Bold: true, Color: v.Theme.Text})
	_, above = above.Top(at.H, v.mm(3))
	at = v.Text(above, v.f.board.Point.In(v.f.Lang), kit.Style{Size: v.size("lead"), Color: v.Theme.Muted})
	if _, above = above.Top(at.H, v.mm(4)); v.f.scans() && v.Geometry.Portrait() {
		v.Text(above, v.t("scan-hint"), kit.Style{Size: v.size("body"), Color: v.Theme.Text})
	}
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
	v.Target("start", button)
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
	rest := v.question(v.t("purpose"), "")
	cols, rows := v.columns(), 6/v.columns()
	for i, cell := range rest.Grid(cols, rows, v.mm(kit.GapMM)) {
		p := center.Purposes[i]
		id := "purpose:" + string(p)
		v.Button(cell, kit.Button{ID: id, Word: i18n.T(v.f.Lang, "purpose."+string(p)), Icon: purposeIcons[p], Look: kit.Offered, Held: v.held == id})
	}
}

func (v *view) columns() int {
	if v.Geometry.Portrait() {
		return 2
	}
	return 3
}

// perPage is how many services one page offers: 8 on a portrait screen, 6 on a landscape one.
func (v *view) perPage() int {
	if v.Geometry.Portrait() {
		return 8
	}
	return 6
}

func (v *view) services() {
	offers := v.f.Offers()
	per := v.perPage()
	pages := max(1, (len(offers)+per-1)/per)
	page := min(max(v.f.Page, 0), pages-1)
	note := ""
	if v.f.Dossier != "" {
		note = v.t("dossier", "dossier", v.f.Dossier)
	}
	rest := v.question(v.t("service"), note)
	if len(offers) == 0 {
		v.Text(rest, v.t("no-service"), kit.Style{Size: v.size("lead"), Color: v.Theme.Muted})
		return
	}
	if pages > 1 {
		rest = v.pager(rest, page, pages)
	}
	cells := rest.Grid(v.columns(), per/v.columns(), v.mm(kit.GapMM))
	for i, s := range offers[page*per : min((page+1)*per, len(offers))] {
		id := "service:" + string(s.Code)
		if full, ok := v.f.about.Full[s.Code]; ok {
			v.fullTile(cells[i], id, s, full)
			continue
		}
		v.Button(cells[i], kit.Button{ID: id, Word: s.Name.In(v.f.Lang), Look: kit.Offered, Held: v.held == id})
	}
}

// fullTile is a service that gives no more numbers today: gray, and it says so
// before anybody chooses it.
func (v *view) fullTile(r kit.Rect, id string, s center.Service, full wire.Full) {
	v.Round(r, v.Theme.StaleSoft)
	if v.held == id {
		v.Border(r, v.Theme.Stale, v.mm(0.8))
	}
	in := r.InsetXY(v.mm(6), v.mm(2))
	word := v.t("full-short-unknown")
	if full.Until != nil {
		local := full.Until.In(center.Zone)
		word = v.t("full-short", "time", i18n.Clock(local), "day", local.Format("02/01"))
	}
	name, note := in.Top(in.H*0.52, v.mm(1))
	v.Text(name, s.Name.In(v.f.Lang), kit.Style{Size: v.size("lead"), Least: v.Geometry.Least(), Bold: true, Color: v.Theme.Stale, Down: kit.End})
	v.Text(note, word, kit.Style{Size: v.size("small"), Least: v.Geometry.Least(), Color: v.Theme.Stale})
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
	prev, row := row.Left(row.W*0.36, v.mm(kit.GapMM))
	next, mid := row.Right(prev.W, v.mm(kit.GapMM))
	if page > 0 {
		v.Button(prev, kit.Button{ID: "page:prev", Word: v.t("page-before"), Icon: "back", Held: v.held == "page:prev"})
	}
	if page < pages-1 {
		v.Button(next, kit.Button{ID: "page:next", Word: v.t("page-after"), Icon: "next", Held: v.held == "page:next"})
	}
	v.Text(mid, v.t("page", "page", page+1, "pages", pages), kit.Style{Size: v.size("small"), Color: v.Theme.Muted, Align: kit.Middle, Down: kit.Middle})
	return rest
}

func (v *view) priority() {
	rest := v.question(v.t("priority"), v.groups())
	cells := rest.Grid(2, 1, v.mm(kit.GapMM*2))
	for i, answer := range []string{"yes", "no"} {
		cell, id := cells[i], "priority:"+answer
		cell.H = min(cell.H, v.mm(60))
		v.Button(cell, kit.Button{ID: id, Word: v.t(answer), Look: kit.Offered, Size: v.size("title"), Middle: true, Held: v.held == id})
	}
}

// groups names who has priority, as the center has configured.
func (v *view) groups() string {
	var names []string
	for _, g := range v.f.about.Priority.Groups {
		names = append(names, i18n.T(v.f.Lang, "priority."+g))
	}
	sentence := []rune(strings.Join(names, ", ") + ".")
	sentence[0] = unicode.ToUpper(sentence[0])
	return string(sentence)
}

func (v *view) working() {
	v.message(v.body, "ticket", ui.Pressing, v.t("working"), v.t("working-wait"))
}

func (v *view) refused() {
	sentence, next := v.f.reason(), v.t("desk")
	if sentence == "" {
		sentence, next = v.t("cannot-issue"), v.t("away-retry")
	}
	button, rest := v.body.Bottom(v.mm(24), v.mm(6))
	v.message(rest, "warning", ui.Wrong, sentence, next)
	v.Button(button, kit.Button{ID: "retry", Word: v.t("retry"), Look: kit.Offered, Middle: true, Held: v.held == "retry"})
}

func (v *view) help() {
	v.message(v.body, "person", ui.Pressing, v.t("help-where"), v.t("help-what"))
}

func (v *view) closed() {
	next := v.t("closed-unknown")
	if at := v.f.board.NextOpen; at != nil {
		local := at.In(center.Zone)
		next = v.t("closed-until", "time", i18n.Clock(local), "date", i18n.Date(v.f.Lang, local))
	}
	v.message(v.body, "clock", ui.Aged, v.t("closed"), next)
}

func (v *view) stopped() {
	sentence := v.t("cannot-issue")
	if key := "fault." + v.f.board.Trouble; i18n.Has(key) {
		sentence = i18n.T(v.f.Lang, key)
	}
	v.message(v.body, "warning", ui.Wrong, sentence, "")
}

func (v *view) away() {
	if v.f.heard.IsZero() && v.f.now.Sub(v.f.entered) < contact {
		v.message(v.body, "clock", ui.Pressing, v.t("starting"), "")
		return
	}
	v.message(v.body, "offline", ui.Aged, v.t("cannot-issue"), v.t("away"))
}
