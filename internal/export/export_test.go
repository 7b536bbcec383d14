package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"motcua/internal/center"
	"motcua/internal/figures"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202eđảo\u202c \x00\x1b\r\n\xff 😀 &amp; \"x\""

// sample is a month of a center whose names mean no good.
func sample(lang i18n.Lang, by figures.Dim) Source {
	text := func(s string) i18n.Text { return i18n.Text{VI: s, EN: s} }
	c := &center.Center{Province: "H19", Agency: "H19.26.1", Name: i18n.Text{VI: "Trung tâm Phục vụ hành chính công phường Trấn Biên", EN: "Tran Bien ward public service center"},
		Services: []center.Service{{Code: "HT", Name: i18n.Text{VI: "Hộ tịch", EN: "Civil status"}}, {Code: "DD", Name: i18n.Text{VI: "Đất đai và tài nguyên môi trường, đăng ký biện pháp bảo đảm", EN: "Land"}}, {Code: "XX", Name: text(hostile)}}}
	c.Targets = []center.Target{{Figure: "wait", Limit: 15, Days: 3, Basis: hostile}, {Figure: "satisfied", Limit: 95, From: "2026-11-10"}}
	c.Hours.Monday = []center.Window{{From: 450, To: 690}}
	p, err := center.ReadPeriod("2026-11")
	if err != nil {
		panic(err)
	}
	t := figures.Table{Query: figures.Query{From: p.From, To: p.To, By: by}, Head: 123456, Hash: strings.Repeat("0a1b2c3d", 8), Days: []center.Day{"2026-11-02", "2026-11-09"}}
	figure := func(n int) figures.Figures {
		d := figures.Dist{N: n, MeanS: 60 * n, P50S: 50 * n, P90S: 100 * n, MaxS: 200 * n}
		return figures.Figures{Issued: n * 2, Called: n + 3, Served: n, Visits: n, Finished: n, Wait: d, Service: d, Walk: d, VisitWait: d, Visit: d, WrapUp: d, WaitOpen: d,
			Within15: figures.Level{Within: n - 1, Answered: n, LeftAfter: 1}, Dossiers: n, Outside: n / 2, Quality: figures.Quality{Legs: n, Start: n - 1, Finish: n, Visits: figures.Part{Yes: n - 1, N: n}},
			Ratings: &figures.Ratings{N: n, Satisfied: n - 3, Versions: []wire.RatingCounts{{Questionnaire: "hai-long@3f2a9c01", Levels: 5, Satisfied: 4, Counts: []int{1, 0, 2, n - 5, 2}}}, Asked: 2 * n, Harassment: 1}}
	}
	keys := map[figures.Dim][]string{figures.Service: {"HT", "DD", "XX", ""}, figures.ByDay: {"2026-11-02", "2026-11-09"}}[by]
	for i, key := range keys {
		t.Rows = append(t.Rows, figures.Row{Key: key, Figures: figure(6 + 5*i)})
	}
	t.Total = figure(55)
	return Source{Lang: lang, Center: c, Period: p, Until: "2026-11-23", Table: t,
		Exceptions: []figures.Exception{{Key: "XX", Target: c.Targets[0], From: "2026-11-02", To: "2026-11-09", Worst: 22.5, Days: []figures.Missed{{Day: "2026-11-02", Value: 22.5, N: 9}}}}}
}

func written(t *testing.T, format string, s Source) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, Figures(s)); err != nil {
		t.Fatalf("Write(%s): %v", format, err)
	}
	return b.Bytes()
}

func TestSameReportSameBytes(t *testing.T) {
	for format := range Formats {
		for _, lang := range i18n.Langs {
			first := written(t, format, sample(lang, figures.Service))
			for range 3 {
				if !bytes.Equal(first, written(t, format, sample(lang, figures.Service))) {
					t.Errorf("the same report gives other bytes of %s in %s", format, lang)
				}
			}
		}
	}
}

func TestCSV(t *testing.T) {
	raw := written(t, "csv", sample(i18n.VI, figures.Service))
	if !bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		t.Error("the byte order mark is missing")
	}
	rows, err := csv.NewReader(bytes.NewReader(raw[3:])).ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range map[int]string{1: "Hộ tịch", 3: "'=cmd", 4: "Không thuộc lĩnh vực nào", 5: "Tất cả"} {
		if !strings.HasPrefix(rows[i][0], want) {
			t.Errorf("row %d is %q, want %q", i, rows[i][0], want)
		}
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") || strings.ContainsAny(cell, "\u202e\x00\x1b\n") {
				t.Errorf("the cell %q is dangerous", cell)
			}
		}
	}
}

func TestGuard(t *testing.T) {
	for in, want := range map[string]string{"=1": "'=1", " =1": "' =1", "\u00a0@x": "'\u00a0@x", "＝1": "'＝1", "-": "'-", "Hộ tịch": "Hộ tịch", "": "", "A-1": "A-1", "|x": "'|x"} {
		if got := Guard(in); got != want {
			t.Errorf("Guard(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestXLSXOpens(t *testing.T) {
	raw := written(t, "xlsx", sample(i18n.VI, figures.Service))
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/charts/chart") {
			charts++
		}
		wellFormed(t, f)
	}
	if charts < 2 {
		t.Errorf("%d charts, want 2 at least", charts)
	}
	x, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	sheets := x.GetSheetList()
	if len(sheets) != 3+len(parts) {
		t.Errorf("the sheets are %q", sheets)
	}
	for _, s := range sheets {
		rows, err := x.Rows(s)
		if err != nil {
			t.Fatal(err)
		}
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				t.Fatal(err)
			}
			for i := range cells {
				at, _ := excelize.CoordinatesToCellName(i+1, n)
				if f, _ := x.GetCellFormula(s, at); f != "" {
					t.Errorf("%s!%s is the formula %q", s, at, f)
				}
			}
		}
	}
	wait := sheets[4]
	if v, _ := x.GetCellValue(wait, "C2", excelize.Options{RawCellValue: true}); v != "6" {
		t.Errorf("the mean wait of the first row is %q minutes, want 6", v)
	}
	if v, _ := x.GetCellValue(wait, "A4"); !strings.HasPrefix(v, "=cmd") {
		t.Errorf("the word that looks like a formula is %q", v)
	}
}

func wellFormed(t *testing.T, f *zip.File) {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for d := xml.NewDecoder(r); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
}

// TestPDFReadsBack lets poppler read the words.
func TestPDFReadsBack(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is missing: apt-get install poppler-utils")
		}
		t.Skip("pdftotext is missing")
	}
	for _, by := range []figures.Dim{figures.Service, figures.ByDay} {
		file := filepath.Join(t.ArtifactDir(), "report-"+string(by)+".pdf")
		if err := os.WriteFile(file, written(t, "pdf", sample(i18n.VI, by)), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), tool, "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text := string(out)
		for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "TRUNG TÂM PHỤC VỤ", "tháng 11 năm 2026", "Cách tính", "0a1b 2c3d 0a1b 2c3d"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in the PDF by %s:\n%s", want, by, text[:min(len(text), 3000)])
			}
		}
		if strings.ContainsAny(text, "\u202e\x1b") {
			t.Error("marks of direction or controls are in the PDF")
		}
	}
}

func TestSVGEscapes(t *testing.T) {
	r := Figures(sample(i18n.VI, figures.Service))
	for i := range r.Tables {
		for k := range r.Tables[i].Charts {
			svg := SVG(i18n.VI, &r.Tables[i].Charts[k])
			if strings.Contains(svg, "<script") || strings.Contains(svg, "\u202e") {
				t.Errorf("the chart holds %s", svg)
			}
			d := xml.NewDecoder(strings.NewReader(svg))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%v in %s", err, svg)
				}
			}
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{"a\nb": "a b", "\u202ea\u2066": "a", "\xff": "\ufffd", "Đ\u200f": "Đ", "x\x00y": "xy"} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzNames looks for a name that breaks a file.
func FuzzNames(f *testing.F) {
	f.Add(hostile)
	f.Add(strings.Repeat("ỡ", 400))
	f.Fuzz(func(t *testing.T, name string) {
		s := sample(i18n.VI, figures.Service)
		s.Center.Services[0].Name.VI, s.Center.Name.VI = name, name
		r := Figures(s)
		for format := range Formats {
			if err := Write(io.Discard, format, r); err != nil {
				t.Errorf("%s of %q: %v", format, name, err)
			}
		}
	})
}
