package escpos

import (
	"bytes"
	"image"
)

// bitmap is a black and white picture, one bit a dot, 1 = black, rows padded to
// whole bytes: the form a thermal head prints.
type bitmap struct {
	w, h   int
	stride int
	bits   []byte
}

func newBitmap(w, h int) *bitmap {
	stride := (w + 7) / 8
	return &bitmap{w: w, h: h, stride: stride, bits: make([]byte, stride*h)}
}

func (b *bitmap) set(x, y int) {
	if x >= 0 && x < b.w && y >= 0 && y < b.h {
		b.bits[y*b.stride+x/8] |= 0x80 >> (x % 8)
	}
}

func (b *bitmap) fill(r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			b.set(x, y)
		}
	}
}

// grow makes the bitmap at least h rows high.
func (b *bitmap) grow(h int) {
	if h > b.h {
		b.bits = append(b.bits, make([]byte, b.stride*(h-b.h))...)
		b.h = h
	}
}

// cut takes away the blank rows below row h.
func (b *bitmap) cut(h int) {
	for b.h > h && b.used(b.h-1) == 0 {
		b.h--
	}
	b.bits = b.bits[:b.h*b.stride]
}

// enough is from which coverage a dot is black: two fifths, a little under one
// half, since thin strokes burn thinner than they are drawn.
const enough = 102

// ink blackens the dots that the mask covers enough. Dots of one grain are alike.
func (b *bitmap) ink(mask *image.Alpha, at image.Point, g grain) {
	if g == (grain{1, 1}) {
		b.inkFine(mask, at)
		return
	}
	for y := 0; y < mask.Rect.Dy(); y += g.rows {
		for x := 0; x < mask.Rect.Dx(); x += g.cols {
			sum := 0
			for dy := range min(g.rows, mask.Rect.Dy()-y) {
				for dx := range min(g.cols, mask.Rect.Dx()-x) {
					sum += int(mask.Pix[(y+dy)*mask.Stride+x+dx])
				}
			}
			if sum > enough*g.rows*g.cols {
				b.fill(image.Rect(at.X+x, at.Y+y, at.X+x+g.cols, at.Y+y+g.rows))
			}
		}
	}
}

func (b *bitmap) inkFine(mask *image.Alpha, at image.Point) {
	for y := range mask.Rect.Dy() {
		for x, alpha := range mask.Pix[y*mask.Stride:][:mask.Rect.Dx()] {
			if alpha > enough {
				b.set(at.X+x, at.Y+y)
			}
		}
	}
}

// stamp blackens the dots that are dark in m.
func (b *bitmap) stamp(m image.Image, at image.Point) {
	r := m.Bounds()
	for y := range r.Dy() {
		for x := range r.Dx() {
			if v, _, _, _ := m.At(r.Min.X+x, r.Min.Y+y).RGBA(); v < 0x8000 {
				b.set(at.X+x, at.Y+y)
			}
		}
	}
}

func (b *bitmap) row(y int) []byte { return b.bits[y*b.stride : (y+1)*b.stride] }

// same tells whether two rows look the same.
func (b *bitmap) same(y, z int) bool { return bytes.Equal(b.row(y), b.row(z)) }

// doubled tells whether row y is made of pairs of equal dots.
func (b *bitmap) doubled(y int) bool {
	for _, v := range b.row(y) {
		if (v>>1^v)&0x55 != 0 {
			return false
		}
	}
	return true
}

// used returns how many bytes of row y hold black dots, counted from the left.
func (b *bitmap) used(y int) int {
	row := b.row(y)
	for i := len(row) - 1; i >= 0; i-- {
		if row[i] != 0 {
			return i + 1
		}
	}
	return 0
}
