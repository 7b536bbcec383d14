package kiosk

import (
	"math"
	"strings"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/ui"
	"motcua/internal/ui/kit"
	"motcua/internal/wire"
)

// result shows the number, what became of the slip, the QR code that carries
// the number even when no paper does, and what can still be put right.
func (v *view) result() {
	body := v.corrections(v.body)
	if v.Geometry.Portrait() {
		share := 0.32
		if v.f.Large {
			share = 0.26
		}
		card, body := body.Top(body.H*share, v.mm(6))
		code, body := body.Bottom(min(body.H*(share+0.12), v.mm(95)), v.mm(6))
		v.number(card)
		v.about(v.outcome(body))
		v.code(code)
		return
	}
	code, body := body.Right(body.W*0.33, v.mm(8))
	card, body := body.Top(body.H*0.36, v.mm(3))
	v.number(card)
	v.about(v.outcome(body))
	v.code(code)
}

// corrections are the keys below a number: another service for it, giving it
// back, a second one. Beside or above them stands how long the screen stays.
func (v *view) corrections(r kit.Rect) (rest kit.Rect) {
	var keys []kit.Button
	if v.f.correctable() {
		keys = append(keys, kit.Button{ID: "change", Word: v.t("change")}, kit.Button{ID: "cancel", Word: v.t("drop-yes")})
	}
	keys = append(keys, kit.Button{ID: "another", Word: v.t("another")})
	row, rest := r.Bottom(v.mm(kit.TargetMM+2), v.mm(3))
	var foot kit.Rect
	if v.Geometry.Portrait() {
		foot, rest = rest.Bottom(v.Geometry.Least()*1.4, v.mm(2))
	} else {
		row, foot = row.Left(row.W*0.74, v.mm(6))
	}
	for i, cell := range row.Grid(3, 1, v.mm(kit.GapMM))[:len(keys)] {
		b := keys[i]
		b.Middle, b.Held = true, v.held == b.ID
		v.Button(cell, b)
	}
	v.stays(foot)
	return rest
}

// stays says how long the number stays on the screen, and on a portrait screen which fault kept its slip back.
func (v *view) stays(foot kit.Rect) {
	if state, _ := v.f.Slip(); state == slipWaiting {
		return
	}
	if code := v.f.FaultCode(); code != "" && v.f.paperless() && v.Geometry.Portrait() {
		at, rest := foot.Right(v.Measure(code, true, v.size("small"))+v.mm(1), v.mm(4))
		v.Text(at, code, kit.Style{Size: v.size("small"), Bold: true, Color: v.Theme.Warn, Align: kit.End, Down: kit.Middle, Lines: 1})
		foot = rest
	}
	v.Text(foot, v.t("returns", "seconds", seconds(v.f.Left())), kit.Style{Size: v.Geometry.Least(), Color: v.Theme.Muted, Down: kit.Middle, Unspoken: true})
}

func (v *view) number(card kit.Rect) { v.large(card, v.t("your-number"), v.f.Ticket.Number) }

// large writes a number as large as its card allows.
func (v *view) large(card kit.Rect, title, number string) {
	v.Round(card, v.Theme.ActionSoft)
	in := card.InsetXY(v.mm(7), v.mm(3))
	head, big := in.Top(v.size("body")*1.3, 0)
	if !v.Geometry.Portrait() {
		head, big = in.Left(in.W*0.3, v.mm(4))
	}
	v.Text(head, title, kit.Style{Size: v.size("body"), Color: v.Theme.Text, Down: kit.Middle, Unspoken: true})
	v.Text(big, number, kit.Style{Size: math.Floor(min(big.H/1.2, big.W/2.7)), Least: v.size("head"), Bold: true, Color: v.Theme.Action, Down: kit.Middle, Lines: 1,
		Spoken: title + " " + number})
}

// paperless tells that the citizen wanted a slip and holds none for certain.
func (f *Flow) paperless() bool {
	state, _ := f.Slip()
	return state == slipFailed || state == slipUnknown
}

// outcome says what became of the slip, in color, sign and word.
func (v *view) outcome(r kit.Rect) (rest kit.Rect) {
	state, cause := v.f.Slip()
	number := v.f.Ticket.Number
	word, icon, tone := v.t("printed"), "check", ui.Right
	switch state {
	case slipWaiting:
		word, icon, tone = v.t("printing"), "printer", ui.Pressing
	case slipNone:
		word, icon, tone = v.t("no-printer", "number", number), "qr", ui.Pressing
	case slipUnknown:
		word, icon, tone = v.t("print-unknown", "number", number), "warning", ui.Careful
	case slipFailed:
		word, icon, tone = v.t("print-failed", "number", number), "warning", ui.Careful
		if cause == wire.PaperOut {
			word = v.t("paper-out", "number", number)
		}
	}
	size := v.size("body")
	mark, text := r.Left(size*1.6, v.mm(3))
	text.H *= 0.5
	at := v.Text(text, word, kit.Style{Size: size, Bold: true, Color: v.Theme.Ink(tone)})
	mark.H = min(size*1.6, at.H)
	v.Icon(mark, icon, v.Theme.Ink(tone))
	_, rest = r.Top(max(at.H, mark.H), v.mm(3))
	if v.f.paperless() && v.Geometry.Portrait() {
		at = v.Text(rest, v.t("paper-slip"), kit.Style{Size: size, Color: v.Theme.Text})
		_, rest = rest.Top(at.H, v.mm(2))
	}
	return rest
}

// lines puts each sentence on a line of its own.
func lines(sentences string) string { return strings.ReplaceAll(sentences, ". ", ".\n") }

// about says for what the number is and how long it may take.
func (v *view) about(r kit.Rect) {
	t := v.f.Ticket
	what := v.f.service(t.Service).Name.In(v.f.Lang) + " · " + i18n.T(v.f.Lang, "purpose."+string(t.Purpose))
	if t.Slot != nil {
		what += " · " + v.t("slot", "time", i18n.Clock(t.Slot.In(center.Zone)))
	}
	what += "\n" + Estimate(v.f.Lang, t)
	if t.Assist {
		what += "\n" + v.t("assist-told")
	}
	if v.f.gone != "" {
		what += "\n" + v.t("gone", "number", v.f.gone)
	}
	style := kit.Style{Size: v.size("body"), Color: v.Theme.Text}
	if v.Geometry.Portrait() {
		style.Size = v.size("lead")
	}
	if apart := lines(what); v.Geometry.Portrait() && v.Fits(r, apart, style) {
		what = apart
	}
	v.Text(r, what, style)
}

func (v *view) code(r kit.Rect) {
	if v.f.Ticket.URL == "" {
		return
	}
	text := v.t("scan")
	if v.f.paperless() {
		text = v.t("keep")
	}
	if v.Geometry.Portrait() {
		code, side := r.Left(min(r.H, r.W*0.45), v.mm(6))
		v.QR(code, v.f.Ticket.URL)
		v.Text(side, text, kit.Style{Size: v.size("body"), Color: v.Theme.Text, Down: kit.Middle})
		return
	}
	share := 0.62
	if v.f.paperless() {
		text, share = text+" "+v.t("paper-slip"), 0.55
	}
	code, below := r.Top(min(r.W, r.H*share), v.mm(3))
	v.QR(code, v.f.Ticket.URL)
	v.Text(below, text, kit.Style{Size: v.size("small"), Color: v.Theme.Text, Align: kit.Middle})
}
