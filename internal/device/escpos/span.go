package escpos

// form is a way to send the rows of a picture: as they are, or coarser, for the
// printer to double them.
type form struct{ rows, cols int } // printed for one that is sent

var (
	fine = form{rows: 1, cols: 1}
	tall = form{rows: 2, cols: 1}
	quad = form{rows: 2, cols: 2}
)

// span is a run of rows that goes out as one picture, or, with no width, as a paper feed.
type span struct {
	from, to int
	width    int // bytes of a row as sent
	form     form
}

// bandCost is what beginning a picture counts, in bytes, beyond its command: a
// printer is not stopped in the middle of a line to save ten.
const bandCost = 12

// spans cuts the bitmap into the pictures and feeds that need the fewest bytes, a
// picture having at most band rows on paper, a command of head bytes, and maxData
// bytes. It works from the last row up: the best of the rows below is known then.
func (b *bitmap) spans(band, head int) []span {
	used, wide := make([]int, b.h+1), make([]bool, b.h+1)
	for y := range b.h {
		used[y], wide[y] = b.used(y), b.doubled(y)
	}
	cost, best := make([]int, b.h+1), make([]span, b.h+1)
	blank := 0 // rows from y on
	for y := b.h - 1; y >= 0; y-- {
		if blank++; used[y] > 0 {
			blank = 0
		}
		cost[y] = 1 << 30 // no slip has so many bytes
		try := func(s span, bytes int) {
			if sum := bandCost + head + bytes + cost[s.to]; bytes <= maxData && sum < cost[y] {
				cost[y], best[y] = sum, s
			}
		}
		if blank >= minBlank || y+blank == b.h && blank > 0 {
			try(span{from: y, to: y + blank}, 0)
		}
		if blank < minBlank {
			b.pictures(y, min(y+band, b.h), used, wide, try)
		}
	}
	var all []span
	for y := 0; y < b.h; y = best[y].to {
		all = append(all, best[y])
	}
	return all
}

// pictures offers every picture from row y down to row end at most, in each form that shows it unchanged.
func (b *bitmap) pictures(y, end int, used []int, wide []bool, try func(s span, bytes int)) {
	width, pairs, quads := 0, true, true
	for to := y + 1; to <= end; to++ {
		if width = max(width, used[to-1]); width*(to-y) > 4*maxData {
			return
		}
		try(span{y, to, width, fine}, width*(to-y))
		quads = quads && wide[to-1]
		if (to-y)%2 != 0 {
			continue
		}
		if pairs = pairs && b.same(to-2, to-1); !pairs {
			continue
		}
		try(span{y, to, width, tall}, width*(to-y)/2)
		if quads {
			half := (width + 1) / 2
			try(span{y, to, half, quad}, half*(to-y)/2)
		}
	}
}

// pack appends the first width bytes of a row in the form.
func (f form) pack(to, row []byte, width int) []byte {
	if f.cols == 1 {
		return append(to, row[:width]...)
	}
	for i := range width {
		packed := halve(row[2*i]) << 4
		if 2*i+1 < len(row) {
			packed |= halve(row[2*i+1])
		}
		to = append(to, packed)
	}
	return to
}

// halve keeps every other bit of v, as the low four of the result.
func halve(v byte) byte {
	return v>>4&8 | v>>3&4 | v>>2&2 | v>>1&1
}
