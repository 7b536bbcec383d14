package center

// UsualQuestionnaire is what a center asks that configures nothing: five levels
// (QĐ 1001/QĐ-BNV) and the usual reasons.
func UsualQuestionnaire() Questionnaire {
	q := scale("hai-long", "survey.level-1", "survey.level-2", "survey.level-3", "survey.level-4", "survey.level-5")
	q.Satisfied, q.WhyUpTo = 4, 3
	return q
}

// ReadyQuestionnaires are those that a manager can begin with, the usual first:
// scales of five, four and three levels; one for who collects a result, with
// the indicators of TT 01/2018/TT-VPCP; a short form of the factors of SIPAS.
func ReadyQuestionnaires() []Questionnaire {
	four := scale("hai-long-4", "survey.level-2", "survey.level-3", "survey.level-4", "survey.level-5")
	four.Satisfied, four.WhyUpTo = 3, 2
	three := scale("hai-long-3", "questionnaire.not-satisfied", "survey.level-4", "survey.level-5")
	three.Satisfied, three.WhyUpTo = 2, 1
	return []Questionnaire{UsualQuestionnaire(), four, three, resultQuestionnaire(), sipasQuestionnaire()}
}

// scale is a questionnaire with the usual words and these levels.
func scale(id string, levels ...string) Questionnaire {
	q := Questionnaire{ID: id, Title: said("questionnaire.title-" + id), Question: said("survey.question"), Why: said("survey.reasons")}
	for _, key := range levels {
		q.Levels = append(q.Levels, said(key))
	}
	for _, code := range ReasonCodes {
		q.Reasons = append(q.Reasons, Reason{code, said("reason." + code)})
	}
	return q
}

// resultQuestionnaire is for who collects a result: the dossier is finished then.
func resultQuestionnaire() Questionnaire {
	q := UsualQuestionnaire()
	q.ID, q.Title, q.Question = "ket-qua", said("questionnaire.title-ket-qua"), said("questionnaire.ask-dossier")
	q.Purposes = []Purpose{Collect}
	q.Items = []Item{
		item("result", "result"), item("official", "official"),
		item("tt01-1", "tt01-1", 2, 1, 0), item("tt01-3", "tt01-3", 2, 1, 0), item("tt01-4", "tt01-4", 2, 1, 0),
		item("tt01-7", "tt01-7", 1, 0), // 1: no complaint; whether it is worth 2 tells the date of the result
	}
	return q
}

// sipasQuestionnaire asks about each factor of SIPAS in one question. A sample
// survey of the ministry has many more: its figures are not SIPAS.
func sipasQuestionnaire() Questionnaire {
	q := UsualQuestionnaire()
	q.ID, q.Title, q.Question = "nam-yeu-to", said("questionnaire.title-nam-yeu-to"), said("questionnaire.ask-dossier")
	q.Purposes = []Purpose{Collect}
	for _, factor := range []string{"access", "procedure", "official", "result", "handling"} {
		q.Items = append(q.Items, item(factor, "sipas-"+factor))
	}
	return q
}

// item is a further question of the catalog. With points it has one option for
// each, else the levels of its questionnaire.
func item(code, measures string, points ...int) Item {
	key := "questionnaire.item-" + measures
	x := Item{Code: code, Measures: measures, Text: said(key)}
	for i, p := range points {
		x.Options = append(x.Options, Option{said(key + "-" + string(rune('1'+i))), p})
	}
	return x
}
