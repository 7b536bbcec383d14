package escpos

// Limits that small and old printers share.
const (
	maxBand  = 128 // rows of one picture: clones have small buffers
	maxFeed  = 255 // rows of one ESC J
	minBlank = 6   // blank rows from which feeding is shorter than printing nothing
)

// raster appends b as GS v 0 pictures of at most maxBand rows, each only as wide
// as its ink; runs of blank rows become a paper feed.
func (j *job) raster(b *bitmap) {
	for y := 0; y < b.h; {
		if n := blankRun(b, y); n >= minBlank || y+n == b.h {
			j.feed(n)
			y += n
			continue
		}
		end := inkRun(b, y)
		j.band(b, y, end)
		j.pause()
		y = end
	}
}

// blankRun returns how many blank rows follow from y on.
func blankRun(b *bitmap, y int) int {
	n := 0
	for y+n < b.h && b.blank(y+n) {
		n++
	}
	return n
}

// inkRun returns the row behind the picture that starts at y.
func inkRun(b *bitmap, y int) int {
	end := y
	for end < b.h && end-y < maxBand && blankRun(b, end) < minBlank {
		end++
	}
	return max(end, y+1)
}

// band appends rows from to to as one picture.
func (j *job) band(b *bitmap, from, to int) {
	width := 1
	for y := from; y < to; y++ {
		width = max(width, b.used(y))
	}
	data := make([]byte, 0, width*(to-from))
	for y := from; y < to; y++ {
		data = append(data, b.row(y)[:width]...)
	}
	disarm(data)
	rows := to - from
	j.bytes(gs, 'v', '0', 0, byte(width), byte(width>>8), byte(rows), byte(rows>>8))
	j.bytes(data...)
}

// disarm changes picture data so that no printer takes a part of it for a
// command: DLE EOT, DLE ENQ and DLE DC4 are obeyed as they arrive, even inside a
// picture. The byte in question is 0x10, one black dot; it gets a black neighbor.
func disarm(data []byte) {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == dle && (data[i+1] == eot || data[i+1] == enq || data[i+1] == dc4) {
			data[i] = 0x18
		}
	}
}
