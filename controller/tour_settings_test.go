package controller

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"motcua/internal/config"
	"motcua/internal/wire"
)

// configuration asks for everything about the configuration, at a center of its
// own whose file is known; at this one it is not.
func (o *tour) configuration() {
	for _, call := range []string{"GET /settings", "GET /settings/file"} {
		o.want(409, "settings-off", "manager", call, "")
	}
	for _, call := range []string{"PUT /settings", "POST /settings/check", "POST /settings/slip", "PUT /settings/file?base=1&effective=now",
		"POST /settings/file/check?base=1", "POST /settings/versions/1/check", "POST /settings/versions/1/restore"} {
		o.want(409, "settings-off", "manager", call, "{}")
	}
	file := filepath.Join(o.TempDir(), "center.toml")
	if err := os.WriteFile(file, config.Example(), 0o600); err != nil {
		o.Fatal(err)
	}
	x := openTour(o.T, fromFile(o.T, file))
	x.seen = o.seen
	defer x.h.stop()
	var s wire.Settings
	if err := json.Unmarshal(x.want(200, "", "manager", "GET /settings", "").body, &s); err != nil {
		o.Fatal(err)
	}
	for _, call := range []string{"form", "file", "versions", "versions?before=9", "versions/1", "versions/1/changes"} {
		x.want(200, "", "manager", "GET /settings/"+call, "")
	}
	x.want(400, "settings-base", "manager", "GET /settings/versions?before=x", "")
	for _, call := range []string{"GET /settings/versions/9", "GET /settings/versions/x/changes"} {
		x.want(404, "settings-version", "manager", call, "")
	}
	x.saving(s, file)
	for _, call := range []string{"PUT /settings", "POST /settings/check", "POST /settings/slip", "PUT /settings/file?base=1&effective=now",
		"POST /settings/file/check?base=1", "POST /settings/versions/1/check", "POST /settings/versions/1/restore"} {
		large := strings.Repeat(" ", mostSettings+1)
		x.want(413, "body-large", "manager", call, large)
		if !strings.Contains(call, "file") {
			x.want(400, "key-form", "manager", call, "{}", "Idempotency-Key: "+strings.Repeat("k", 129))
			x.want(400, "json", "manager", call, "{")
		}
	}
}

// saving goes through what saving answers.
func (o *tour) saving(s wire.Settings, file string) {
	wish := func(base int64, effective string, change func(map[string]any)) string {
		raw, err := json.Marshal(s.Values)
		if err != nil {
			o.Fatal(err)
		}
		v := map[string]any{}
		if err := json.Unmarshal(raw, &v); err != nil {
			o.Fatal(err)
		}
		change(v)
		raw, err = json.Marshal(map[string]any{"base": base, "values": v, "effective": effective})
		if err != nil {
			o.Fatal(err)
		}
		return string(raw)
	}
	same := func(map[string]any) {}
	demo := func(v map[string]any) { v["demo"] = true }
	wrong := func(v map[string]any) { v["demo"] = 3 }
	o.want(200, "", "manager", "POST /settings/check", wish(1, "now", demo))
	o.want(200, "", "manager", "POST /settings/check", wish(1, "now", wrong))
	o.want(200, "", "manager", "POST /settings/slip", wish(1, "now", demo))
	o.want(404, "service-unknown", "manager", "POST /settings/slip?service=NO", wish(1, "now", demo))
	o.want(422, "settings-type", "manager", "POST /settings/slip", wish(1, "now", wrong))
	o.want(422, "settings-type", "manager", "PUT /settings", wish(1, "now", wrong))
	o.want(422, "settings-effective", "manager", "PUT /settings", wish(1, "never", demo))
	o.want(200, "", "manager", "PUT /settings", wish(1, "now", demo))
	o.want(409, "settings-stale", "manager", "PUT /settings", wish(1, "now", same))
	o.want(400, "settings-base", "manager", "PUT /settings/file?effective=now", "x = 1")
	o.want(422, "config-syntax", "manager", "PUT /settings/file?base=2&effective=now", "prose")
	o.want(409, "settings-stale", "manager", "PUT /settings/file?base=1&effective=now", "demo = true")
	o.want(200, "", "manager", "PUT /settings/file?base=2&effective=now", string(config.Example()))
	o.want(400, "settings-base", "manager", "POST /settings/file/check", "x = 1")
	o.want(200, "", "manager", "POST /settings/file/check?base=3", "demo = true")
	o.want(409, "settings-stale", "manager", "POST /settings/file/check?base=2", "demo = true")
	o.want(404, "settings-version", "manager", "POST /settings/versions/9/check", `{"base":3}`)
	o.want(200, "", "manager", "POST /settings/versions/2/check", `{"base":3}`)
	o.want(409, "settings-stale", "manager", "POST /settings/versions/2/check", `{"base":1}`)
	o.want(404, "settings-version", "manager", "POST /settings/versions/9/restore", `{"base":3,"effective":"now"}`)
	o.want(422, "settings-effective", "manager", "POST /settings/versions/2/restore", `{"base":3,"effective":"x"}`)
	o.want(409, "settings-stale", "manager", "POST /settings/versions/2/restore", `{"base":1,"effective":"now"}`)
	o.want(200, "", "manager", "POST /settings/versions/2/restore", `{"base":3,"effective":"now"}`)
	if err := os.RemoveAll(filepath.Dir(file)); err != nil { // nothing can be written there any more
		o.Fatal(err)
	}
	o.want(503, "settings-file", "manager", "PUT /settings", wish(4, "now", same))
	o.want(503, "settings-file", "manager", "PUT /settings/file?base=4&effective=now", string(config.Example()))
	o.want(503, "settings-file", "manager", "POST /settings/versions/1/restore", `{"base":4,"effective":"now"}`)
}
