package survey_test

import (
	"maps"
	"slices"
	"testing"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// ready is a questionnaire that a manager can begin with.
func ready(t *testing.T, id string) *center.Questionnaire {
	t.Helper()
	all := center.ReadyQuestionnaires()
	i := slices.IndexFunc(all, func(q center.Questionnaire) bool { return q.ID == id })
	if i < 0 {
		t.Fatalf("there is no ready questionnaire %s", id)
	}
	return &all[i]
}

func TestEveryScaleHasItsFaces(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	odd := *ready(t, "hai-long-4")
	odd.Levels = []i18n.Text{{VI: "Kém", EN: "Poor"}, {VI: "Tạm được", EN: "Fair"}, {VI: "Tốt", EN: "Good"}, {VI: "Rất tốt", EN: "Very good"}}
	for _, test := range []struct {
		q    *center.Questionnaire
		want string // of each level, the best first
	}{
		{ready(t, "hai-long"), "54321"}, {ready(t, "hai-long-4"), "5432"}, {ready(t, "hai-long-3"), "542"}, {&odd, "5421"},
	} {
		c.mu.Lock()
		c.form = test.q
		c.mu.Unlock()
		c.happen("token-"+test.want, "ticket.finished", finished)
		b.open("/survey/T3")
		b.shows("question")
		b.fits("scale." + test.want)
		if !b.is("[...document.querySelectorAll('#levels use')].map((u) => u.getAttribute('href').at(-1)).join('') === '" + test.want + "'") {
			t.Errorf("%s: other faces than %s", test.q.ID, test.want)
		}
	}
}

// TestFurtherQuestions are asked where the questionnaire says so, and each may be left out.
func TestFurtherQuestions(t *testing.T) {
	c := newController()
	q := *ready(t, "ket-qua")
	q.Comment = true
	c.token, c.form = "token-20", &q
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.click("#helped")
	b.click("#levels [value='2']")
	b.shows("more")
	b.click("#choices [value='harassment']")
	b.click("#more .send")
	for page := range 3 {
		b.until("document.querySelectorAll('#choices .item').length === 2")
		b.fits("items." + string(rune('1'+page)))
		b.click("#choices .item:first-child [value='2']")
		b.click("#choices .item:last-child [value='1']")
		if page == 1 {
			b.click("#choices .item:last-child [value='1']") // taken back
		}
		b.click("#more .send")
	}
	b.until("document.getElementById('words')")
	b.fits("comment")
	b.do("write", keys("#words", "Phải photo <b>ba lần</b>."))
	b.click("#more .send")
	b.shows("thanks")
	b.fits("thanks.low")
	b.wait("the rating arrives", func() bool { return len(c.got()) == 1 })
	got := c.got()[0]
	if got.Questionnaire != q.Version() || !got.Helped || got.Answers.Comment != "Phải photo <b>ba lần</b>." || !slices.Equal(got.Answers.Reasons, []string{"harassment"}) {
		t.Errorf("answer %+v", got.request)
	}
	if want := map[string]int{"result": 2, "official": 1, "tt01-1": 2, "tt01-4": 2, "tt01-7": 1}; !maps.Equal(got.Answers.Items, want) {
		t.Errorf("items %v, want %v", got.Answers.Items, want)
	}
}

// TestOneFurtherQuestionIsOneTouch, so that nobody has to send it as well.
func TestOneFurtherQuestionIsOneTouch(t *testing.T) {
	c := newController()
	q := *ready(t, "ket-qua")
	q.Items = q.Items[:1]
	c.token, c.form = "token-21", &q
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.click("#levels [value='5']")
	b.shows("more")
	b.click("#choices [value='5']")
	b.shows("thanks")
	b.wait("the rating arrives", func() bool { return len(c.got()) == 1 })
	if got := c.got()[0].Answers; got.Overall != 5 || got.Items["result"] != 5 {
		t.Errorf("answers %+v, want 5 and 5 of the result", got)
	}
}

// TestAnAnswerKeepsTheWordsItWasAskedIn although a manager changes them meanwhile.
func TestAnAnswerKeepsTheWordsItWasAskedIn(t *testing.T) {
	c := newController()
	c.token = "token-22"
	asked := c.questionnaire()
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	changed := *ready(t, "hai-long-3")
	c.mu.Lock()
	c.form = &changed
	c.mu.Unlock()
	b.run("window.before = true")
	c.happen("token-22", "config.changed", `{}`)
	b.click("#levels [value='5']")
	b.shows("thanks")
	b.wait("the rating arrives", func() bool { return len(c.got()) == 1 })
	if got := c.got()[0]; got.Questionnaire != asked {
		t.Errorf("the answer is of %s, want %s, which was asked", got.Questionnaire, asked)
	}
	b.until("document.body.dataset.show === 'asleep' && window.before === undefined") // the page is loaded anew
}

// TestASecondTouchOfATremblingHandIsNone, because it would choose on the next page.
func TestASecondTouchOfATremblingHandIsNone(t *testing.T) {
	c := newController()
	c.token = "token-23"
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("question")
	b.run(`Object.defineProperty(MouseEvent.prototype, "timeStamp", {get: () => performance.now(), configurable: true});
		setTimeout(() => { // the question itself has just come up
			document.querySelector("#levels [value='1']").click();
			document.querySelector("#choices [value='attitude']").click();
			window.shaken = document.querySelector("#choices [aria-pressed=true]");
		}, 600)`)
	b.until("document.body.dataset.show === 'more' && window.shaken === null")
}

// TestTheTabletMirrorsItsCounter while nobody is asked.
func TestTheTabletMirrorsItsCounter(t *testing.T) {
	c := newController()
	b := newTablet(t, c)
	b.open("/survey/T3")
	b.shows("asleep")
	b.until("document.getElementById('big').textContent === 'Quầy 3'")
	for state, words := range map[string]string{"called": "Đang mời số", "serving": "Đang phục vụ số"} {
		c.mu.Lock()
		c.ticket = `{"number":"A012","state":"` + state + `"}`
		c.mu.Unlock()
		c.happen("", "ticket.called", finished)
		b.until("document.getElementById('big').textContent === 'A012' && document.getElementById('doing').textContent === '" + words + "'")
	}
	b.fits("mirror")
	b.speak("en")
	b.until("document.getElementById('doing').textContent === 'Now serving number'")
	b.shot("mirror.en")
}
