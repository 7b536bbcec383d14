package escpos

import (
	"image"
	"strconv"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// letters are the Vietnamese letters that carry marks, each once: a face that
// loses one, or a head with a dead dot, shows it here.
const letters = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ"

// TestStrip returns what the morning's self-test prints, at most 60 mm with the
// way to the knife: which device and when, every letter, a ruler as wide as the
// paper above a black bar that shows dead dots, and a QR code to scan.
func TestStrip(p Profile, at time.Time, device string) []Part {
	l := newLayout(p)
	l.look = center.UsualSlip()
	l.langs = l.look.Langs()
	l.begin()
	l.strip(at.In(Zone), device)
	l.flush()
	return l.end()
}

func (l *layout) strip(at time.Time, device string) {
	small := style{false, l.scale.en.size}
	head := style{true, l.scale.head.size}
	l.inline(0, head, i18n.Text{VI: i18n.T(i18n.VI, "slip.test", "device", device), EN: i18n.T(i18n.EN, "slip.test", "device", device)})
	l.text(small, i18n.Clock(at)+", "+i18n.Date(i18n.VI, at)+" · "+strconv.Itoa(l.page.w)+" điểm")
	l.lines(0, l.scale.body, l.set.wrap(l.scale.body, l.page.w, letters))
	l.gap(4)
	l.ruler()
	l.gap(8)
	l.code("motcua "+device+" "+at.Format("2006-01-02 15:04"), 4)
}

// ruler draws a bar over the whole width, with a tick at each millimeter, longer
// at each centimeter.
func (l *layout) ruler() {
	const bar, tick = 8, 10
	l.page.grow(l.y + bar + 2*tick)
	l.page.fill(image.Rect(0, l.y, l.page.w, l.y+bar))
	for x := 0; x < l.page.w; x += RowsPerMM {
		long := tick
		if x%(10*RowsPerMM) == 0 {
			long = 2 * tick
		}
		l.page.fill(image.Rect(x, l.y+bar, x+2, l.y+bar+long))
	}
	l.y += bar + 2*tick
}
