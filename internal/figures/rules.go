package figures

import (
	"time"

	"motcua/internal/queue"
)

// Promise is the wait of a leg that provinces ask for at most (2025 plans), Patience that of the plans of 2022.
const (
	Promise  = queue.Promise
	Patience = 30 * time.Minute
)

// Why a leg or a visit is in a figure: counted, or not, with a reason. Reasons
// are catalog entries "figures.not-<reason>".
const (
	counted   = ""
	elsewhere = "-" // the figure does not speak of it, and it is not missed there
)

// A measure is one figure: of visits or of legs. Its rule gives the value of
// one of them, or the reason why it has none.
type measure struct {
	name  string
	times bool // the values are times: their distribution is wanted
	sums  bool // the values are counts that add up
	visit func(d *Day, v *Visit) (time.Duration, string)
	leg   func(d *Day, v *Visit, l *Leg) (time.Duration, string)
}

// The measures. Their names are those of the fields of [Figures] in JSON.
const (
	mIssued = iota
	mOnPaper
	mWaiting
	mVisits
	mFinished
	mNoShows
	mCanceled
	mExpired
	mCalled
	mServed
	mResumed
	mLeft
	mTransfer
	mByHand
	mWait
	mWaitOpen
	mWaitPriority
	mWaitOrdinary
	mVisitWait
	mVisitWaitOpen
	mWalk
	mService
	mWrapUp
	mVisit
	mWithin15
	mLeftAfter15
	mLeftBefore15
	mWithin30
	mLeftAfter30
	mLeftBefore30
	mOpen15
	mOpenLeftAfter15
	mOpenLeftBefore15
	mCame60
	mTold
	mKept
	mEarly
	mDossiers
	mOutside
	mIncident
	mLegsOver
	mPressedStart
	mPressedFinish
	mPressed
	mForgotten
	mInstant
	mClockStop
	mMeasures
)

var measures = [mMeasures]measure{
	mIssued:   {name: "issued", visit: func(*Day, *Visit) (time.Duration, string) { return 0, counted }},
	mOnPaper:  {name: "on_paper", visit: which(func(v *Visit) bool { return v.Paper })},
	mWaiting:  {name: "waiting", times: true, visit: waiting},
	mVisits:   {name: "visits", visit: which((*Visit).answered)},
	mFinished: {name: "finished", visit: ended(queue.Finished)},
	mNoShows:  {name: "no_shows", visit: ended(queue.NoShow)},
	mCanceled: {name: "canceled", visit: ended(queue.Canceled)},
	mExpired:  {name: "expired", visit: ended(queue.Expired)},

	mCalled:   {name: "called", leg: those(func(l *Leg) bool { return l.Calls > 0 })},
	mServed:   {name: "served", leg: those(func(l *Leg) bool { return l.Answered })},
	mResumed:  {name: "resumed", leg: those(func(l *Leg) bool { return l.Resumed })},
	mLeft:     {name: "left", leg: those(func(l *Leg) bool { return !l.Answered && !l.Open })},
	mTransfer: {name: "transfer", leg: those(func(l *Leg) bool { return l.End == queue.TicketTransferred })},
	mByHand:   {name: "by_hand", leg: those(func(l *Leg) bool { return l.ByHand })},

	mWait:          {name: "wait", times: true, leg: waitOf},
	mWaitOpen:      {name: "wait_open", times: true, leg: openWait},
	mWaitPriority:  {name: "wait_priority", times: true, leg: classed(true)},
	mWaitOrdinary:  {name: "wait_ordinary", times: true, leg: classed(false)},
	mVisitWait:     {name: "visit_wait", times: true, visit: visitWait(false)},
	mVisitWaitOpen: {name: "visit_wait_open", times: true, visit: visitWait(true)},
	mWalk:          {name: "walk", times: true, leg: walk},
	mService:       {name: "service", times: true, leg: service},
	mWrapUp:        {name: "wrap_up", times: true, leg: wrapUp},
	mVisit:         {name: "visit", times: true, visit: visitTime},

	mWithin15:         {name: "within_15", leg: within(Promise, waitOf)},
	mLeftAfter15:      {name: "left_after_15", leg: leftAfter(Promise, false)},
	mLeftBefore15:     {name: "left_before_15", leg: leftBefore(Promise, false)},
	mWithin30:         {name: "within_30", leg: within(Patience, waitOf)},
	mLeftAfter30:      {name: "left_after_30", leg: leftAfter(Patience, false)},
	mLeftBefore30:     {name: "left_before_30", leg: leftBefore(Patience, false)},
	mOpen15:           {name: "open_15", leg: within(Promise, openWait)},
	mOpenLeftAfter15:  {name: "open_left_after_15", leg: leftAfter(Promise, true)},
	mOpenLeftBefore15: {name: "open_left_before_15", leg: leftBefore(Promise, true)},
	mCame60:           {name: "came_60", leg: came},

	mTold:  {name: "told", times: true, visit: told},
	mKept:  {name: "told_kept", visit: toldThat(func(s int, t *queue.Told) bool { return s <= t.HighS }, "told-late")},
	mEarly: {name: "told_early", visit: toldThat(func(s int, t *queue.Told) bool { return s < t.LowS }, elsewhere)},

	mDossiers: {name: "dossiers", sums: true, leg: number(func(l *Leg) int { return l.Dossiers })},
	mOutside:  {name: "outside", sums: true, leg: number(func(l *Leg) int { return l.Outside })},
	mIncident: {name: "incident", leg: those(func(l *Leg) bool { return l.Incident })},

	mLegsOver:      {name: "quality", leg: those((*Leg).over)},
	mPressedStart:  {name: "pressed_start", leg: but("inferred", func(l *Leg) bool { return l.Inferred })},
	mPressedFinish: {name: "pressed_finish", leg: but("unpressed", func(l *Leg) bool { return l.Unpressed })},
	mPressed:       {name: "pressed", visit: pressed},
	mForgotten:     {name: "forgotten", leg: those(func(l *Leg) bool { return l.Forgotten })},
	mInstant:       {name: "instant", leg: those((*Leg).instant)},
	mClockStop:     {name: "clock_stop", leg: clockStop},
}

// Names of every figure that has tickets behind it.
func MeasureNames() []string {
	var all []string
	for _, m := range measures {
		all = append(all, m.name)
	}
	return all
}

func which(yes func(*Visit) bool) func(*Day, *Visit) (time.Duration, string) {
	return func(_ *Day, v *Visit) (time.Duration, string) {
		if yes(v) {
			return 0, counted
		}
		return 0, elsewhere
	}
}

func ended(s queue.State) func(*Day, *Visit) (time.Duration, string) {
	return which(func(v *Visit) bool { return v.State == s })
}

func those(yes func(*Leg) bool) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(_ *Day, _ *Visit, l *Leg) (time.Duration, string) {
		if yes(l) {
			return 0, counted
		}
		return 0, elsewhere
	}
}

// but is the answered legs that are over, without some.
func but(why string, not func(*Leg) bool) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(_ *Day, _ *Visit, l *Leg) (time.Duration, string) {
		switch {
		case !l.over():
			return 0, elsewhere
		case not(l):
			return 0, why
		}
		return 0, counted
	}
}

// number is a figure that adds up counts.
func number(n func(*Leg) int) func(*Day, *Visit, *Leg) (time.Duration, string) {
	return func(_ *Day, _ *Visit, l *Leg) (time.Duration, string) {
		if k := n(l); k > 0 {
			return time.Duration(k), counted
		}
		return 0, elsewhere
	}
}

func (v *Visit) answered() bool {
	for i := range v.Legs {
		if v.Legs[i].Answered {
			return true
		}
	}
	return false
}

func (l *Leg) over() bool { return l.Answered && !l.Open }
