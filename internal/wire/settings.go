package wire

import (
	"time"

	"motcua/internal/center"
)

// SettingsVersion is one configuration that the center has, had, or will have.
type SettingsVersion struct {
	Version   int64      `json:"version"` // counted from 1
	At        time.Time  `json:"at"`      // when it was saved
	By        string     `json:"by"`      // opaque id of who saved it; file: somebody wrote the file
	Name      string     `json:"name,omitempty"`
	SHA256    string     `json:"sha256"`          // of the file
	Effective string     `json:"effective"`       // now or opening
	Since     *time.Time `json:"since,omitempty"` // when it came into force
	State     string     `json:"state"`           // in-force, waiting, past, replaced: it never was in force, or refused: it could not be
}

// Settings is the newest configuration, as the values of a form.
type Settings struct {
	SettingsVersion
	Values  map[string]any `json:"values"`            // what the file says; what it leaves out is as usual
	Usual   map[string]any `json:"usual"`             // what is in force where the file leaves a key out
	Waits   bool           `json:"waits,omitempty"`   // it is not in force yet
	Restart []string       `json:"restart,omitempty"` // what goes on as it was until the program starts again
	File    string         `json:"file,omitempty"`    // why the file that somebody wrote is not used
}

// SettingsRequest saves a configuration over the one that it was made from.
type SettingsRequest struct {
	Base      int64          `json:"base"` // version that Values were made from
	Values    map[string]any `json:"values"`
	Effective string         `json:"effective"` // now or opening
}

// SettingsFault is something wrong, at its place in the values.
type SettingsFault struct {
	Path   string `json:"path"`           // service.3.name.vi; empty: the whole
	Line   int    `json:"line,omitempty"` // of the file that somebody sent, counted from 1; absent: nowhere in particular
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// SettingsChange is one difference. Path names the key, and a table of a list
// by its id or its number.
type SettingsChange struct {
	Path []string `json:"path"`
	Old  any      `json:"old,omitempty"`
	New  any      `json:"new,omitempty"`
}

// SettingsCheck is what saving would do.
type SettingsCheck struct {
	Faults  []SettingsFault  `json:"faults"`
	Changes []SettingsChange `json:"changes"`
	Days    []SettingsDay    `json:"days"`    // the next 14
	Effects []string         `json:"effects"` // on who is there now, in the asker's language
	Restart []string         `json:"restart"` // what goes on as it was until the program starts again, likewise
}

// SettingsDay is when numbers are given on a day.
type SettingsDay struct {
	Day     center.Day `json:"day"`
	Windows []string   `json:"windows"`       // 07:30-11:30; none: the center stays closed
	Why     string     `json:"why,omitempty"` // holiday or extra, where it is not as usual
}

// SettingsAnswer is what was saved.
type SettingsAnswer struct {
	SettingsVersion
	Changes []SettingsChange `json:"changes"`
}

// SettingsProblem is why nothing was saved: what is wrong, or what somebody else saved meanwhile.
type SettingsProblem struct {
	Problem
	Faults  []SettingsFault  `json:"faults,omitempty"`
	Newest  *SettingsVersion `json:"newest,omitempty"`  // somebody saved it since
	Changes []SettingsChange `json:"changes,omitempty"` // between the version that was changed and the newest
}

// SettingsVersions lists configurations, the newest first.
type SettingsVersions struct {
	Versions []SettingsVersion `json:"versions"`
}
