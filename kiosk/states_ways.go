package kiosk

import (
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// toResult is the way to a number of the service with the longest name.
var toResult = []string{"start", "purpose:online-help", "service:S10", "priority:no"}

// ways are the steps of the ordinary way, and what becomes of the slip at its end.
func ways() map[string]play {
	slip := func(state, cause string) play {
		return func(lang i18n.Lang) *Flow {
			s := open(lang, toResult...).issued(exampleTicket())
			s.Slipped("20261123-A012", state, cause)
			return s.Flow
		}
	}
	return map[string]play{
		"attract": at(), "purpose": at("start"), "service": at("start", "purpose:submit"), "service-2": at("start", "purpose:submit", "page:next"),
		"priority": at("start", "purpose:submit", "service:S1"), "priority-longest": at("start", "purpose:online-help", "service:S10"),
		"priority-marked":  at("start", "purpose:submit", "service:S0", "proxy", "assist"),
		"priority-ending":  at("start", "purpose:submit", "service:S7"),
		"priority-left":    at("start", "purpose:submit", "service:S5"),
		"priority-stalled": at("start", "purpose:submit", "service:S3"),
		"working":          at("start", "purpose:submit", "service:S1", "priority:no"),
		"asking":           func(lang i18n.Lang) *Flow { return open(lang, "start", "purpose:submit").after(65 * time.Second).Flow },
		"result-printing":  slip("claimed", ""), "result-printed": slip("printed", ""), "result-paper-out": slip("failed", wire.PaperOut),
		"result-failed": slip("failed", wire.CutterError), "result-unknown": slip("failed", wire.Unknown),
		"result-no-printer": func(lang i18n.Lang) *Flow {
			bare := exampleTicket()
			bare.Printer = ""
			return open(lang, toResult...).issued(bare).Flow
		},
		"result-assist": func(lang i18n.Lang) *Flow {
			marked := exampleTicket()
			marked.Assist = true
			return open(lang, toResult...).issued(marked).Flow
		},
		"confirm": func(lang i18n.Lang) *Flow {
			all := *exampleAbout()
			all.Priority.Groups = nil
			return open(lang).hears(exampleBoard(), &all).press("start", "purpose:submit", "service:S1").Flow
		},
		"confirm-elderly": func(lang i18n.Lang) *Flow {
			return open(lang).ofCode(exampleElderly, nil).press("scan:priority", "purpose:submit", "service:S1").Flow
		},
	}
}

// visits are the screens of appointments, of a full service and of nothing to offer.
func visits() map[string]play {
	return map[string]play{
		"result-appointment": func(lang i18n.Lang) *Flow {
			booked, slot := exampleTicket(), time.Date(2026, 11, 23, 9, 30, 0, 0, center.Zone)
			booked.Slot, booked.ChangeBy = &slot, nil
			return open(lang, toResult...).issued(booked).Flow
		},
		"attract-plain": func(lang i18n.Lang) *Flow {
			all := *exampleAbout()
			all.Appointments = false
			return open(lang).hears(exampleBoard(), &all).Flow
		},
		"service-none": func(lang i18n.Lang) *Flow {
			all := *exampleAbout()
			all.Services = nil
			return open(lang).hears(exampleBoard(), &all).press("start", "purpose:fee").Flow
		},
		"service-few": func(lang i18n.Lang) *Flow {
			all := *exampleAbout()
			all.Services = all.Services[9:]
			return open(lang).hears(exampleBoard(), &all).press("start", "purpose:fee").Flow
		},
		"language": func(lang i18n.Lang) *Flow {
			all := *exampleAbout()
			all.Languages = []wire.Language{{Code: "vi", Name: "Tiếng Việt", Reviewed: true}, {Code: "en", Name: "English", Reviewed: true}, {Code: "rad", Name: "Klei Êđê"}}
			return open(lang).hears(exampleBoard(), &all).press("lang").Flow
		},
		"full": at("start", "purpose:submit", "service:S4"),
		"code": at("appointment", "key:K", "key:M", "key:4"), "code-typed": at(append([]string{"appointment"}, exampleCode...)...),
		"priority-appointment": at(append(append([]string{"appointment"}, exampleCode...), "check-in")...),
	}
}

// corrections are what can be put right once a number is there.
func corrections() map[string]play {
	got := func(targets ...string) play {
		return func(lang i18n.Lang) *Flow {
			return open(lang, toResult...).issued(exampleTicket()).press(targets...).Flow
		}
	}
	changed := exampleTicket()
	changed.ID, changed.Number, changed.Service, changed.Purpose = "20261123-B003", "B003", "S1", center.Submit
	given := func(err error) play {
		return func(lang i18n.Lang) *Flow {
			s := open(lang, toResult...).issued(exampleTicket()).press("cancel", "drop:yes")
			e, _ := s.Errand()
			s.Dropped(e.Key, err)
			return s.Flow
		}
	}
	return map[string]play{
		"change": got("change"), "change-priority": got("change", "service:S1"), "another": got("another"), "drop": got("cancel"), "drop-under-way": got("cancel", "drop:yes"),
		"drop-done": given(nil), "drop-refused": given(fault.New(fault.Conflict, "ticket-state")),
		"result-changed": func(lang i18n.Lang) *Flow {
			s := open(lang, toResult...).issued(exampleTicket()).press("change", "service:S1", "priority:no").issued(changed)
			s.Slipped(string(changed.ID), slipPrinted, "")
			return s.Flow
		},
		"result-late": func(lang i18n.Lang) *Flow {
			s := open(lang, toResult...).issued(exampleTicket())
			s.Slipped("20261123-A012", slipFailed, wire.PaperOut)
			return s.after(58 * time.Second).Flow
		},
	}
}

// summoning is how a call for a greeter stands.
func summoning() map[string]play {
	called := func(lang i18n.Lang) *stage {
		s := open(lang, "start", "help")
		e, _ := s.Errand()
		s.Summoned(e.Key, wire.HelpCall{Device: "K1", At: s.now}, nil)
		s.live.Help = []wire.HelpCall{{Device: "K1", Kind: "kiosk", At: s.now}}
		return s.after(time.Second)
	}
	return map[string]play{
		"help-calling": at("start", "help"), "help-called": func(lang i18n.Lang) *Flow { return called(lang).Flow },
		"help-coming": func(lang i18n.Lang) *Flow {
			s := called(lang)
			s.live.Help = nil
			return s.after(time.Second).Flow
		},
		"help-failed":  func(lang i18n.Lang) *Flow { return open(lang, "start", "help").after(10 * time.Second).Flow },
		"help-waiting": func(lang i18n.Lang) *Flow { return called(lang).press("home").Flow },
	}
}
