package web

import (
	"net/http"

	"motcua/internal/rating"
	"motcua/internal/wire"
)

// moreView is what stands behind the manager's console: the day so far.
type moreView struct {
	Today    wire.Today
	Within   share
	Happy    share // of the answers, "satisfied" and better
	Harassed share
	Link     Link
	May      bool // act, not only look

	Book        Book
	Latest      []wire.BookedCall // newest first
	Calls       int               // that were not taken back
	ByHand      int               // of these
	Books       bool              // appointments can be booked
	Contingents []contingent
	Policies    []policy
	Notices     *noticeLog // nil: none are sent
	Devices     devicesView
	Cases       *wire.CasePeriod // of this year, as far as the reader may know; nil: none were opened
}

// share is a part with its denominator; a share of too few is not shown.
type share struct {
	Of    float64
	N     int
	Shown bool
}

func (p *pages) more(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "page.manager-more")
	today := p.Source.Today()
	v := moreView{Today: today, Link: p.Source.Link(), May: pg.Who.has(RoleManager)}
	v.Within = shareOf(today.Within15, today.Legs+today.LeftAfter, 1)
	if f := today.Ratings; f != nil {
		v.Happy = shareOf(f.Satisfied, f.N, rating.LeastBatch)
		v.Harassed = shareOf(f.Harassment, f.N, rating.LeastBatch)
	}
	p.ruled(pg, &v)
	v.Cases = p.casesOf(pg)
	v.Devices = pg.devices()
	pg.Data = v
	p.show(w, r, http.StatusOK, "managermore.html", pg)
}

func shareOf(part, n, least int) share {
	if n < least {
		return share{N: n}
	}
	return share{float64(part) / float64(n), n, true}
}
