package survey

import "net/http"

// preview is the page of a tablet as it asks a questionnaire that nobody is
// asked yet: the configuration page holds it in a frame and tells it the draft.
// It sends no answer to anybody.
func (s *server) preview(w http.ResponseWriter, r *http.Request) {
	v := s.view("")
	if s.Drafts == nil || !s.Drafts(r) || len(v.Center.Counters) == 0 {
		http.NotFound(w, r)
		return
	}
	v.Script, v.Counter = "preview", &v.Center.Counters[0]
	w.Header().Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; object-src 'none'")
	s.write(w, v, http.StatusOK)
}
