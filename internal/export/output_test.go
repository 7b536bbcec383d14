package export

import (
	"strings"
	"testing"

	"motcua/internal/advice"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/rating"
)

func TestOutputSaysWhereTheTargetApplies(t *testing.T) {
	s := sample(i18n.VI, figures.Service)
	s.Person = func(id string) string { return map[string]string{"P1": "Trần Thị Lan"}[id] }
	for _, o := range []struct {
		standing        string
		days, projected int
		want            string
	}{
		{advice.Met, 200, 1700, "Trần Thị Lan|05/01/2026|200|1.360|1.700|1.600|Đạt"},
		{advice.Below, 200, 900, "Trần Thị Lan|05/01/2026|200|1.360|900|1.600|Chưa đạt"},
		{advice.NotApplied, 200, 900, "Trần Thị Lan|05/01/2026|200|1.360|900|–|Không áp dụng"},
		{advice.TooEarly, 6, 0, "Trần Thị Lan|05/01/2026|6|1.360|–|1.600|Chưa đủ dữ liệu: dưới 20 ngày làm việc"},
	} {
		s.Output = []advice.Output{{Received: advice.Received{Official: "P1", Since: "2026-01-05", Dossiers: 1360}, Days: o.days, Projected: o.projected, Target: 1600, Standing: o.standing}}
		var got []string
		for _, table := range Figures(s).Tables {
			if table.ID != "output" {
				continue
			}
			for i, c := range table.Rows[0] {
				got = append(got, table.Columns[i].Kind.Show(i18n.VI, c))
			}
		}
		if text := strings.Join(got, "|"); text != o.want {
			t.Errorf("%s: %s, want %s", o.standing, text, o.want)
		}
		for _, format := range []string{"xlsx", "pdf"} {
			if len(written(t, format, s)) == 0 {
				t.Errorf("%s is empty", format)
			}
		}
	}
}

func TestSatisfactionHasItsInterval(t *testing.T) {
	s := sample(i18n.EN, figures.Service)
	r := Figures(s)
	low, high := rating.Interval(52, 55)
	for _, h := range r.Heads {
		if want := i18n.Percent(i18n.EN, low) + " to " + i18n.Percent(i18n.EN, high) + " with 95 % confidence, n = 55"; h.Name == i18n.T(i18n.EN, "export.head-satisfied") && h.Note != want {
			t.Errorf("satisfaction: %q, want %q", h.Note, want)
		}
	}
	lines := strings.Split(string(written(t, "csv", s)), "\r\n")
	for _, want := range []string{"Satisfied, lower 95 % limit", "Satisfied, upper 95 % limit"} {
		if !strings.Contains(lines[0], want) {
			t.Errorf("CSV has no column %q", want)
		}
	}
	if total := lines[len(lines)-2]; !strings.Contains(total, Share.plain(low)+","+Share.plain(high)) {
		t.Errorf("CSV's whole has no interval: %s", total)
	}
}
