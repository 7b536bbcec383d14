package escpos

// Limits that small and old printers share.
const (
	maxFeed  = 255 // rows of one ESC J
	minBlank = 6   // blank rows from which feeding is shorter than printing nothing
)

// raster appends b as pictures of at most as many rows as the printer takes, each only as wide
// as its ink; runs of blank rows become a paper feed.
func (j *job) raster(b *bitmap) {
	for y := 0; y < b.h; {
		if n := blankRun(b, y); n >= minBlank || y+n == b.h {
			j.feed(n)
			y += n
			continue
		}
		end := inkRun(b, y, j.profile.Band)
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

// inkRun returns the row behind the picture that starts at y, of at most so many rows.
func inkRun(b *bitmap, y, most int) int {
	end := y
	for end < b.h && end-y < most && blankRun(b, end) < minBlank {
		end++
	}
	return max(end, y+1)
}

// band appends rows from to to as one picture, or as two where the length of one
// would itself be a real-time command.
func (j *job) band(b *bitmap, from, to int) {
	width := 1
	for y := from; y < to; y++ {
		width = max(width, b.used(y))
	}
	rows := to - from
	head := j.head(width, rows)
	if trap(head) >= 0 {
		j.band(b, from, from+rows/2)
		j.band(b, from+rows/2, to)
		return
	}
	data := make([]byte, 0, width*rows)
	for y := from; y < to; y++ {
		data = append(data, b.row(y)[:width]...)
	}
	disarm(data)
	j.bytes(head...)
	j.bytes(data...)
	if j.profile.Raster == Graphics {
		j.bytes(gs, '(', 'L', 2, 0, '0', '2')
	}
	j.moves(rows)
}

// head begins a picture of width bytes times rows.
func (j *job) head(width, rows int) []byte {
	if j.profile.Raster == Graphics {
		n, dots := 10+width*rows, 8*width
		return []byte{gs, '(', 'L', byte(n), byte(n >> 8), '0', 'p', '0', 1, 1, '1', byte(dots), byte(dots >> 8), byte(rows), byte(rows >> 8)}
	}
	return []byte{gs, 'v', '0', 0, byte(width), byte(width >> 8), byte(rows), byte(rows >> 8)}
}

// trap returns where a real-time command begins in b: DLE EOT, DLE ENQ and DLE
// DC4 are obeyed as they arrive, even inside a picture. It is -1 where there is none.
func trap(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == dle && (b[i+1] == eot || b[i+1] == enq || b[i+1] == dc4) {
			return i
		}
	}
	return -1
}

// disarm changes picture data so that no printer takes a part of it for a
// command. The byte in question is 0x10, one black dot; it gets a black neighbor.
func disarm(data []byte) {
	for i := trap(data); i >= 0; i = trap(data) {
		data[i] = 0x18
	}
}
