package wire

import (
	"time"

	"motcua/internal/center"
)

// QuestionnaireData is a version of a questionnaire, which never changes. The log
// has each version once, so that it alone says what every answer in it meant.
type QuestionnaireData struct {
	ID      string               `json:"id"`
	Version string               `json:"version"` // id, "@" and 8 hex digits: see center.Questionnaire.Version
	Content center.Questionnaire `json:"content"` // without where it is asked
}

// Questionnaires is every version that was ever asked here, the newest first.
type Questionnaires struct {
	Questionnaires []Questionnaire `json:"questionnaires"`
}

// Questionnaire is one version, with how it stands now.
type Questionnaire struct {
	QuestionnaireData
	Since    time.Time            `json:"since"`              // first asked
	InForce  bool                 `json:"in_force"`           // it is asked now
	Services []center.ServiceCode `json:"services,omitempty"` // where it is, empty: everywhere
	Purposes []center.Purpose     `json:"purposes,omitempty"` // likewise
}
