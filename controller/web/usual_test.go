package web_test

import "motcua/internal/center"

// usualVersion is that of the questionnaire of a center that configures none.
func usualVersion() string { q := center.UsualQuestionnaire(); return q.Version() }
