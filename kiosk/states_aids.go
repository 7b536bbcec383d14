package kiosk

import "motcua/internal/i18n"

// aiding is the choice of aids, and the ordinary screens with them.
func aiding() map[string]play {
	all := map[string]play{
		"aids": heard("aids"), "aids-chosen": heard("aids", "aid:contrast", "aid:large"), "aids-silent": at("aids"),
		"contrast": at("aids", "aid:contrast", "aids-done", "start"),
		"aids-no-sound": func(lang i18n.Lang) *Flow {
			f := heard("aids", "aid:voice")(lang)
			f.Sound.Silent = true
			return f
		},
	}
	for name, targets := range map[string][]string{"attract": nil, "purpose": {"start"}, "service": {"start", "purpose:submit"},
		"priority": {"start", "purpose:submit", "service:S1"}, "code": {"appointment"}} {
		for _, aid := range []string{"large", "low"} {
			all[aid+"-"+name] = at(append([]string{"aids", "aid:" + aid, "aids-done"}, targets...)...)
		}
	}
	return all
}

// heard is at for a kiosk with a loudspeaker and a headphone jack.
func heard(targets ...string) play {
	return func(lang i18n.Lang) *Flow {
		s := open(lang)
		s.Sound = Sound{Aloud: true, Headphones: true}
		return s.press(targets...).Flow
	}
}
