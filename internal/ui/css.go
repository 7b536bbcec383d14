package ui

import (
	"fmt"
	"strings"
)

// CSS returns every token as a CSS custom property: the default theme on :root,
// the others on [data-theme=...]. Web pages serve it as /static/tokens.css.
func CSS() string {
	var b strings.Builder
	b.WriteString("/* Generated from internal/ui/tokens.go. */\n")
	block(&b, ":root", "", append(Default.css(), sizes()...))
	for _, t := range Themes[1:] {
		block(&b, fmt.Sprintf(":root[data-theme=%q], [data-theme=%q]", t.Name, t.Name), "", t.css())
	}
	b.WriteString("@media (prefers-contrast: more) {\n")
	block(&b, `:root:not([data-theme])`, "  ", HighContrast.css())
	b.WriteString("}\n@media (prefers-reduced-motion: reduce) {\n")
	block(&b, ":root", "  ", []string{"--motion-fade: 0ms", "--motion-pulse: 0ms", "--motion-pulses: 0"})
	b.WriteString("}\n")
	return b.String()
}

func block(b *strings.Builder, selector, indent string, lines []string) {
	fmt.Fprintf(b, "%s%s {\n", indent, selector)
	for _, l := range lines {
		fmt.Fprintf(b, "%s  %s;\n", indent, l)
	}
	fmt.Fprintf(b, "%s}\n", indent)
}

func (t Theme) css() []string {
	scheme := "light"
	if t.Ground.Luminance() < 0.2 {
		scheme = "dark"
	}
	lines := []string{"color-scheme: " + scheme}
	for _, c := range t.colors() {
		lines = append(lines, fmt.Sprintf("--color-%s: %s", c.name, c.color))
	}
	return lines
}

type named struct {
	name  string
	color Color
}

func (t Theme) colors() []named {
	return []named{
		{"ground", t.Ground}, {"surface", t.Surface}, {"line", t.Line}, {"edge", t.Edge},
		{"text", t.Text}, {"muted", t.Muted}, {"focus", t.Focus},
		{"action", t.Action}, {"on-action", t.OnAction}, {"action-soft", t.ActionSoft},
		{"turn", t.Turn}, {"on-turn", t.OnTurn}, {"turn-text", t.TurnText},
		{"fault", t.Fault}, {"on-fault", t.OnFault}, {"fault-soft", t.FaultSoft},
		{"good", t.Good}, {"on-good", t.OnGood}, {"good-soft", t.GoodSoft},
		{"warn", t.Warn}, {"on-warn", t.OnWarn}, {"warn-soft", t.WarnSoft},
		{"stale", t.Stale}, {"stale-soft", t.StaleSoft},
	}
}

func sizes() []string {
	lines := []string{`--font-sans: "Noto Sans", system-ui, sans-serif`, fmt.Sprintf("--line-height: %g", LineHeight)}
	for _, s := range Scale {
		lines = append(lines, fmt.Sprintf("--text-%s: %grem", s.Name, s.Size*BodyPx/16))
	}
	for i, s := range Spaces {
		lines = append(lines, fmt.Sprintf("--space-%d: %grem", i+1, s*SpacePx/16))
	}
	return append(lines,
		fmt.Sprintf("--radius: %grem", RadiusPx/16),
		fmt.Sprintf("--motion-fade: %dms", Fade.Milliseconds()),
		fmt.Sprintf("--motion-pulse: %dms", Pulse.Milliseconds()),
		fmt.Sprintf("--motion-pulses: %d", Pulses))
}
