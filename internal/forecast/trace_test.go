package forecast

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ulikunitz/xz"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

const traceHead = "queue,date,ticket,issued_min,called_min\n"

func TestReadTrace(t *testing.T) {
	h, err := ReadTrace("x.csv", strings.NewReader("\ufefffinished_min,queue_id,office,date,ticket,issued_min,called_min,counter,class,service,wait_min\r\n"+
		"520,A,o2,2026-01-06,1,480,490.5,3,ordinary,HT,10.5\r\n\n"+
		`,"A, upstairs",o1,2026-01-05,A001,480.25,,,,,`+"\n"+
		`,"A, upstairs",o1,2026-01-05,A002,481,481,,,,0`))
	if err != nil {
		t.Fatal(err)
	}
	if len(h) != 2 || h[0].Office != "o1" || h[0].Date != date(2026, 1, 5) || len(h[0].Tickets) != 2 {
		t.Fatalf("history = %+v", h)
	}
	for _, test := range []struct{ got, want Ticket }{
		{h[0].Tickets[0], Ticket{Queue: "A, upstairs", Issued: 480.25, Called: Never, Finished: Never}},
		{h[0].Tickets[1], Ticket{Queue: "A, upstairs", Issued: 481, Called: 481, Finished: Never}},
		{h[1].Tickets[0], Ticket{Queue: "A", Issued: 480, Called: 490.5, Finished: 520, Counter: "3"}},
	} {
		if test.got != test.want {
			t.Errorf("ticket = %+v, want %+v", test.got, test.want)
		}
	}
}

func TestReadTraceRefuses(t *testing.T) {
	row := "A,2026-01-05,1,480,490\n"
	var packed bytes.Buffer
	w, err := xz.NewWriter(&packed)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(traceHead + strings.Repeat("A,2026-01-05,1,480,490\n", 10_000)))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, in     string
		code         string
		line, column int
	}{
		{"nothing", "", "trace-empty", 1, 1},
		{"no row", traceHead + "\n\n", "trace-empty", 4, 1},
		{"unknown column", "queue,date,mood,ticket,issued_min,called_min\n", "trace-column-unknown", 1, 3},
		{"a column twice", "queue,queue_id,date,ticket,issued_min,called_min\n", "trace-column-twice", 1, 2},
		{"a column missing", "queue,date,ticket,issued_min\n" + row, "trace-column-missing", 1, 5},
		{"a million columns", strings.Repeat("queue,", 1_000_000), "trace-columns", 1, 33},
		{"a million fields", traceHead + strings.Repeat("1,", 1_000_000), "trace-columns", 2, 33},
		{"an endless line", traceHead + strings.Repeat("x", 1_000_000), "trace-line", 2, 1},
		{"a field too few", traceHead + "A,2026-01-05,1,480\n", "trace-fields", 2, 5},
		{"a field too many", traceHead + row + "A,2026-01-05,2,480,490,7\n", "trace-fields", 3, 6},
		{"no number", traceHead + "A,2026-01-05,1,noon,490\n", "trace-minutes", 2, 4},
		{"NaN", traceHead + "A,2026-01-05,1,480,NaN\n", "trace-minutes", 2, 5},
		{"infinite", traceHead + "A,2026-01-05,1,Inf,490\n", "trace-minutes", 2, 4},
		{"before midnight", traceHead + "A,2026-01-05,1,-1,490\n", "trace-minutes", 2, 4},
		{"in three days", traceHead + "A,2026-01-05,1,480,2880\n", "trace-minutes", 2, 5},
		{"never issued", traceHead + "A,2026-01-05,1,,490\n", "trace-minutes", 2, 4},
		{"negative wait", traceHead + "A,2026-01-05,1,480,479.9\n", "trace-wait-negative", 2, 5},
		{"no such day", traceHead + "A,2026-02-30,1,480,490\n", "trace-date", 2, 2},
		{"no queue", traceHead + ",2026-01-05,1,480,490\n", "trace-text", 2, 1},
		{"a bell in the ticket", traceHead + "A,2026-01-05,1\a,480,490\n", "trace-text", 2, 3},
		{"half a letter", traceHead + "A\xff,2026-01-05,1,480,490\n", "trace-text", 2, 1},
		{"a ticket twice", traceHead + row + row, "trace-twice", 3, 3},
		{"unordered", traceHead + row + "A,2026-01-05,2,479,490\n", "trace-unordered", 3, 4},
		{"an open quote", traceHead + "\"A,2026-01-05,1,480,490\n", "trace-quote", 2, 1},
		{"another wait", "queue,date,ticket,issued_min,called_min,wait_min\nA,2026-01-05,1,480,490,12\n", "trace-wait-wrong", 2, 6},
		{"finished before the call", "queue,date,ticket,issued_min,called_min,finished_min\nA,2026-01-05,1,480,490,485\n", "trace-finished-early", 2, 6},
		{"bad packing", "\xfd7zXZ\x00 and then nothing of the kind", "trace-broken", 1, 1},
		{"packing cut off", string(packed.Bytes()[:packed.Len()/2]), "trace-broken", 1, 1},
	} {
		_, err := ReadTrace("x.csv", strings.NewReader(test.in))
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Code != test.code {
			t.Errorf("%s: %v, want %s", test.name, err, test.code)
			continue
		}
		args := map[any]any{}
		for i := 0; i+1 < len(f.Args); i += 2 {
			args[f.Args[i]] = f.Args[i+1]
		}
		if args["line"] != test.line || args["column"] != test.column || args["file"] != "x.csv" {
			t.Errorf("%s: line %v, column %v, want %d, %d", test.name, args["line"], args["column"], test.line, test.column)
		}
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			if s := i18n.T(lang, "fault."+f.Code, f.Args...); strings.ContainsAny(s, "⟦{}") {
				t.Errorf("%s: the sentence is %q", test.name, s)
			}
		}
	}
}

// TestBacktestSmall runs logs that are hardly logs: everything told is a number.
func TestBacktestSmall(t *testing.T) {
	two := synthetic(2, 60, 1, 2)
	three := synthetic(3, 90, 3, 2)
	unseen := append(History(nil), three[:2]...)
	other := three[2]
	other.Office = "elsewhere"
	unseen = append(unseen, other)
	one := History{{Office: "", Date: two[0].Date, Tickets: []Ticket{{Queue: "A", Issued: 480, Called: Never, Finished: Never}, {Queue: "A", Issued: 481, Called: 481, Finished: Never}}}}
	for _, test := range []struct {
		name  string
		h     History
		until time.Time
	}{
		{"two days of one queue", two, two[0].Date},
		{"the first day ever", two[:1], two[0].Date.AddDate(0, 0, -1)},
		{"an office never seen", unseen, three[1].Date},
		{"two tickets", one, one[0].Date.AddDate(0, 0, -1)},
	} {
		r, err := Backtest(test.h, test.until, 0)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		for _, m := range r.Moments {
			for _, s := range m.Scores {
				if math.IsNaN(s.MAE+s.RMSE+s.Bias+s.MAELow+s.MAEHigh) || s.MAE < 0 || s.MAE > Farthest {
					t.Errorf("%s: %s: %+v", test.name, m.Moment, s)
				}
			}
			if m.N > 0 && m.Moment == "every-poll" && test.name != "two tickets" && m.Scores[byModel].MAE > 2*m.Scores[byStatic].MAE {
				t.Errorf("%s: %s: error %v, twice that of ten minutes a person", test.name, m.Moment, m.Scores[byModel].MAE)
			}
		}
		var out bytes.Buffer
		if err := r.WriteCSV(&out); err != nil || strings.Count(out.String(), "\n") < nPredictors+1 {
			t.Errorf("%s: CSV %v:\n%s", test.name, err, out.String())
		}
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			if s := r.Table(lang); strings.ContainsAny(s, "⟦{") || strings.Contains(s, "NaN") {
				t.Errorf("%s:\n%s", test.name, s)
			}
		}
	}
	if _, err := Backtest(two, two[1].Date, 0); fault.CodeOf(err) != "predict-no-days" {
		t.Errorf("Backtest with no day left = %v", err)
	}
}

// FuzzReadTrace feeds the reader anything: it answers with days in order whose
// times make sense, or with a fault, and such days can be predicted.
func FuzzReadTrace(f *testing.F) {
	f.Add([]byte(traceHead + "A,2026-01-05,1,480,490\nA,2026-01-06,1,480,\n"))
	f.Add([]byte("office,queue_id,date,ticket,issued_min,called_min,wait_min\nx,1,2020-01-02,1,482.0,482.0,0.0\n"))
	f.Add([]byte("\xfd7zXZ\x00"))
	f.Add([]byte("\"queue\",\"date\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		h, err := ReadTrace("x.csv", bytes.NewReader(in))
		if err != nil {
			if k := fault.KindOf(err); k != fault.Malformed && k != fault.Invalid {
				t.Fatalf("%v is of kind %v", err, k)
			}
			return
		}
		for i, d := range h {
			if i > 0 && d.Date.Before(h[i-1].Date) || len(d.Tickets) == 0 {
				t.Fatalf("day %d of %+v", i, h)
			}
			for _, x := range d.Tickets {
				if !(x.Issued >= 0 && x.Called >= x.Issued && x.Finished >= x.Called) || x.Queue == "" {
					t.Fatalf("ticket %+v", x)
				}
			}
		}
		if len(h) > 1 && len(in) < 4096 {
			if _, err := Backtest(h, h[0].Date.AddDate(0, 0, -1), 0); err != nil {
				t.Fatal(err)
			}
		}
	})
}
