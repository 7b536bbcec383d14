package wire

import (
	"regexp"
	"strings"
)

// The last level of a point's topics.
const (
	TopicEvt      = "evt"       // up: Batch, QoS 1
	TopicSnap     = "snap"      // up: Snap, retained
	TopicOnline   = "online"    // up: Online, retained; also the will
	TopicAck      = "ack"       // down: Ack, retained
	TopicDesired  = "desired"   // down: configuration wanted
	TopicReported = "reported"  // up: configuration in force
	TopicCmd      = "cmd"       // down: one command, one level more: its id
	TopicCmdReply = "cmd-reply" // up: CmdReply
	TopicPhone    = "phone"     // up: PhoneFeed, QoS 1
)

const topicRoot = "motcua/v1"

var slug = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)

// IsSlug tells whether s may be a level of a topic: 1 to 64 of a-z, 0-9 and inner hyphens.
func IsSlug(s string) bool { return slug.MatchString(s) }

// IsEpoch tells whether s is an epoch's name: 16 lower-case hex digits.
func IsEpoch(s string) bool { return len(s) == 16 && strings.Trim(s, "0123456789abcdef") == "" }

// Topic returns motcua/v1/{prov}/{point}/{kind}. "+" stands for any province or point.
func Topic(prov, point, kind string) string {
	return topicRoot + "/" + prov + "/" + point + "/" + kind
}

// ParseTopic takes a point's topic apart; ok is false for any other topic.
func ParseTopic(topic string) (prov, point, kind string, ok bool) {
	levels := strings.Split(topic, "/")
	if len(levels) != 5 || levels[0]+"/"+levels[1] != topicRoot || !IsSlug(levels[2]) || !IsSlug(levels[3]) {
		return "", "", "", false
	}
	return levels[2], levels[3], levels[4], true
}

// Source returns the CloudEvents source of a point's events.
func Source(prov, point string) string { return "motcua/" + prov + "/" + point }

// CmdTopic is the topic of one command; "+" stands for any point or id.
func CmdTopic(prov, point, id string) string { return Topic(prov, point, TopicCmd) + "/" + id }
