package search

import (
	"testing"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

func TestCatalog(t *testing.T) {
	c := NewCatalog(
		[]center.Service{{Code: "HT", Name: i18n.Text{VI: "Hộ tịch"}}, {Code: "DD", Name: i18n.Text{VI: "Đất đai", EN: "Land"}}},
		[]center.Procedure{{Code: "1.001193", Service: "HT", Name: i18n.Text{VI: "Đăng ký khai sinh"}},
			{Code: "1.013978", Service: "DD", Name: i18n.Text{VI: "Đăng ký đất đai"}}, {Code: "1.000001", Service: "XX", Name: i18n.Text{VI: "Đất lạ"}}})
	for _, test := range []struct{ query, want string }{
		{"đất", "DD/ /1.000001 DD/1.013978 "}, {"khai sinh", "HT/1.001193 HT/ "}, {"land", "DD/ DD/1.013978 "}, {"ho tich", "HT/ HT/1.001193 "}, {"xyz", ""},
	} {
		got := ""
		for _, f := range c.Find(test.query, 9) {
			if f.Service != nil {
				got += string(f.Service.Code)
			}
			got += "/"
			if f.Procedure != nil {
				got += f.Procedure.Code
			}
			got += " "
		}
		if got != test.want {
			t.Errorf("Find(%q) = %q, want %q", test.query, got, test.want)
		}
	}
}
