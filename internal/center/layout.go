package center

import (
	"slices"

	"motcua/internal/i18n"
)

// Display is a hall or counter screen.
type Display struct {
	ID        DeviceID    `toml:"id" json:"id"`
	Counter   CounterID   `toml:"counter" json:"counter"`               // set for the screen of one counter, empty for the hall
	Counters  []CounterID `toml:"counters" json:"counters"`             // its zone: whose calls a hall shows; empty: all
	Layout    string      `toml:"layout" json:"layout"`                 // id of a layout; empty: counter or hall
	Theme     string      `toml:"theme" json:"theme"`                   // see Themes; empty: default
	Languages []i18n.Lang `toml:"languages" json:"languages,omitempty"` // the first leads, the second stands below; empty: Vietnamese
	Portrait  bool        `toml:"portrait" json:"portrait,omitempty"`   // it hangs on end
	Diagonal  float64     `toml:"diagonal" json:"diagonal"`             // inches
	Distance  float64     `toml:"distance" json:"distance"`             // meters from which it is read
}

// Themes lists the colors that a display may have.
var Themes = []string{"default", "high-contrast", "night"}

// Grid is how many parts the body of a display is divided into, across and down.
const Grid = 24

// Layout says what stands where on a display, below its head and above its foot.
type Layout struct {
	ID    string   `toml:"id" json:"id"`
	Plain bool     `toml:"plain" json:"plain,omitempty"` // without the line of name, date and time at the head
	Foot  []string `toml:"foot" json:"foot,omitempty"`   // what the line at the foot tells in turn, see Feet; empty: no such line
	Panes []Pane   `toml:"pane" json:"panes"`
}

// Pane is one part of a layout. While it has nothing to show, a neighbor that
// shares a whole side with it takes its room.
type Pane struct {
	Shows    string `toml:"shows" json:"shows"`                 // see Shown
	At       []int  `toml:"at" json:"at"`                       // x, y, width, height in twenty-fourths of the body
	Portrait []int  `toml:"portrait" json:"portrait,omitempty"` // the same on a screen on end; empty: At
}

// What a pane shows.
const (
	ShowCalls         = "calls"         // the newest call, large; without a list beside it every awaited call in turn
	ShowList          = "list"          // the calls before it
	ShowCounters      = "counters"      // every counter: its number and state
	ShowCounter       = "counter"       // the display's own counter
	ShowNext          = "next"          // who is next, by service
	ShowMissed        = "missed"        // who missed a call, what to do and until when
	ShowWaiting       = "waiting"       // how many wait, and how long it may take
	ShowStandstill    = "standstill"    // which services stand still, since when
	ShowAnnouncements = "announcements" // text slides
	ShowSlides        = "slides"        // pictures and text slides
	ShowClock         = "clock"         // time and date
	ShowEntry         = "entry"         // the code with which phones take a number
)

// Shown lists what a pane may show.
var Shown = []string{ShowCalls, ShowList, ShowCounters, ShowCounter, ShowNext, ShowMissed, ShowWaiting, ShowStandstill,
	ShowAnnouncements, ShowSlides, ShowClock, ShowEntry}

// Feet lists what the line at the foot may tell.
var Feet = []string{ShowNext, ShowMissed, ShowWaiting, ShowStandstill, ShowEntry}

// foot is what a hall tells where nobody says otherwise.
var foot = []string{ShowEntry, ShowNext, ShowMissed, ShowWaiting}

// BuiltIn are the layouts that every center has.
var BuiltIn = []Layout{
	{ID: "hall", Foot: foot, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 14, 24}, Portrait: []int{0, 0, 24, 10}},
		{Shows: ShowList, At: []int{14, 0, 10, 14}, Portrait: []int{0, 10, 24, 9}},
		{Shows: ShowEntry, At: []int{14, 14, 10, 10}, Portrait: []int{0, 19, 24, 5}},
	}},
	{ID: "counters", Foot: foot, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 11, 24}, Portrait: []int{0, 0, 24, 9}},
		{Shows: ShowCounters, At: []int{11, 0, 13, 24}, Portrait: []int{0, 9, 24, 15}},
	}},
	{ID: "list", Foot: foot, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 24, 13}, Portrait: []int{0, 0, 24, 9}},
		{Shows: ShowList, At: []int{0, 13, 24, 11}, Portrait: []int{0, 9, 24, 15}},
	}},
	{ID: "next", Foot: []string{ShowMissed, ShowStandstill}, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 11, 24}, Portrait: []int{0, 0, 24, 9}},
		{Shows: ShowNext, At: []int{11, 0, 13, 24}, Portrait: []int{0, 9, 24, 15}},
	}},
	{ID: "slides", Foot: foot, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 10, 15}, Portrait: []int{0, 0, 24, 8}},
		{Shows: ShowList, At: []int{0, 15, 10, 9}, Portrait: []int{0, 8, 24, 6}},
		{Shows: ShowSlides, At: []int{10, 0, 14, 24}, Portrait: []int{0, 14, 24, 10}},
	}},
	{ID: "announcements", Foot: foot, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 11, 24}, Portrait: []int{0, 0, 24, 9}},
		{Shows: ShowStandstill, At: []int{11, 0, 13, 9}, Portrait: []int{0, 9, 24, 5}},
		{Shows: ShowAnnouncements, At: []int{11, 9, 13, 15}, Portrait: []int{0, 14, 24, 10}},
	}},
	{ID: "missed", Foot: []string{ShowEntry, ShowNext, ShowWaiting}, Panes: []Pane{
		{Shows: ShowCalls, At: []int{0, 0, 11, 24}, Portrait: []int{0, 0, 24, 9}},
		{Shows: ShowStandstill, At: []int{11, 0, 13, 9}, Portrait: []int{0, 9, 24, 5}},
		{Shows: ShowMissed, At: []int{11, 9, 13, 15}, Portrait: []int{0, 14, 24, 10}},
	}},
	{ID: "counter", Plain: true, Panes: []Pane{{Shows: ShowCounter, At: []int{0, 0, 24, 24}}}},
}

// Place is where the pane lies, in parts of the grid.
func (p Pane) Place(portrait bool) (x, y, w, h int) {
	at := p.At
	if portrait && len(p.Portrait) == 4 {
		at = p.Portrait
	}
	if len(at) != 4 {
		return 0, 0, 0, 0
	}
	return at[0], at[1], at[2], at[3]
}

// Shows tells whether a pane of the layout shows one of these.
func (l Layout) Shows(what ...string) bool {
	return slices.ContainsFunc(l.Panes, func(p Pane) bool { return slices.Contains(what, p.Shows) })
}

// LayoutOf finds a layout by its id, first among own and then among BuiltIn.
func LayoutOf(own []Layout, id string) (Layout, bool) {
	for _, all := range [][]Layout{own, BuiltIn} {
		if i := slices.IndexFunc(all, func(l Layout) bool { return l.ID == id }); i >= 0 {
			return all[i], true
		}
	}
	return Layout{}, false
}

// Uses is the id of the layout that the display has.
func (d Display) Uses() string {
	switch {
	case d.Layout != "":
		return d.Layout
	case d.Counter != "":
		return ShowCounter
	}
	return "hall"
}

// Lang is the language that leads.
func (d Display) Lang() i18n.Lang {
	if len(d.Languages) == 0 {
		return i18n.VI
	}
	return d.Languages[0]
}

// Covers tells whether the display shows what happens at a counter.
func (d Display) Covers(c CounterID) bool {
	if d.Counter != "" {
		return c == d.Counter
	}
	return len(d.Counters) == 0 || slices.Contains(d.Counters, c)
}
