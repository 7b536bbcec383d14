package province

import (
	"strings"
	"testing"

	"motcua/internal/link/linktest"
	"motcua/internal/wire"
)

// TestAnswersOfPoints shows a large point, a small one that had luck, one of an
// older program and one with too few answers.
func TestAnswersOfPoints(t *testing.T) {
	p := sample(t, "")
	log := linktest.New()
	log.Add(1200, "x")
	versions := func(names ...string) (all []wire.RatingCounts) {
		for _, name := range names {
			all = append(all, wire.RatingCounts{Questionnaire: name, Levels: 5, Satisfied: 4, Counts: []int{5, 0, 0, 0, 0}})
		}
		return all
	}
	say(t, p, "h19-26-1", log, wire.Today{Ratings: &wire.RatingFigures{N: 400, Satisfied: 380, Asked: 800, Harassment: 2, Versions: versions("a@1", "a@2")}}, 0)
	say(t, p, "h19-28", log, wire.Today{Ratings: &wire.RatingFigures{N: 5, Satisfied: 5, Asked: 50, Versions: versions("a@2")}}, 0)
	page := get(t, p, "/province/").Body.String()
	for point, texts := range map[string][]string{
		"h19-26-1": {"95,0 %", "Từ 92,4 % đến 96,7 %", "50,0 % lượt có đánh giá", "Hạng 1 trên 2", "2 trên 400 nêu nhũng nhiễu", "Gộp 2 phiên bản"},
		"h19-28":   {"100,0 %", "Từ 56,6 % đến 100,0 %", "10,0 % lượt", "Hạng 2 trên 2"},
		"h19-27":   {"Chưa đủ 5 lượt đánh giá"},
	} {
		row := tableRow(t, page, point)
		for _, text := range texts {
			if !strings.Contains(row, text) {
				t.Errorf("row of %s = %q, want %q in it", point, row, text)
			}
		}
		if point != "h19-26-1" && strings.Contains(row, "nhũng nhiễu") {
			t.Errorf("row of %s tells of harassment: %q", point, row)
		}
	}
	for _, text := range []string{"Dưới 1,0 %: 2 trên 405 lượt đánh giá hôm nay.", "Chưa đủ dữ liệu", "Cần 628 câu trả lời", "47,6 % lượt có đánh giá"} {
		if !strings.Contains(strings.Join(strings.Fields(page), " "), text) {
			t.Errorf("the overview does not say %q", text)
		}
	}
	say(t, p, "h19-28", log, wire.Today{Ratings: &wire.RatingFigures{N: 40, Counts: [5]int{0, 0, 0, 10, 30}}}, 0) // an older program
	page = get(t, p, "/province/").Body.String()
	if row := tableRow(t, page, "h19-28"); !strings.Contains(row, "100,0 %") || strings.Contains(row, "lượt có đánh giá") {
		t.Errorf("row of an older point = %q", row)
	}
	if strings.Contains(page, "45,") || strings.Count(page, "lượt có đánh giá") != 1 {
		t.Error("a response rate over points of which one does not tell what it asked")
	}
}
