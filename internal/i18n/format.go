package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var weekdays = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// Clock writes a time of day: 07:30.
func Clock(t time.Time) string { return t.Format("15:04") }

// Date writes a date: thứ Hai, 23/11/2026 or Monday, 23 November 2026. A pack
// has its own weekdays, or the date stands alone.
func Date(lang Lang, t time.Time) string {
	if lang == EN {
		return t.Format("Monday, 2 January 2006")
	}
	date := t.Format("02/01/2006")
	if p := Installed(lang); p != nil {
		if len(p.Weekdays) == 0 {
			return date
		}
		return p.Weekdays[t.Weekday()] + ", " + date
	}
	return weekdays[t.Weekday()] + ", " + date
}

// Int writes a whole number with the language's thousands mark: 1.234 or 1,234.
func Int(lang Lang, n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	mark := "."
	if lang == EN {
		mark = ","
	}
	var groups []string
	for len(s) > 3 {
		groups = append([]string{s[len(s)-3:]}, groups...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, groups...), mark)
}

// Percent writes a share (0 to 1) with one decimal: 97,8 % or 97.8 %.
func Percent(lang Lang, share float64) string {
	s := strconv.FormatFloat(share*100, 'f', 1, 64) + "\u00a0%"
	if lang != EN {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Duration writes how long something took, to the minute; below one minute in seconds.
func Duration(lang Lang, d time.Duration) string {
	d = max(d, 0)
	minute, hour, second := "phút", "giờ", "giây"
	if lang == EN {
		minute, hour, second = "min", "h", "s"
	}
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d\u00a0%s", int(d.Seconds()), second)
	case d < time.Hour:
		return fmt.Sprintf("%d\u00a0%s", int(d.Minutes()), minute)
	}
	return fmt.Sprintf("%d\u00a0%s %02d\u00a0%s", int(d.Hours()), hour, int(d.Minutes())%60, minute)
}
