package web

import (
	"net/http"

	"motcua/internal/i18n"
)

// screen is one link of the start page.
type screen struct {
	URL, Icon, Name, Hint string
}

type screens struct {
	Title string
	Links []screen
}

func (p *pages) home(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.home")
	pg.Data = p.screens(pg, "/")
	p.show(w, r, http.StatusOK, "home.html", pg)
}

// screens lists what the session may open beside the page here, people's pages first.
func (p *pages) screens(pg *page, here string) []screens {
	var desks, machines, more []screen
	add := func(list *[]screen, url, icon, name, hint string, roles ...string) {
		if url != here && pg.Who.has(roles...) {
			*list = append(*list, screen{url, icon, name, hint})
		}
	}
	staff := "/staff"
	if pg.Who.Counter != "" {
		staff += "/" + string(pg.Who.Counter)
	}
	add(&desks, staff, "counter", pg.T("page.staff"), pg.T("page.staff-hint"), RoleStaff)
	add(&desks, "/greeter", "help", pg.T("page.greeter"), pg.T("page.greeter-hint"), RoleGreeter)
	add(&desks, "/manager", "people", pg.T("page.manager"), pg.T("page.manager-hint"), RoleManager, RoleInspector)
	if p.Reports != nil {
		add(&desks, "/reports", "collect", pg.T("page.reports"), pg.T("page.reports-hint"), RoleManager, RoleInspector)
		add(&desks, "/satisfaction", "advice", pg.T("satisfaction.title"), pg.T("satisfaction.hint"), RoleManager, RoleInspector)
	}
	if p.Cases != nil {
		add(&desks, "/comments", "advice", pg.T("cases.comments"), pg.T("cases.comments-hint"), RoleHandler)
		add(&more, "/y-kien", "advice", pg.T("cases.open"), pg.T("cases.open-hint"), RoleGreeter)
		add(&desks, "/cases", "advice", pg.T("cases.title"), pg.T("cases.hint"), CaseRoles...)
	}
	add(&desks, "/daybook", "search", pg.T("page.daybook"), pg.T("page.daybook-hint"), RoleManager, RoleInspector)
	add(&desks, "/settings", "clock", pg.T("config.title"), pg.T("config.hint"), RoleManager, RoleTechnician, RoleInspector)
	add(&desks, "/technician", "online", pg.T("page.technician"), pg.T("page.technician-hint"), RoleTechnician, RoleManager)
	if p.Record != nil {
		add(&desks, "/verify", "check", pg.T("verify.page"), pg.T("verify.page-hint"), RoleManager, RoleInspector, RoleTechnician)
	}
	add(&desks, "/accounts", "person", pg.T("accounts.title"), pg.T("accounts.hint"), RoleManager)
	add(&desks, "/inspections", "search", pg.T("inspect.title"), pg.T("inspect.hint"), RoleManager, RoleInspector)
	add(&desks, "/paper-ratings", "advice", pg.T("sheet.title"), pg.T("sheet.hint"), RoleGreeter, RoleHandler)
	if p.Lookup != nil {
		add(&desks, "/lookup", "search", pg.T("lookup.page"), pg.T("page.lookup-hint"), RoleStaff, RoleGreeter, RoleManager, RoleInspector, RoleTechnician)
	}
	for _, k := range pg.Center.Kiosks {
		add(&machines, "/screens/kiosk/"+string(k.ID), "touch", pg.T("page.kiosk", "id", k.ID), pg.T("page.kiosk-hint"), RoleKiosk)
	}
	for _, d := range pg.Center.Displays {
		name := pg.T("page.hall", "id", d.ID)
		if d.Counter != "" {
			name = pg.T("page.counter-display", "id", d.ID, "counter", d.Counter)
		}
		add(&machines, "/screens/display/"+string(d.ID), "online", name, pg.T("page.display-hint"), RoleDisplay)
	}
	add(&machines, "/wall", "online", pg.T("page.wall"), pg.T("page.wall-hint"), RoleManager, RoleDisplay)
	for _, t := range pg.Center.Tablets {
		name := pg.T("page.tablet", "id", t.ID, "counter", t.Counter)
		if t.Shared() {
			name = pg.T("page.terminal", "id", t.ID)
		}
		add(&machines, "/survey/"+string(t.ID), "advice", name, pg.T("page.tablet-hint"), RoleTablet)
	}
	if p.Demo != nil {
		add(&more, "/demo", "printer", pg.T("page.demo-page"), pg.T("page.demo-hint"), RoleManager, RoleTechnician)
		add(&more, "/states?lang="+string(pg.Lang), "online", pg.T("states.link"), pg.T("states.link-hint"), RoleManager, RoleTechnician)
	}
	if p.Province {
		province := "/province/"
		if pg.Lang != i18n.VI {
			province += "?lang=" + string(pg.Lang)
		}
		add(&more, province, "home", pg.T("page.province"), pg.T("page.province-hint"), RoleManager, RoleInspector)
	}
	if p.Reports != nil {
		add(&more, "/me/figures", "collect", pg.T("own.title"), pg.T("own.hint"), RoleStaff, RoleGreeter)
	}
	add(&more, "/me", "person", pg.T("accounts.me"), pg.T("accounts.me-hint"), PeopleRoles...)
	all := []screens{{pg.T("page.people"), desks}, {pg.T("page.machines"), machines}, {pg.T("page.more"), more}}
	var filled []screens
	for _, s := range all {
		if len(s.Links) > 0 {
			filled = append(filled, s)
		}
	}
	return filled
}
