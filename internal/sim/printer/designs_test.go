package printer_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"time"

	"motcua/internal/center"
	"motcua/internal/device/devicetest"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// star is a logo: a five-pointed star in a ring, 120 dots wide.
func star() []byte {
	const side, outer, inner = 120, 42, 16.0
	m := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			dx, dy := float64(x)-side/2+0.5, float64(y)-side/2+0.5
			r, turn := math.Hypot(dx, dy), math.Atan2(dx, -dy)/(2*math.Pi)*5
			f := math.Abs(turn-math.Round(turn)) * 2 // 0 at a point, 1 between two
			if r > 52 && r < 58 || r < outer*inner/(inner+f*(outer-inner)) {
				m.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m) // a buffer takes everything
	return b.Bytes()
}

// designed is the usual slip with a layout of its own.
func designed(n int, change func(*center.Slip)) wire.Slip {
	s := devicetest.Slip(n)
	s.Layout = center.UsualSlip()
	change(s.Layout)
	return s
}

// own is a slip in which a center has changed what it can.
func own() wire.Slip {
	yes := true
	return designed(21, func(s *center.Slip) {
		s.Picture, s.Logo = star(), "logo.png"
		s.Text = i18n.Text{
			VI: "Tháng 11: trả kết quả đất đai vào thứ Ba và thứ Năm hằng tuần tại quầy 5, từ 13:30 đến 16:30; các ngày khác xin liên hệ bàn hướng dẫn trước khi lấy số.",
			EN: "In November, land results are handed out on Tuesdays and Thursdays at counter 5, from 13:30 to 16:30; on other days please ask at the help desk first.",
		}
		s.Footer = i18n.Text{VI: "Điện thoại hướng dẫn: 0251 3822 501", EN: "Help line: 0251 3822 501"}
		s.Blocks = []center.SlipBlock{
			{Kind: "logo", Align: "center"}, {Kind: "header", Align: "center"}, {Kind: "rule"},
			{Kind: "number", Size: "large", Align: "center"}, {Kind: "service", Size: "huge", Align: "center"},
			{Kind: "priority", Size: "large", Bold: &yes, When: "priority"}, {Kind: "wait", When: "wait"}, {Kind: "ahead", Size: "normal"},
			{Kind: "space", Size: "small"}, {Kind: "text", Size: "normal"}, {Kind: "text", Text: i18n.Text{VI: "Chỉ có trên phiếu in lại."}, When: "copy"},
			{Kind: "qr", Size: "small", Align: "center"}, {Kind: "issued", Size: "small"}, {Kind: "footer", Bold: &yes},
		}
	})
}

// designs are the slips of the designer.
func designs() map[string]wire.Slip {
	again := devicetest.Slip(12)
	again.Copy, again.CopyAt = 2, again.IssuedAt.Add(37*time.Minute)
	english := designed(12, func(s *center.Slip) { s.Languages = "en" })
	english.Point = i18n.Text{VI: "Điểm tiếp nhận số 1", EN: "Reception point 1"}
	return map[string]wire.Slip{
		"english": english, "vietnamese": designed(4, func(s *center.Slip) { s.Languages = "vi" }), "own": own(), "again": again,
		"test": {Test: true, Printer: "P1", IssuedAt: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)},
	}
}
