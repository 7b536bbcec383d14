package center

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"motcua/internal/i18n"
)

// Questionnaire is what citizens are asked, in their languages. The first of a
// center's that fits the service and the purpose of a leg is asked.
type Questionnaire struct {
	ID        string        `toml:"id" json:"id"`                       // hai-long
	Services  []ServiceCode `toml:"services" json:"services,omitempty"` // asked at legs of these; empty: all
	Purposes  []Purpose     `toml:"purposes" json:"purposes,omitempty"` // likewise
	Title     i18n.Text     `toml:"title" json:"title"`                 // for managers
	Question  i18n.Text     `toml:"question" json:"question"`           // "Ông/bà có hài lòng ...?"
	Levels    []i18n.Text   `toml:"levels" json:"levels"`               // 3, 4 or 5 wordings, from the least to the most satisfied
	Satisfied int           `toml:"satisfied" json:"satisfied"`         // levels from here on count as satisfied, the first being 1; 0: the best two
	WhyUpTo   int           `toml:"why_up_to" json:"why_up_to"`         // levels up to here are asked for reasons; 0: those below Satisfied
	Why       i18n.Text     `toml:"why" json:"why"`                     // "Điều gì làm ông/bà chưa hài lòng?"
	Reasons   []Reason      `toml:"reason" json:"reasons,omitempty"`    // empty: nobody is asked for reasons
	Items     []Item        `toml:"item" json:"items,omitempty"`        // further questions, on the second page
	Comment   bool          `toml:"comment" json:"comment,omitempty"`   // own words may be added
}

// Reason is one of the reasons that a dissatisfied citizen may choose.
type Reason struct {
	Code string    `toml:"code" json:"code"` // of ReasonCodes, or the center's own
	Text i18n.Text `toml:"text" json:"text"`
}

// Harassment is the reason that goes where the province wants it.
const Harassment = "harassment"

// ReasonCodes are the reasons that figures know, as the usual questionnaire has
// them; their texts are catalog entries "reason.<code>".
var ReasonCodes = []string{"attitude", "waiting", "unclear", "procedure", "trips", Harassment, "facilities", "other"}

// Item is a further question.
type Item struct {
	Code     string    `toml:"code" json:"code"`                   // by which answers are kept: result
	Measures string    `toml:"measures" json:"measures,omitempty"` // the figure that it feeds, of Measures; empty: its own alone
	Text     i18n.Text `toml:"text" json:"text"`
	Options  []Option  `toml:"option" json:"options,omitempty"`      // 2 to 5, answered with 1 for the first; empty: the questionnaire's levels
	AskUpTo  int       `toml:"ask_up_to" json:"ask_up_to,omitempty"` // asked where the overall level is at most this; 0: always
}

// Option is one answer to a further question.
type Option struct {
	Text   i18n.Text `toml:"text" json:"text"`
	Points int       `toml:"points" json:"points,omitempty"` // 0, 1 or 2 of TT 01/2018/TT-VPCP, where the item measures one of its indicators
}

// What an item can measure: satisfaction with the result and with the service of
// the official, as two figures; the indicators of TT 01/2018/TT-VPCP that a
// citizen can answer; the five factors of SIPAS (QĐ 1001/QĐ-BNV).
var Measures = []string{
	"result", "official", "tt01-1", "tt01-3", "tt01-4", "tt01-7",
	"sipas-access", "sipas-procedure", "sipas-official", "sipas-result", "sipas-handling",
}

// Pointed tells an item whose options have points.
func (i *Item) Pointed() bool { return strings.HasPrefix(i.Measures, "tt01-") }

// Choices is how many answers the item has in a questionnaire.
func (i *Item) Choices(q *Questionnaire) int {
	if len(i.Options) == 0 {
		return len(q.Levels)
	}
	return len(i.Options)
}

// Asked is the questionnaire without where it is asked: all that an answer means.
func (q *Questionnaire) Asked() Questionnaire {
	asked := *q
	asked.Services, asked.Purposes = nil, nil
	return asked
}

// Version names what is asked: the id, "@" and the first 8 hex digits of the
// SHA-256 of the JSON of Asked. Any change of a word is another version;
// asking it at another service is not.
func (q *Questionnaire) Version() string {
	raw, _ := json.Marshal(q.Asked()) // strings and numbers alone: it cannot fail
	sum := sha256.Sum256(raw)
	return q.ID + "@" + hex.EncodeToString(sum[:4])
}

// Fits tells whether the questionnaire is asked at legs of that service and purpose.
func (q *Questionnaire) Fits(service ServiceCode, purpose Purpose) bool {
	return (len(q.Services) == 0 || slices.Contains(q.Services, service)) && (len(q.Purposes) == 0 || slices.Contains(q.Purposes, purpose))
}

// Item returns the further question of that code.
func (q *Questionnaire) Item(code string) (*Item, bool) {
	i := slices.IndexFunc(q.Items, func(x Item) bool { return x.Code == code })
	if i < 0 {
		return nil, false
	}
	return &q.Items[i], true
}

// HasReason tells whether the questionnaire offers the reason of that code.
func (q *Questionnaire) HasReason(code string) bool {
	return slices.ContainsFunc(q.Reasons, func(r Reason) bool { return r.Code == code })
}

// QuestionnaireFor returns what is asked at a leg of that service and purpose,
// never nil.
func (c *Center) QuestionnaireFor(service ServiceCode, purpose Purpose) *Questionnaire {
	for i := range c.Questionnaires {
		if q := &c.Questionnaires[i]; q.Fits(service, purpose) {
			return q
		}
	}
	usual := UsualQuestionnaire()
	return &usual
}

// Questionnaire returns the configured questionnaire of that version.
func (c *Center) Questionnaire(version string) (*Questionnaire, bool) {
	for i := range c.Questionnaires {
		if q := &c.Questionnaires[i]; q.Version() == version {
			return q, true
		}
	}
	return nil, false
}

// defaultQuestionnaires fills in what is left out of questionnaires; without
// any the usual one is asked.
func (c *Center) defaultQuestionnaires() {
	if len(c.Questionnaires) == 0 {
		c.Questionnaires = []Questionnaire{UsualQuestionnaire()}
	}
	for i := range c.Questionnaires {
		q := &c.Questionnaires[i]
		set(&q.Satisfied, max(len(q.Levels)-1, 0))
		if len(q.Reasons) > 0 {
			set(&q.WhyUpTo, q.Satisfied-1)
			set(&q.Why, said("survey.reasons"))
		}
	}
}

// said is a text of the catalog in both languages.
func said(key string) i18n.Text {
	return i18n.Text{VI: i18n.T(i18n.VI, key), EN: i18n.T(i18n.EN, key)}
}
