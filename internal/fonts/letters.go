package fonts

import (
	"bytes"

	"golang.org/x/image/font/sfnt"
)

// Letters returns what tells whether a letter is drawn by Regular and Bold or,
// where it is not empty, by one more font. It fails where that font cannot be
// read. What it returns is not safe for concurrent use.
func Letters(more []byte) (func(rune) bool, error) {
	own := []*sfnt.Font{parse(Regular), parse(Bold)}
	var extra *sfnt.Font
	if len(more) > 0 {
		var err error
		if extra, err = sfnt.Parse(bytes.Clone(more)); err != nil {
			return nil, err
		}
	}
	var b sfnt.Buffer
	draws := func(f *sfnt.Font, r rune) bool {
		i, err := f.GlyphIndex(&b, r)
		return err == nil && i != 0
	}
	return func(r rune) bool {
		return draws(own[0], r) && draws(own[1], r) || extra != nil && draws(extra, r)
	}, nil
}

func parse(raw []byte) *sfnt.Font {
	f, err := sfnt.Parse(raw)
	if err != nil {
		panic(err) // embedded: a defect
	}
	return f
}
