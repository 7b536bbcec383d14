package web

import (
	"net/http"
	"slices"
	"strings"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/i18n"
)

// settingsView is the configuration page: everything its script needs to make
// forms of the center's file.
type settingsView struct {
	Form settingsForm
	Tabs []settingsGroup
}

// settingsForm is what the script reads.
type settingsForm struct {
	Lang    i18n.Lang         `json:"lang"`
	May     bool              `json:"may"` // change, not only look
	Fields  []settingsField   `json:"fields"`
	Words   map[string]string `json:"words"`
	Layouts []center.Layout   `json:"layouts"` // that every center has
	Ready   []any             `json:"ready"`   // questionnaires to begin with
	Now     string            `json:"now"`     // today's date
}

// settingsField is a key with its words in the page's language.
type settingsField struct {
	Key      string           `json:"key"`
	Kind     config.Kind      `json:"kind"`
	Of       config.Kind      `json:"of,omitempty"`
	Optional bool             `json:"optional,omitempty"`
	Ref      string           `json:"ref,omitempty"`
	Name     string           `json:"name,omitempty"` // of a list of tables: the key that names each
	Label    string           `json:"label"`
	Hint     string           `json:"hint"`
	Choices  []settingsChoice `json:"choices,omitempty"`
	Fields   []settingsField  `json:"fields,omitempty"`
}

type settingsChoice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// settingsGroup is one part of the page: some of the file's tables.
type settingsGroup struct {
	Key, Label string
	Sections   []settingsSection
}

type settingsSection struct{ Key, Label string }

// settingsGroups say where each table stands. One that none names stands in the last.
var settingsGroups = []struct {
	key  string
	keys string
}{
	{"day", "hours"},
	{"work", "service counter"},
	{"order", "policy priority calling pause"},
	{"citizen", "remote appointments notices phone language"},
	{"survey", "questionnaire rating"},
	{"paper", "slip display layout voice closing"},
	{"devices", "kiosk printer tablet scanner bus unit lamp button digits ups cards selftest"},
	{"lookup", "procedure onestop"},
	{"people", "staff alerts target report access retention"},
	{"links", "uplink hook"},
	{"center", "center"},
	{"more", ""},
}

// sectionOf is the section in which a key of the file stands: those that are no
// tables are gathered.
func sectionOf(f config.Field) string {
	switch f.Kind {
	case config.KindTable, config.KindTables:
		return f.Key
	}
	if f.Key == "pause_reasons" {
		return "pause"
	}
	return "center"
}

func (p *pages) settings(w http.ResponseWriter, r *http.Request) {
	pg := p.page(w, r, "config.title")
	v := settingsView{Form: settingsForm{
		Lang: pg.Lang, May: pg.Who.has(RoleManager, RoleTechnician), Words: map[string]string{}, Layouts: center.BuiltIn, Now: string(center.DayOf(pg.Now)),
	}}
	v.Form.Ready = config.ReadyQuestionnaires()
	for _, key := range i18n.Keys("config.") {
		if name := strings.TrimPrefix(key, "config."); !strings.HasPrefix(name, "key.") && !strings.HasPrefix(name, "choice.") && !strings.HasPrefix(name, "effect-") {
			v.Form.Words[name] = pg.T(key, settingsBlanks...)
		}
	}
	form := config.Form()
	v.Form.Fields = worded(pg.Lang, form, "")
	v.Tabs = tabs(pg, form)
	pg.Data = v
	p.show(w, r, http.StatusOK, "settings.html", pg)
}

// settingsBlanks leave the places of a text to the script.
var settingsBlanks = []any{
	"n", "{n}", "time", "{time}", "name", "{name}", "what", "{what}", "value", "{value}", "why", "{why}",
}

// tabs are the groups with the sections that there are.
func tabs(pg *page, form []config.Field) (all []settingsGroup) {
	var left []string
	for _, f := range form {
		if s := sectionOf(f); !slices.Contains(left, s) {
			left = append(left, s)
		}
	}
	for _, g := range settingsGroups {
		group := settingsGroup{Key: g.key, Label: pg.T("config.group-" + g.key)}
		keys := strings.Fields(g.keys)
		if g.key == "more" {
			keys = left
		}
		for _, key := range keys {
			if i := slices.Index(left, key); i >= 0 {
				left = slices.Delete(slices.Clone(left), i, i+1)
				group.Sections = append(group.Sections, settingsSection{key, sectionLabel(pg, key)})
			}
		}
		if len(group.Sections) > 0 {
			all = append(all, group)
		}
	}
	return all
}

func sectionLabel(pg *page, key string) string {
	switch key {
	case "center":
		return pg.T("config.group-center")
	case "pause":
		return pg.T("config.key.pause_reasons")
	}
	return wordOf(pg.Lang, key, "")
}

// worded gives keys their words.
func worded(lang i18n.Lang, fields []config.Field, path string) []settingsField {
	var all []settingsField
	for _, f := range fields {
		at := strings.TrimPrefix(path+"."+f.Key, ".")
		x := settingsField{
			Key: f.Key, Kind: f.Kind, Of: f.Of, Optional: f.Optional, Ref: f.Ref, Name: config.NameKey(f.Fields),
			Label: wordOf(lang, at, ""), Hint: wordOf(lang, at, "-hint"), Fields: worded(lang, f.Fields, at),
		}
		for _, c := range f.Choices {
			x.Choices = append(x.Choices, settingsChoice{c, choiceOf(lang, at, c)})
		}
		all = append(all, x)
	}
	return all
}

// alike are tables with the keys of another.
var alike = strings.NewReplacer("service.policy.", "policy.", "service.slip.", "slip.", "notices.sms.", "gateway.", "notices.zns.", "gateway.")

// wordOf is the label of a key, or with "-hint" its hint; the key itself where there is none.
func wordOf(lang i18n.Lang, path, suffix string) string {
	for _, p := range []string{alike.Replace(path), strings.TrimPrefix(path, "service.")} {
		if key := "config.key." + p + suffix; i18n.Has(key) {
			return i18n.T(lang, key)
		}
	}
	if suffix != "" {
		return ""
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}

// choiceRooms are where the words of codes stand that other pages show, too.
var choiceRooms = map[string]string{
	"priority.groups": "priority.", "pause_reasons": "pause.", "service.purposes": "purpose.", "questionnaire.purposes": "purpose.", "policy.preset": "policy.",
	"slip.blocks.kind": "slip.block-", "slip.blocks.size": "slip.size-", "slip.blocks.align": "slip.align-", "slip.blocks.when": "slip.when-",
	"appointments.slots.days": "config.choice.weekday.", "layout.pane.shows": "config.choice.shows.", "layout.foot": "config.choice.shows.",
	"display.languages": "config.choice.lang.", "voice.languages": "config.choice.lang.", "report.language": "config.choice.lang.",
	"report.every": "period.", "report.by": "report.by-", "target.figure": "report.target-",
}

// choiceOf is the word of a value, the value itself where there is none.
func choiceOf(lang i18n.Lang, path, value string) string {
	path = alike.Replace(path)
	return known(lang, "config.choice."+path+"."+value, known(lang, choiceRooms[path]+value, value))
}
