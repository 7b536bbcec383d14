package web

import (
	"net/http"

	"motcua/internal/wire"
)

// Record is what the page about the log's soundness reads: verifications, and
// who else is told of the log.
type Record interface {
	// Verification is the newest one.
	Verification() wire.Verification
	// Hooks is how the programs elsewhere stand that are told what happens.
	Hooks() wire.Hooks
}

// recordView is the log as somebody sees it who must be able to trust it.
type recordView struct {
	wire.Verification
	Hooks []wire.Hook
	Done  int  // percent of a verification that runs
	May   bool // try the programs that are told
	Slip  bool // a closing slip can be printed again
}

// verifications are the routes of the page.
func (p *pages) verifications(mux *http.ServeMux) {
	if p.Record != nil {
		mux.HandleFunc("GET /verify", p.need(p.verify, RoleManager, RoleInspector, RoleTechnician))
	}
}

func (p *pages) verify(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "verify.page")
	v := recordView{Verification: p.Record.Verification(), Hooks: p.Record.Hooks().Hooks, May: pg.Who.has(RoleManager, RoleTechnician)}
	if v.Total > 0 {
		v.Done = int(100 * v.Verification.Done / v.Total)
	}
	v.Slip = pg.Center.Closing.Printer != "" && len(v.Heads) > 0 && pg.Who.has(RoleManager)
	pg.Data = v
	p.show(w, r, http.StatusOK, "verify.html", pg)
}

// Entry is the number of an entry as people read it.
func (p *page) Entry(seq int64) string { return p.Int(int(seq)) }

// HookCause is why a program elsewhere takes nothing, in words.
func (p *page) HookCause(cause string) string { return p.T("verify.hook-" + cause) }
