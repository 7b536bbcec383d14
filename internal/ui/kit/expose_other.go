//go:build !js

package kit

// expose does nothing: there is no page around a native screen.
func (g *game) expose() func() { return func() {} }
