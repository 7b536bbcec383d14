package kit

import (
	"encoding/json"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"
)

// expose lets the page read what the screen shows: motcuaState() and
// motcuaTargets(), both JSON, targets in CSS pixels of the canvas. It returns
// what takes them away again.
func (g *game) expose() func() {
	state := js.FuncOf(func(js.Value, []js.Value) any {
		g.shown.Lock()
		defer g.shown.Unlock()
		return asJSON(g.shown.status)
	})
	targets := js.FuncOf(func(js.Value, []js.Value) any {
		g.shown.Lock()
		defer g.shown.Unlock()
		scale := ebiten.Monitor().DeviceScaleFactor()
		list := make([]place, 0, len(g.shown.targets))
		for _, t := range g.shown.targets {
			list = append(list, place{t.ID, t.Rect.X / scale, t.Rect.Y / scale, t.Rect.W / scale, t.Rect.H / scale})
		}
		return asJSON(list)
	})
	js.Global().Set("motcuaState", state)
	js.Global().Set("motcuaTargets", targets)
	return func() {
		js.Global().Delete("motcuaState")
		js.Global().Delete("motcuaTargets")
		state.Release()
		targets.Release()
	}
}

type place struct {
	ID string  `json:"id"`
	X  float64 `json:"x"`
	Y  float64 `json:"y"`
	W  float64 `json:"w"`
	H  float64 `json:"h"`
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "null"
	}
	return string(raw)
}
