package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// seat is who sits at a counter, and the other counter that the same official
// runs: the page's address remembers it as ?other=2.
type seat struct {
	Me     string         // id of who reads
	Other  *wire.Counter  // nil: none
	Next   *wire.Ticket   // whom Other would call
	Go     string         // address of Other, which remembers this one
	Only   string         // address of this counter alone
	Choice []wire.Counter // that may become the other one
}

// otherOf is the counter that an open page's address names beside its own, "" for none.
func otherOf(u *url.URL) center.CounterID { return center.CounterID(u.Query().Get("other")) }

// seated tells whether an official is signed on.
func seated(staff []wire.Official, id string) bool {
	return id != "" && slices.ContainsFunc(staff, func(o wire.Official) bool { return o.ID == id })
}

// seat reads it for the counter id.
func (p *pages) seat(pg *page, id center.CounterID) seat {
	s := seat{Me: pg.Who.ID, Only: pg.URL.Path + "?other="}
	for i := range pg.Board.Counters {
		c := &pg.Board.Counters[i]
		switch desk, _ := p.Source.Desk(c.ID); {
		case c.ID == id:
		case c.ID == otherOf(pg.URL):
			s.Other, s.Next = c, desk.Next
			s.Go = beside(strings.Replace(pg.URL.Path, "/staff/"+string(id), "/staff/"+string(c.ID), 1), id)
		case pg.pass == nil && (pg.Who.Counter == "" || pg.Who.Counter == c.ID || seated(desk.Staff, pg.Who.ID)):
			s.Choice = append(s.Choice, *c)
		}
	}
	return s
}

// beside is a console's address that remembers another counter.
func beside(path string, other center.CounterID) string {
	return path + "?" + url.Values{"other": {string(other)}}.Encode()
}

// secondSeat is where to lead who opens a counter's page and sits at another
// counter too, "" for nowhere.
func (p *pages) secondSeat(pg *page, r *http.Request, id center.CounterID) string {
	if pg.pass != nil || len(r.URL.RawQuery) > 0 {
		return ""
	}
	for _, c := range pg.Board.Counters {
		if desk, _ := p.Source.Desk(c.ID); c.ID != id && seated(desk.Staff, pg.Who.ID) {
			return beside(r.URL.Path, c.ID)
		}
	}
	return ""
}
