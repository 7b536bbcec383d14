package province

import (
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// serviceRow is one service of a point today.
type serviceRow struct {
	Code                                            center.ServiceCode
	Waiting, Longest, Issued, Mean, Within, WithinN string
}

// Seconds writes a duration given in seconds.
func (v view) Seconds(s int) string {
	return i18n.Duration(v.Lang, time.Duration(s)*time.Second)
}

// Services puts the queues and the figures of each service together.
func (v pointView) Services() []serviceRow {
	if v.Row.Snap == nil {
		return nil
	}
	figures := map[center.ServiceCode]wire.ServiceToday{}
	for _, s := range v.Row.Snap.Today.Services {
		figures[s.Service] = s
	}
	var rows []serviceRow
	for _, q := range v.Row.Snap.Waiting {
		f := figures[q.Service]
		r := serviceRow{Code: q.Service, Waiting: v.Int(q.Waiting), Issued: v.Int(f.Issued)}
		if q.Waiting > 0 {
			r.Longest = v.Seconds(q.LongestS)
		}
		if f.Legs > 0 {
			r.Mean = v.Seconds(f.MeanWaitS)
		}
		if n := f.Legs + f.LeftAfter; n > 0 {
			r.Within, r.WithinN = i18n.Percent(v.Lang, float64(f.Within15)/float64(n)), v.T("n-legs", "n", v.Int(n))
		}
		rows = append(rows, r)
	}
	return rows
}

// Share writes a part of a whole.
func (v view) Share(part, n int) string { return i18n.Percent(v.Lang, float64(part)/float64(n)) }

// Minutes writes minutes with one decimal.
func (v view) Minutes(m float64) string {
	text := strconv.FormatFloat(m, 'f', 1, 64)
	if v.Lang == i18n.VI {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// Sorted returns the overview's address in another order.
func (v overviewView) Sorted(by string) string {
	q := maps(v.query)
	q.Set("sort", by)
	return v.path + "?" + q.Encode()
}

// Showing returns the overview's address with all points, or those whose devices need somebody.
func (v overviewView) Showing(which string) string {
	q := maps(v.query)
	q.Del("show")
	if which != "" {
		q.Set("show", which)
	}
	if len(q) == 0 {
		return v.path
	}
	return v.path + "?" + q.Encode()
}
