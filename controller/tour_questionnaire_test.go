package controller

import "motcua/internal/center"

// questionnaires reads what is asked, and one version once more.
func (o *tour) questionnaires() {
	usual := center.UsualQuestionnaire()
	o.want(200, "", "", "GET /questionnaires", "")
	o.want(200, "", "", "GET /questionnaires/"+usual.Version(), "")
	o.want(304, "", "", "GET /questionnaires/"+usual.Version(), "", `If-None-Match: "`+usual.Version()+`"`)
	o.want(404, "questionnaire-unknown", "", "GET /questionnaires/hai-long@00000000", "")
}
