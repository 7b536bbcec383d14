package forecast

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"motcua/internal/i18n"
)

// csvHead are the columns of WriteCSV.
var csvHead = []string{"moment", "set", "predictor", "n", "mae", "mae_low", "mae_high", "rmse", "median_ae", "bias", "rrmse", "within_5", "over_10",
	"auc_15", "f1_15", "cover_50", "cover_80", "cover_90", "pinball_80", "pinball_90", "mae_vs_hol", "mae_vs_moving_average_60",
	"n_ahead_0", "mae_ahead_0", "n_ahead_1-2", "mae_ahead_1-2", "n_ahead_3-5", "mae_ahead_3-5",
	"n_ahead_6-10", "mae_ahead_6-10", "n_ahead_11-20", "mae_ahead_11-20", "n_ahead_21+", "mae_ahead_21+"}

// WriteCSV writes the scores, one row a moment, set of tickets (all, moving) and predictor.
func (r *Report) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(csvHead)
	for _, m := range r.Moments {
		for _, s := range m.Scores {
			out.Write(s.csv(m.Moment, "all", m.N))
		}
		for _, s := range m.Moving {
			out.Write(s.csv(m.Moment, "moving", m.N-m.Stalled))
		}
	}
	out.Flush()
	return out.Error()
}

func (s *Score) csv(moment, set string, n int) []string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }
	row := []string{moment, set, s.Predictor, strconv.Itoa(n)}
	for _, v := range []float64{s.MAE, s.MAELow, s.MAEHigh, s.RMSE, s.MedianAE, s.Bias, s.RRMSE, s.Within5, s.Over10} {
		row = append(row, number(v))
	}
	for _, v := range []*float64{s.AUC15, s.F115, s.Cover50, s.Cover80, s.Cover90, s.Pinball80, s.Pinball90, s.VsHOL, s.VsAverage} {
		if v == nil {
			row = append(row, "")
			continue
		}
		row = append(row, number(*v))
	}
	groups := map[string]Group{}
	for _, g := range s.ByAhead {
		groups[g.Ahead] = g
	}
	for _, name := range groupNames {
		if g, ok := groups[name]; ok {
			row = append(row, strconv.Itoa(g.N), number(g.MAE))
			continue
		}
		row = append(row, "0", "")
	}
	return row
}

// Table is the report for a person at a terminal.
func (r *Report) Table(lang i18n.Lang) string {
	var b strings.Builder
	say := func(key string, args ...any) { fmt.Fprintln(&b, i18n.T(lang, "forecast."+key, args...)) }
	say("title", "tickets", r.Tickets, "queues", r.Queues, "offices", r.Offices, "uncalled", r.Uncalled)
	say("days", "train", r.TrainDays, "until", r.TrainUntil, "test", len(r.TestDays))
	for _, m := range r.Moments {
		fmt.Fprintln(&b)
		say("moment-"+m.Moment, "n", m.N)
		if m.N == 0 {
			continue
		}
		say("waits", "mean", minutes(m.MeanWait), "median", minutes(m.MedianWait), "unseen", m.Unseen)
		writeScores(&b, lang, m.Scores)
		if m.Stalled > 0 {
			say("stalled", "n", m.Stalled)
		}
		if len(m.Moving) > 0 {
			writeScores(&b, lang, m.Moving[:byGammaPoisson+1])
		}
	}
	fmt.Fprintln(&b)
	say("legend")
	return b.String()
}

func minutes(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func writeScores(w io.Writer, lang i18n.Lang, scores []Score) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, c := range []string{"predictor", "mae", "interval", "rmse", "median", "bias", "within5", "over10", "auc", "f1", "cover", "hol", "average"} {
		if i > 0 {
			fmt.Fprint(t, "\t")
		}
		fmt.Fprint(t, i18n.T(lang, "forecast.column-"+c))
	}
	fmt.Fprintln(t)
	for i := range scores {
		s := &scores[i]
		cover := ""
		if s.Cover80 != nil {
			cover = fmt.Sprintf("%.1f/%.1f/%.1f", 100**s.Cover50, 100**s.Cover80, 100**s.Cover90)
		}
		fmt.Fprintf(t, "%s\t%.2f\t%.2f–%.2f\t%.2f\t%.2f\t%+.2f\t%.3f\t%.3f\t%s\t%s\t%s\t%s\t%s\n",
			i18n.T(lang, "forecast.by-"+s.Predictor), s.MAE, s.MAELow, s.MAEHigh, s.RMSE, s.MedianAE, s.Bias, s.Within5, s.Over10,
			share(s.AUC15), share(s.F115), cover, share(s.VsHOL), share(s.VsAverage))
	}
	t.Flush()
}

func share(v *float64) string {
	if v == nil {
		return "–"
	}
	return strconv.FormatFloat(*v, 'f', 3, 64)
}
