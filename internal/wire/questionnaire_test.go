package wire_test

import (
	"motcua/internal/center"
	"motcua/internal/wire"
)

// publishedExample is the usual questionnaire with a further question.
func publishedExample() wire.QuestionnaireData {
	all := center.ReadyQuestionnaires()
	q := all[0]
	q.Items, q.Comment = all[3].Items[1:3], true
	q.Items[0].AskUpTo = 3
	return wire.QuestionnaireData{ID: q.ID, Version: q.Version(), Content: q.Asked()}
}
