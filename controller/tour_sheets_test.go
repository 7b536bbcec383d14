package controller

import (
	"strings"

	"motcua/internal/center"
)

// aSheet is a sheet of paper that was printed just now, as somebody types it in.
func (o *tour) aSheet(counter, answers string) string {
	return `{"sheet":"` + o.h.engine.Sheets(1)[0] + `","counter":"` + counter + `","day":"` + string(center.DayOf(o.h.now.read().Wall)) + `",` + answers + `}`
}

// sheets types in answers on paper.
func (o *tour) sheets() {
	call, plain, day := "POST /ratings/paper", `"answers":{"overall":2}`, string(center.DayOf(o.h.now.read().Wall))
	asked := spoken()
	own := `"questionnaire":"` + asked.Version() + `","answers":{"overall":1,"comment":"`
	o.want(403, "role", "staff", call, o.aSheet("1", plain))
	o.want(404, "sheet-unknown", "greeter", call, `{"sheet":"guess","day":"`+day+`",`+plain+`}`)
	o.want(422, "counter-unknown", "greeter", call, o.aSheet("99", plain))
	o.want(422, "sheet-day", "greeter", call, strings.Replace(o.aSheet("2", plain), day, "2026-01-01", 1))
	for code, answers := range map[string]string{
		"rating-level": `"answers":{"overall":6}`, "rating-reason": `"answers":{"overall":1,"reasons":["mood"]}`, "rating-item": `"answers":{"overall":1,"items":{"mood":1}}`,
		"rating-comment": `"answers":{"overall":1,"comment":"a"}`, "text-empty": own + `\u200b"}`, "text-long": own + strings.Repeat("a", 1001) + `"}`,
		"rating-version": `"questionnaire":"hai-long@00000000","answers":{"overall":1}`,
	} {
		o.want(422, code, "greeter", call, o.aSheet("2", answers))
	}
	sheet := o.aSheet("2", plain)
	o.want(201, "", "greeter", call, sheet, "Idempotency-Key: sheet")
	o.want(409, "sheet-entered", "greeter", call, sheet)
	o.want(422, "key-reused", "greeter", call, o.aSheet("2", plain), "Idempotency-Key: sheet")
}
