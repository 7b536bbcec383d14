// Package fonts holds the one typeface of the product, Noto Sans 2.004, for
// screens, slips and reports. It covers every Vietnamese letter and has digits
// of one width. The SIL Open Font License goes wherever the bytes go: [License].
package fonts

import _ "embed"

// Regular is NotoSans-Regular.ttf.
//
//go:embed NotoSans-Regular.ttf
var Regular []byte

// Bold is NotoSans-Bold.ttf.
//
//go:embed NotoSans-Bold.ttf
var Bold []byte

// License is the license of the fonts, which every program that embeds them can show.
//
//go:embed OFL.txt
var License string
