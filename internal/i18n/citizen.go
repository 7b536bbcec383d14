package i18n

import "strings"

// room is a group of texts that citizens read.
type room struct {
	prefix string
	needed bool // a complete pack holds them; the others it may hold
}

// rooms are the texts that a pack may hold, the longest prefix first where one
// begins another. A test lays out what citizens see and holds it against this.
var rooms = []room{
	{"kiosk.", true}, {"purpose.", true}, {"priority.", true}, {"phone.", true}, {"display.", true}, {"slip.", true},
	{"lookup.", true}, {"pause.", true}, {"visit.", false}, {"survey.", false}, {"state.", false}, {"reason.", false}, {"questionnaire.", false}, {"why.", false},
	{"guidance.", true}, {"feedback.", false}, {"notice.", false}, {"fault.", false},
}

// staff are texts of those rooms that only the people of the center read: the
// title of a window, what a guard does at the printer, the pages about slips, the
// slip that closes a day.
var staff = []string{
	"kiosk.title", "kiosk.guard", "kiosk.guide", "kiosk.card-", "kiosk.paper-1", "kiosk.paper-2", "kiosk.paper-3", "kiosk.paper-4",
	"kiosk.paper-5", "kiosk.paper-6", "kiosk.jam-", "kiosk.cover-", "kiosk.advice-", "kiosk.printer-", "kiosk.paper-left",
	"kiosk.paper-until", "kiosk.other-language", "display.title", "display.test",
	"slip.test", "slip.service", "slip.languages", "slip.paper", "slip.priority-sample", "slip.copy-sample", "slip.show", "slip.in-force",
	"slip.where", "slip.none", "slip.as-usual", "slip.own", "slip.blocks", "slip.picture", "slip.measure", "slip.say-", "slip.dots-",
	"questionnaire.title-", "slip.block-", "slip.size-", "slip.align-", "slip.when-", "slip.bold-", "slip.preview", "slip.closing",
}

// Citizen tells whether citizens read the text of that key, so that a pack may hold it.
func Citizen(key string) bool { return roomOf(key).prefix != "" }

func roomOf(key string) room {
	for _, r := range rooms {
		if !strings.HasPrefix(key, r.prefix) {
			continue
		}
		for _, s := range staff {
			if strings.HasPrefix(key, s) && key != "slip.papers" {
				return room{}
			}
		}
		return r
	}
	return room{}
}

// Needed lists the keys that a complete pack holds, sorted.
func Needed() (keys []string) {
	for _, key := range Keys("") {
		if roomOf(key).needed {
			keys = append(keys, key)
		}
	}
	return keys
}

// Missing lists the keys that the pack lacks to be complete, sorted.
func (p *Pack) Missing() (keys []string) {
	for _, key := range Needed() {
		if p.Texts[key] == "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// Complete is the share of the needed texts that the pack holds, from 0 to 1.
func (p *Pack) Complete() float64 {
	return 1 - float64(len(p.Missing()))/float64(max(len(Needed()), 1))
}
