package center

import (
	"maps"
	"slices"
	"strings"

	"motcua/internal/i18n"
)

// Choices lists the values that a key may have, nil where they are not a list.
// path names the key with the tables around it: policy.preset, service.slip.languages.
func Choices(path string) []string {
	if c, ok := choices[path]; ok {
		return c
	}
	head, key, _ := cutLast(path)
	switch {
	case strings.HasSuffix(head, "policy") && key == "preset":
		return []string{"fair", "strong", "strict", "turns"}
	case strings.HasSuffix(head, "slip"):
		return map[string][]string{"languages": {"vi", "en", "both"}}[key]
	case strings.HasSuffix(head, "blocks"):
		return blockChoices[key]
	case head == "notices.sms" || head == "notices.zns":
		return map[string][]string{"method": {"POST", "PUT", "GET"}, "format": {"json", "form"}, "numbers": {"0", "84", "+84"}}[key]
	}
	switch path {
	case "priority.groups":
		return coded("priority.")
	case "pause_reasons":
		return coded("pause.")
	}
	return nil
}

var choices = map[string][]string{
	"staff.advice":                {"sparing", "usual"},
	"appointments.slots.days":     weekdays,
	"printer.profile":             Profiles,
	"display.theme":               Themes,
	"layout.foot":                 Feet,
	"layout.pane.shows":           Shown,
	"voice.region":                Regions,
	"voice.reads":                 Readings,
	"voice.four":                  {"tư", "bốn"},
	"bus.parity":                  {"even", "odd", "none"},
	"unit.driver":                 Drivers,
	"digits.driver":               {"max7219", "ht16k33"},
	"lamp.shows":                  {ShowsCalled, ShowsOpen, ShowsPaused, ShowsAlarm, ShowsHelp},
	"notices.email.tls":           {"starttls", "implicit", "none"},
	"button.action":               append(slices.Clone(buttonActions), HelpAction),
	"access.totp":                 {"required", "optional"},
	"questionnaire.item.measures": Measures,
	"alerts.harassment":           {"center", "province"},
	"feedback.cases":              FeedbackRoutes,
	"feedback.harassment":         FeedbackRoutes,
}

var blockChoices = map[string][]string{
	"kind": kinds(BlockLogo, BlockHeader, BlockNumber, BlockService, BlockPurpose, BlockPriority, BlockCounters, BlockAhead, BlockWait,
		BlockIssued, BlockPapers, BlockText, BlockQR, BlockOfficial, BlockFooter, BlockRule, BlockSpace),
	"size":  {"small", "normal", "large", "huge"},
	"align": {"left", "center"},
	"when":  {"priority", "wait", "copy"},
}

func kinds(all ...BlockKind) (s []string) {
	for _, k := range all {
		s = append(s, string(k))
	}
	return s
}

// coded are the codes that a room of texts has words for.
func coded(room string) []string {
	found := map[string]bool{}
	for _, key := range i18n.Keys(room) {
		found[strings.TrimPrefix(key, room)] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func cutLast(path string) (head, key string, ok bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}
