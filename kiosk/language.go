package kiosk

import (
	"motcua/internal/i18n"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// tongues are the languages offered, each by its own name: Vietnamese, English, and the packs of the center.
func (f *Flow) tongues() []wire.Language {
	if len(f.about.Languages) > 0 {
		return f.about.Languages
	}
	return []wire.Language{{Code: i18n.VI, Name: i18n.T(i18n.EN, "kiosk.other-language"), Reviewed: true},
		{Code: i18n.EN, Name: i18n.T(i18n.VI, "kiosk.other-language"), Reviewed: true}}
}

// speak changes the language: of two to the other, of more to the one that is chosen.
func (f *Flow) speak(lang string) {
	all := f.tongues()
	if len(all) <= 2 {
		to := all[0]
		if to.Code == f.Lang {
			to = all[1]
		}
		f.Lang = to.Code
		return
	}
	if f.scan != nil {
		f.closeScan()
	}
	if f.step != Language {
		f.behind, f.leaf = f.step, f.Page
		f.enter(Language)
		return
	}
	for _, t := range all {
		if string(t.Code) == lang {
			f.Lang = t.Code
			f.unfold()
		}
	}
}

// unfold shows again where the language was asked.
func (f *Flow) unfold() {
	f.goBackTo(f.behind)
	f.Page = f.leaf
}

// languages offers each language by its own name.
func (v *view) languages() {
	rest := v.question(v.t("language"), "")
	cols, all := v.columns(), v.f.tongues()
	rows := max((len(all)+cols-1)/cols, 3)
	for i, cell := range rest.Grid(cols, rows, v.mm(kit.GapMM)) {
		if i == len(all) {
			break
		}
		id := "lang:" + string(all[i].Code)
		v.Button(cell, kit.Button{ID: id, Word: all[i].Name, Icon: "language", Look: kit.Offered, Held: v.held == id})
	}
}
