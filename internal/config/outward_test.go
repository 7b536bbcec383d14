package config

import (
	"testing"

	"motcua/internal/fault"
)

func TestBrowsersNameOnlyWhatIsTheirs(t *testing.T) {
	table := func(list, key, value string) Values {
		return Values{list: []any{Values{"id": "a", key: value}}}
	}
	for _, x := range []struct {
		name, list, key, before, now, want string
	}{
		{"secret beside", "hook", "secret", "", "hook.secret", ""},
		{"secret elsewhere", "hook", "secret", "", "/etc/shadow", "settings-path"},
		{"previous beside", "hook", "previous", "", "hook.before", ""},
		{"previous elsewhere", "hook", "previous", "", "/etc/shadow", "settings-path"},
		{"previous climbs", "hook", "previous", "", "../account.key", "settings-path"},
		{"previous of the technician stays", "hook", "previous", "/etc/hook", "/etc/hook", ""},
		{"folder of the data", "report", "folder", "", "/data/reports", ""},
		{"folder below it", "report", "folder", "", "/data/reports/monthly", ""},
		{"folder that the technician allows", "report", "folder", "", "/srv/reports/2026", ""},
		{"folder beside it", "report", "folder", "", "/srv/reports2", "settings-folder"},
		{"folder that climbs", "report", "folder", "", "/data/reports/../../etc", "settings-folder"},
		{"folder of the data itself", "report", "folder", "", "/data", "settings-folder"},
		{"folder anywhere", "report", "folder", "", "/etc/cron.d", "settings-folder"},
		{"folder of the technician stays", "report", "folder", "/mnt/x", "/mnt/x", ""},
		{"no folder", "report", "folder", "/mnt/x", "", ""},
	} {
		got := Outward(table(x.list, x.key, x.before), table(x.list, x.key, x.now), "/data/reports", "/srv/reports")
		code := ""
		if len(got) > 0 {
			code = fault.CodeOf(got[0].Fault)
		}
		if code != x.want || len(got) > 1 {
			t.Errorf("%s: %q, want %q", x.name, code, x.want)
		}
	}
}
