package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

// XLSX writes a workbook: a sheet of what the report is and goes by, then one
// for each table, with its charts behind it. Words are stored as words: none
// of them is ever a formula.
func XLSX(w io.Writer, r *Report) error {
	b := &book{File: excelize.NewFile(), r: r, seen: map[string]bool{}}
	defer b.Close() //nolint:errcheck // nothing of it is on a disk
	b.write()
	var raw bytes.Buffer
	if b.err == nil {
		b.err = b.File.Write(&raw)
	}
	if b.err != nil {
		return fault.Wrap(b.err, fault.Internal, "report-not-written")
	}
	return repack(w, raw.Bytes(), r.At)
}

// book is a workbook in the making; its first error ends it.
type book struct {
	*excelize.File
	r      *Report
	seen   map[string]bool
	err    error
	styles map[string]int
}

func (b *book) ok(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) write() {
	b.ok(b.SetDocProps(&excelize.DocProperties{
		Title: Clean(b.r.Title + " · " + b.r.Period), Creator: Clean(strings.Join(b.r.Office, " · ")), LastModifiedBy: "motcua", Description: Clean(b.r.Name),
		Created: b.r.At.UTC().Format(time.RFC3339), Modified: b.r.At.UTC().Format(time.RFC3339), Language: string(b.r.Lang),
	}))
	b.ok(b.SetAppProps(&excelize.AppProperties{Application: "motcua"}))
	b.makeStyles()
	b.cover()
	for i := range b.r.Tables {
		b.table(&b.r.Tables[i])
	}
	b.SetActiveSheet(0)
}

// styles of cells, by name. The colors of charts and headings are those of the default theme.
func (b *book) makeStyles() {
	b.styles = map[string]int{}
	blue := "1F4E8C"
	named := map[string]*excelize.Style{
		"title":  {Font: &excelize.Font{Bold: true, Size: 16}},
		"lead":   {Font: &excelize.Font{Size: 12, Color: "555555"}},
		"head":   {Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{blue}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}},
		"bold":   {Font: &excelize.Font{Bold: true}},
		"words":  {Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}},
		"count":  {NumFmt: 3},
		"minute": {CustomNumFmt: ptr("#,##0.0")},
		"share":  {CustomNumFmt: ptr("0.0%")},
		"none":   {Font: &excelize.Font{Color: "808080"}, Alignment: &excelize.Alignment{Horizontal: "right"}},
	}
	for _, name := range []string{"words", "count", "minute", "share", "none"} { // of the whole
		whole := *named[name]
		whole.Font, whole.Border = &excelize.Font{Bold: true}, []excelize.Border{{Type: "top", Color: "000000", Style: 1}}
		named["whole-"+name] = &whole
	}
	for _, name := range slices.Sorted(maps.Keys(named)) { // their numbers are in the file
		if named[name].Font != nil {
			named[name].Font.Family = "Calibri" // as cells without a style have it
		}
		id, err := b.NewStyle(named[name])
		b.ok(err)
		b.styles[name] = id
	}
}

func rounded(v, to float64) float64 { return math.Round(v*to) / to }

func ptr[T any](v T) *T { return &v }

// sheet makes a sheet whose name Excel takes: at most 31 characters, some
// signs never, and none twice.
func (b *book) sheet(title string, first bool) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, Clean(title))
	for utf8.RuneCountInString(name) > 28 {
		name = string([]rune(name)[:28])
	}
	name = strings.TrimSpace(name)
	for n := 2; name == "" || b.seen[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s %d", strings.TrimSpace(strings.TrimRight(name, "0123456789")), n)
	}
	b.seen[strings.ToLower(name)] = true
	if first {
		b.ok(b.SetSheetName("Sheet1", name))
		return name
	}
	_, err := b.NewSheet(name)
	b.ok(err)
	return name
}

// put writes a cell. Numbers are what people count in: minutes, not seconds.
func (b *book) put(sheet string, col, row int, k Kind, c Cell) { b.putAs("", sheet, col, row, k, c) }

// putAs writes a cell in the styles that begin with family.
func (b *book) putAs(family, sheet string, col, row int, k Kind, c Cell) {
	at, err := excelize.CoordinatesToCellName(col, row)
	b.ok(err)
	style := "words"
	switch {
	case k == Words || !c.Known:
		b.ok(b.SetCellStr(sheet, at, Clean(join(c.Text, c.Note))))
		if k != Words {
			style = "none"
		}
	case k == Seconds:
		style = "minute"
		b.ok(b.SetCellFloat(sheet, at, rounded(c.Value/60, 1e4), -1, 64))
	case k == Share:
		style = "share"
		b.ok(b.SetCellFloat(sheet, at, rounded(c.Value, 1e6), -1, 64))
	case k == Score:
		style = "minute"
		b.ok(b.SetCellFloat(sheet, at, rounded(c.Value, 1e2), -1, 64))
	default:
		style = "count"
		b.ok(b.SetCellFloat(sheet, at, math.Round(c.Value), -1, 64))
	}
	b.ok(b.SetCellStyle(sheet, at, at, b.styles[family+style]))
}

// tall makes a row high enough for a text of so many characters a line, and
// says how many lines it has now: not every program does so by itself.
func (b *book) tall(sheet string, row, wide, lines int, text string) int {
	lines = max(lines, (utf8.RuneCountInString(text)+wide-1)/wide)
	if lines > 1 {
		b.ok(b.SetRowHeight(sheet, row, 15*float64(lines)))
	}
	return lines
}

func (b *book) word(sheet string, col, row int, s, style string) {
	b.put(sheet, col, row, Words, Word(s))
	at, err := excelize.CoordinatesToCellName(col, row)
	b.ok(err)
	b.ok(b.SetCellStyle(sheet, at, at, b.styles[style]))
}

// cover is the first sheet.
func (b *book) cover() {
	r, row := b.r, 1
	sheet := b.sheet(i18n.T(r.Lang, "export.cover"), true)
	b.ok(b.SetColWidth(sheet, "A", "A", 38))
	b.ok(b.SetColWidth(sheet, "B", "B", 90))
	line := func(a, style string) {
		b.word(sheet, 1, row, a, style)
		row++
	}
	for _, o := range r.Office {
		line(o, "bold")
	}
	b.ok(b.SetRowHeight(sheet, row, 24))
	line(r.Title, "title")
	line(r.Period, "lead")
	if r.Demo {
		line(i18n.T(r.Lang, "page.demo"), "bold")
	}
	for _, facts := range [][]Fact{r.Facts, r.Heads} {
		row++
		for _, f := range facts {
			b.word(sheet, 1, row, f.Name, "words")
			b.word(sheet, 2, row, join(f.Value, f.Note), "words")
			row++
		}
	}
	for _, n := range r.Notes {
		row++
		line(n.Title, "bold")
		for _, s := range n.Lines {
			b.word(sheet, 2, row, s, "words")
			b.tall(sheet, row, 105, 1, s)
			row++
		}
	}
	b.print(sheet, "portrait")
}

func join(value, note string) string {
	if note == "" {
		return value
	}
	return value + " (" + note + ")"
}

// print lays a sheet out on A4, as wide as one page.
func (b *book) print(sheet, orientation string) {
	b.ok(b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: ptr(9), Orientation: &orientation, FitToWidth: ptr(1), FitToHeight: ptr(0)}))
	b.ok(b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: ptr(true)}))
}

// table is one sheet: headings that stay, rows, the whole, charts.
func (b *book) table(t *Table) {
	sheet := b.sheet(t.Title, false)
	for i, c := range t.Columns {
		b.word(sheet, i+1, 1, c.whole(b.r.Lang, false), "head")
	}
	row := 2
	for _, cells := range t.Rows {
		wide, lines := 28, 1
		for i, c := range cells {
			b.put(sheet, i+1, row, t.Columns[i].Kind, c)
			if t.Columns[i].Kind == Words {
				lines = b.tall(sheet, row, wide, lines, join(c.Text, c.Note))
			}
			wide = 12
		}
		row++
	}
	if len(t.Rows) == 0 && t.Empty != "" {
		b.word(sheet, 1, row, t.Empty, "words")
		row++
	}
	if t.Total != nil {
		for i, c := range t.Total {
			b.putAs("whole-", sheet, i+1, row, t.Columns[i].Kind, c)
		}
		row++
	}
	b.ok(b.SetRowHeight(sheet, 1, 48))
	b.ok(b.SetColWidth(sheet, "A", "A", 30))
	if n := len(t.Columns); n > 1 {
		last, err := excelize.ColumnNumberToName(n)
		b.ok(err)
		b.ok(b.SetColWidth(sheet, "B", last, 13))
	}
	b.ok(b.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	for _, s := range t.About {
		row++
		b.word(sheet, 1, row, s, "lead")
	}
	for i := range t.Charts {
		row = b.chart(sheet, row+2, &t.Charts[i])
	}
	b.print(sheet, "landscape")
}

// repack writes the parts of a workbook again in the order of their names, all
// with one time: what excelize leaves to chance would change the bytes.
func repack(w io.Writer, raw []byte, at time.Time) error {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fault.Wrap(err, fault.Internal, "report-not-written")
	}
	files := slices.Clone(z.File)
	slices.SortFunc(files, func(a, b *zip.File) int { // the list of types comes first
		if first := a.Name == contentTypes; first != (b.Name == contentTypes) {
			return map[bool]int{true: -1, false: 1}[first]
		}
		return strings.Compare(a.Name, b.Name)
	})
	out := zip.NewWriter(w)
	for _, f := range files {
		to, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at.UTC().Truncate(2 * time.Second)})
		if err != nil {
			return err
		}
		from, err := f.Open()
		if err != nil {
			return fault.Wrap(err, fault.Internal, "report-not-written")
		}
		part, err := io.ReadAll(from)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "report-not-written")
		}
		if f.Name == contentTypes {
			part = ordered(part)
		}
		if _, err := to.Write(part); err != nil {
			return err
		}
		if err := from.Close(); err != nil {
			return err
		}
	}
	return out.Close()
}

const contentTypes = "[Content_Types].xml"

var defaultType = regexp.MustCompile(`(?:<Default [^>]*></Default>)+`)

// ordered puts the types of files in order, which excelize leaves to a map.
func ordered(types []byte) []byte {
	return defaultType.ReplaceAllFunc(types, func(run []byte) []byte {
		const end = "</Default>"
		all := strings.SplitAfter(strings.TrimSuffix(string(run), end), end)
		all[len(all)-1] += end
		slices.Sort(all)
		return []byte(strings.Join(all, ""))
	})
}
