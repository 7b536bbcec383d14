package escpos

// Limits that small and old printers share.
const (
	maxData  = partSize // bytes of one picture, so that little is under way when a printer stops
	maxFeed  = 255      // rows of one ESC J
	minBlank = 6        // blank rows from which feeding is shorter than printing nothing
)

// raster appends b as pictures, each only as wide as its ink and in the coarsest
// form that loses nothing; runs of blank rows become a paper feed.
func (j *job) raster(b *bitmap) {
	for _, s := range b.spans(j.profile.Band, j.profile.Raster.bytes()) {
		if s.width == 0 {
			j.feed(s.to - s.from)
			continue
		}
		j.band(b, s)
		j.pause()
	}
}

// band appends the rows of a span as one picture, or as two where the length of
// one would itself be a real-time command.
func (j *job) band(b *bitmap, s span) {
	rows := (s.to - s.from) / s.form.rows
	head := j.head(s.width, rows, s.form)
	if trap(head) >= 0 {
		first, second := s, s
		first.to = s.from + rows/2*s.form.rows
		second.from = first.to
		j.band(b, first)
		j.band(b, second)
		return
	}
	data := make([]byte, 0, s.width*rows)
	for y := s.from; y < s.to; y += s.form.rows {
		data = s.form.pack(data, b.row(y), s.width)
	}
	disarm(data)
	j.bytes(head...)
	j.bytes(data...)
	if j.profile.Raster == Graphics {
		j.bytes(gs, '(', 'L', 2, 0, '0', '2')
	}
	j.moves(s.to - s.from)
}

// head begins a picture of width bytes times rows, each dot as many wide and high as the form says.
func (j *job) head(width, rows int, f form) []byte {
	if j.profile.Raster == Graphics {
		n, dots := 10+width*rows, 8*width
		return []byte{gs, '(', 'L', byte(n), byte(n >> 8), '0', 'p', '0', byte(f.cols), byte(f.rows), '1', byte(dots), byte(dots >> 8), byte(rows), byte(rows >> 8)}
	}
	return []byte{gs, 'v', '0', byte(f.rows-1)<<1 | byte(f.cols-1), byte(width), byte(width >> 8), byte(rows), byte(rows >> 8)}
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
