package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"motcua/internal/queue"
)

// documented reads a table of docs/events.md: the fields of each row's last
// cell by the name in its first, "?" behind those that may be absent.
func documented(t *testing.T) (rows map[string][]string, envelope []string) {
	t.Helper()
	raw, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	rows = map[string][]string{}
	field := regexp.MustCompile("`([a-z0-9_]+)`(\\??)")
	heading := ""
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "## "); ok {
			heading = strings.TrimSpace(rest)
		}
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) < 4 || !strings.HasPrefix(cells[1], " `") {
			continue
		}
		if name := strings.Trim(cells[1], " `"); strings.Contains(name, ".") {
			rows[name] = []string{}
			for _, m := range field.FindAllStringSubmatch(cells[3], -1) {
				rows[name] = append(rows[name], m[1]+m[2])
			}
		} else if m := field.FindStringSubmatch(cells[1]); heading == "An entry" && m != nil {
			envelope = append(envelope, m[1]+m[2])
		}
	}
	return rows, envelope
}

// fields are the JSON names of a struct, "?" behind those that may be absent.
func fields(v any) []string {
	all := []string{}
	kind := reflect.TypeOf(v)
	for i := range kind.NumField() {
		name, rest, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if rest != "" {
			name += "?"
		}
		all = append(all, name)
	}
	return all
}

func TestEventsAreDocumented(t *testing.T) {
	rows, envelope := documented(t)
	if want := fields(Body{}); !slices.Equal(envelope, want) {
		t.Errorf("docs/events.md gives an entry the fields %v, want %v", envelope, want)
	}
	if got, want := slices.Sorted(maps.Keys(rows)), slices.Sorted(slices.Values(Types())); !slices.Equal(got, want) {
		t.Errorf("docs/events.md lists the types\n%v, want\n%v", got, want)
	}
	for kind, data := range map[string]any{
		LogOpened: LogOpenedData{}, EpochOpened: EpochOpenedData{}, ProgramStarted: ProgramStartedData{}, ConfigChanged: ConfigChangedData{}, ForecastFitted: ForecastFittedData{}, ForecastScored: ForecastScores{},
		DayOpened: struct{}{}, DayClosed: DayClosedData{}, LogVerified: LogVerifiedData{}, ClockJumped: ClockJumpedData{}, SlipClaimed: SlipData{}, SlipPrinted: SlipData{},
		SlipFailed: SlipData{}, SlipReordered: SlipData{}, SlipOrdered: SlipData{}, PaperCounted: PaperData{}, PaperChanged: PaperData{}, PaperServed: PaperServedData{},
		SelfTestBegan: SelfTestData{}, SelfTestEnded: SelfTestData{}, HelpAsked: HelpData{}, HelpAnswered: HelpData{}, DeviceState: DeviceData{}, RatingsAdmitted: RatingsData{}, RatingsObserved: ObservedData{}, QuestionnairePublished: QuestionnaireData{},
		CounterAlarmed: AlarmData{}, AlarmAnswered: AlarmData{}, FiguresExplained: ExplainedData{},
		NoticeClaimed: NoticeData{}, NoticeSent: NoticeData{}, NoticeFailed: NoticeData{},
		AlertRaised: AlertData{}, AlertAcknowledged: AlertData{}, AlertEscalated: AlertData{}, AlertTold: AlertData{}, AlertCleared: AlertData{},
		SessionOpened: SessionData{}, SessionRefused: SessionData{}, SessionClosed: SessionData{}, AccountChanged: AccountData{}, StationPaired: StationData{}, StationRemoved: StationData{},
		InspectionOpened: InspectionData{}, InspectionDrawn: InspectionData{}, InspectionExported: InspectionData{}, InspectionClosed: InspectionData{}, PersonalErased: ErasedData{},
		ReportExported: ReportData{}, ReportSent: ReportData{},
		CaseOpened: CaseData{}, CaseAssigned: CaseData{}, CaseAnswered: CaseData{}, CaseReopened: CaseData{}, CaseSettled: CaseData{}, CaseWithdrawn: CaseData{}, CaseTold: CaseData{},
	} {
		if want := fields(data); !slices.Equal(rows[kind], want) {
			t.Errorf("docs/events.md gives %s the data %v, want %v", kind, rows[kind], want)
		}
	}
}

// TestQueueEventsAreDocumented holds names alone: which type carries which
// field is up to the rules, and held where a whole day is played.
func TestQueueEventsAreDocumented(t *testing.T) {
	rows, _ := documented(t)
	known := map[string]bool{}
	for _, f := range fields(queue.Event{}) {
		known[strings.TrimSuffix(f, "?")] = false
	}
	for _, kind := range queue.Types {
		for _, f := range rows[string(kind)] {
			name := strings.TrimSuffix(f, "?")
			if _, ok := known[name]; !ok {
				t.Errorf("docs/events.md gives %s the field %s, which there is not", kind, name)
			}
			known[name] = true
		}
	}
	for name, found := range known {
		if !found {
			t.Errorf("docs/events.md tells of no event with the field %s", name)
		}
	}
}

// TestTypesListsEveryConstant looks for event types that somebody forgot to list.
func TestTypesListsEveryConstant(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+\.[a-z-]+$`)
	n := 0
	for _, file := range []string{"entry.go", "../queue/event.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			ast.Inspect(g, func(x ast.Node) bool {
				lit, ok := x.(*ast.BasicLit)
				if !ok {
					return true
				}
				if text, err := strconv.Unquote(lit.Value); err == nil && name.MatchString(text) {
					if n++; !slices.Contains(Types(), text) {
						t.Errorf("%s: %s is not in Types", file, text)
					}
				}
				return true
			})
		}
	}
	if n != len(Types()) {
		t.Errorf("%d constants, %d types", n, len(Types()))
	}
}

// TestCausesAreDocumented holds the one sentence that lists them.
func TestCausesAreDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Causes: " + strings.Join(Causes, ", ") + "."; !strings.Contains(string(raw), want) {
		t.Errorf("docs/events.md does not say %q", want)
	}
}
