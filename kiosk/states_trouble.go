package kiosk

import (
	"fmt"
	"time"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// openings are the start by the hour.
func openings() map[string]play {
	clock := func(hour, minute int) play {
		return func(lang i18n.Lang) *Flow {
			s := open(lang)
			s.after(time.Date(2026, 11, 23, hour, minute, 0, 0, center.Zone).Sub(s.now))
			s.Lang = lang // hours later the start speaks Vietnamese again
			return s.Flow
		}
	}
	shut := func(next *time.Time, hours bool) play {
		return func(lang i18n.Lang) *Flow {
			b, all := exampleBoard(), *exampleAbout()
			b.Open, b.NextOpen = false, next
			if !hours {
				all.Hours = []wire.Opening{}
			}
			return open(lang).hears(b, &all).Flow
		}
	}
	tomorrow, noon := time.Date(2026, 11, 24, 7, 30, 0, 0, center.Zone), time.Date(2026, 11, 23, 13, 30, 0, 0, center.Zone)
	return map[string]play{
		"attract-before-noon": clock(10, 45), "attract-last-hour": clock(16, 20), "attract-demo": func(lang i18n.Lang) *Flow {
			b, all := exampleBoard(), *exampleAbout()
			b.Demo, all.Hours = true, []wire.Opening{{From: exampleStart.Add(-9 * time.Hour), To: exampleStart.Add(15 * time.Hour)}}
			return open(lang).hears(b, &all).Flow
		},
		"closed": shut(&tomorrow, true), "closed-noon": shut(&noon, true), "closed-holiday": shut(&tomorrow, false), "closed-unknown": shut(nil, false),
	}
}

// troubles are what keeps a kiosk from giving numbers.
func troubles() map[string]play {
	stopped := func(trouble string) play {
		return func(lang i18n.Lang) *Flow {
			b := exampleBoard()
			b.Trouble = trouble
			return open(lang).hears(b, nil).Flow
		}
	}
	opens := i18n.Text{VI: "07:30, thứ Ba, 24/11/2026", EN: "07:30, Tuesday, 24/11/2026"}
	return map[string]play{
		"stopped": stopped("disk-full"),
		"demo": func(lang i18n.Lang) *Flow {
			b := exampleBoard()
			b.Demo = true
			return open(lang, "start", "purpose:submit").hears(b, nil).Flow
		},
		"away": func(lang i18n.Lang) *Flow {
			s := open(lang)
			s.silent = true
			return s.after(11 * time.Second).Flow
		},
		"starting": func(lang i18n.Lang) *Flow {
			f := NewFlow("K1", exampleStart, nil)
			f.Lang = lang
			return f
		},
		"refused": func(lang i18n.Lang) *Flow {
			return open(lang, "start", "purpose:submit", "service:S3", "priority:no").refused(&client.Problem{Fault: fault.New(fault.Conflict, "service-full"),
				Detail: i18n.T(lang, "fault.service-full", "service", exampleOffers()[3].Name.In(lang), "open", opens.In(lang))}).Flow
		},
		"refused-change": func(lang i18n.Lang) *Flow {
			return open(lang, toResult...).issued(exampleTicket()).press("change", "service:S1", "priority:no").refused(
				&client.Problem{Fault: fault.New(fault.Conflict, "change-late"), Detail: i18n.T(lang, "fault.change-late", "number", "A012")}).Flow
		},
		"refused-away": func(lang i18n.Lang) *Flow {
			return open(lang, "start", "purpose:submit", "service:S3", "priority:no").after(21 * time.Second).Flow
		},
	}
}

// printers are the screens while the printer cannot print.
func printers() map[string]play {
	broken := func(state wire.Presence, cause string, targets ...string) play {
		return func(lang i18n.Lang) *Flow { return open(lang, targets...).hears(exampleBroken(state, cause), nil).Flow }
	}
	with := func(state wire.Presence, cause string, change func(*wire.Board), targets ...string) play {
		return func(lang i18n.Lang) *Flow {
			b := exampleBroken(state, cause)
			change(&b)
			return open(lang, targets...).hears(b, nil).Flow
		}
	}
	return map[string]play{
		"paper-out-attract":  broken(wire.Broken, wire.PaperOut),
		"paper-out-demo":     with(wire.Broken, wire.PaperOut, func(b *wire.Board) { b.Demo = true }, "start", "purpose:submit"),
		"paper-out-service":  broken(wire.Broken, wire.PaperOut, "start", "purpose:submit"),
		"paper-out-priority": broken(wire.Broken, wire.CutterError, "start", "purpose:submit", "service:S1"),
		"paper-out-longest":  broken(wire.Broken, wire.PaperOut, "start", "purpose:online-help", "service:S10"),
		"paper-out-purpose":  broken(wire.Broken, wire.HeadHot, "start"),
		"paper-out-code":     broken(wire.Broken, wire.CoverOpen, "appointment", "key:K"),
		"paper-low":          broken(wire.Present, wire.PaperLow),
		"cable-attract":      broken(wire.Present, wire.Garbled),
		"unreachable-closed": with(wire.Absent, "", func(b *wire.Board) { b.Open = false }),
		"result-unprintable": func(lang i18n.Lang) *Flow {
			s := open(lang, toResult...).hears(exampleBroken(wire.Broken, wire.CoverOpen), nil)
			return s.issued(exampleTicket()).Flow
		},
	}
}

// guards are each step of each guide, and how the printer stands beside it.
func guards() map[string]play {
	at := func(state wire.Presence, cause string, targets ...string) *stage {
		return open(i18n.VI).hears(exampleBroken(state, cause), nil).after(time.Second).press("held:guard").press(targets...)
	}
	all := map[string]play{}
	show := func(name string, s func() *stage) {
		all[name] = func(lang i18n.Lang) *Flow {
			f := s().Flow
			f.Lang = lang
			return f
		}
	}
	for guide, c := range map[string]struct {
		cause string
		steps int
	}{"paper": {wire.PaperOut, 6}, "jam": {wire.CutterError, 6}, "cover": {wire.CoverOpen, 2}} {
		show("guard-"+guide, func() *stage { return at(wire.Broken, c.cause) })
		for n := range c.steps {
			show(fmt.Sprintf("guide-%s-%d", guide, n+1), func() *stage {
				s := at(wire.Broken, c.cause, "guide:"+guide)
				for range n {
					s.press("card:next")
				}
				return s
			})
		}
	}
	for name, c := range map[string]struct {
		state wire.Presence
		cause string
	}{"hot": {wire.Broken, wire.HeadHot}, "cable": {wire.Absent, ""}, "device": {wire.Broken, wire.DeviceError}, "low": {wire.Present, wire.PaperLow}} {
		show("guard-"+name, func() *stage { return at(c.state, c.cause) })
	}
	show("guide-ready", func() *stage {
		s := at(wire.Broken, wire.PaperOut, "guide:paper", "card:next", "card:next", "card:next", "card:next")
		s.live = exampleBroken(wire.Present, "")
		return s.after(3 * time.Second)
	})
	roll := func(p wire.Paper, cause string) func() *stage {
		return func() *stage {
			s := at(wire.Present, cause)
			s.live.Devices[1].Paper = &p
			return s.after(time.Second)
		}
	}
	ends := exampleStart.Add(6*time.Hour + 28*time.Minute)
	show("guard-full", roll(wire.Paper{UsedMM: 9000, RollMM: 80000, Slips: 507}, ""))
	show("guard-ends", roll(wire.Paper{UsedMM: 76000, RollMM: 80000, Slips: 28, EndsAt: &ends}, wire.PaperLow))
	show("guide-lost", func() *stage {
		s := at(wire.Broken, wire.PaperOut, "guide:paper")
		s.silent = true
		return s.after(12 * time.Second)
	})
	all["guard-none"] = func(lang i18n.Lang) *Flow { return open(lang, "held:guard").Flow }
	return all
}
