package printer

// group reads the commands that begin with GS.
func (d *decoder) group() error {
	b, err := d.next()
	if err != nil {
		return err
	}
	switch b {
	case '(':
		return d.function()
	case 'v':
		return d.picture()
	case '8':
		return d.long()
	}
	if n, known := parameters[[2]byte{0x1D, b}]; known {
		return d.pass(n, 0x1D, b)
	}
	n, err := d.next()
	if err != nil {
		return err
	}
	switch b {
	case '!':
		d.wide, d.high = int(n>>4&7)+1, int(n&7)+1
	case 'P':
		return d.units()
	case 'b':
		d.smooth = n&1 == 1
	case 'r':
		if n == 1 || n == '1' {
			return d.tellPaper()
		}
	case 'a':
		d.autoBack(n != 0)
	case 'V':
		return d.knife(n)
	default:
		d.unknown(0x1D, b, n)
	}
	return nil
}

// units reads the vertical half of GS P; the horizontal one moves nothing here.
func (d *decoder) units() error {
	y, err := d.next()
	if err != nil {
		return err
	}
	if d.unit = int(y); y == 0 {
		d.unit = usualUnit
	}
	return nil
}

// knife cuts at once (0, 1) or feeds first (65, 66, and how far).
func (d *decoder) knife(n byte) error {
	if n == 'A' || n == 'B' {
		feed, err := d.next()
		if err != nil {
			return err
		}
		rows := d.rows(feed)
		d.sheet().reserve(rows)
		if err := d.advance(rows); err != nil {
			return err
		}
		if err := d.toKnife(); err != nil {
			return err
		}
	}
	return d.cut()
}

// function reads GS ( x: a length, then that many bytes.
func (d *decoder) function() error {
	head, err := d.take(3)
	if err != nil {
		return err
	}
	body, err := d.take(int(head[1]) | int(head[2])<<8)
	if err != nil {
		return err
	}
	if head[0] == 'L' {
		return d.graphics(body)
	}
	if head[0] != 'k' || len(body) < 3 || body[0] != '1' {
		d.unknown(0x1D, '(', head[0])
		return nil
	}
	switch body[1] {
	case 'A', 'E': // model 2 and level M are all this printer has
	case 'C':
		if body[2] >= 1 && body[2] <= 16 {
			d.qrModule = int(body[2])
		}
	case 'P':
		d.qrData = string(body[3:])
	case 'Q':
		return d.printQR()
	default:
		d.unknown(0x1D, '(', 'k', body[1])
	}
	return nil
}

// long reads GS 8 L, which is GS ( L with a length of four bytes.
func (d *decoder) long() error {
	head, err := d.take(5)
	if err != nil {
		return err
	}
	n := int(head[1]) | int(head[2])<<8 | int(head[3])<<16 | int(head[4])<<24
	if head[0] != 'L' || n > maxStored {
		d.unknown(0x1D, '8', head[0])
		return nil
	}
	body, err := d.take(n)
	if err != nil {
		return err
	}
	return d.graphics(body)
}

// maxStored is the picture memory of the printer, in bytes.
const maxStored = 384 << 10

// picture reads GS v 0 m xL xH yL yH and prints the dots row by row, as they come.
func (d *decoder) picture() error {
	head, err := d.take(6)
	if err != nil {
		return err
	}
	width, rows := int(head[2])|int(head[3])<<8, int(head[4])|int(head[5])<<8
	if head[0] != '0' || width == 0 || width > 256 || rows == 0 || rows > 2303 {
		d.unknown(0x1D, 'v', head[0])
		return nil
	}
	wide, high := int(head[1]&1)+1, int(head[1]>>1&1)+1 // 1: twice as wide, 2: twice as high, 3: both
	if width*8*wide > d.sheet().dots+8*(wide-1) {
		d.unknown('w', 'i', 'd', 'e')
	}
	for range rows {
		row, err := d.take(width)
		if err != nil {
			return err
		}
		if err := d.burnRow(row, wide, high); err != nil {
			return err
		}
	}
	return nil
}

// burnRow burns one row of a picture, each dot that many dots wide and high.
func (d *decoder) burnRow(row []byte, wide, high int) error {
	s := d.sheet()
	for range high {
		s.reserve(1)
		for i := range len(row) * 8 * wide {
			if x := i / wide; row[x/8]<<(x%8)&0x80 != 0 {
				s.dot(i, 0)
			}
		}
		if err := d.advance(1); err != nil {
			return err
		}
	}
	return nil
}

// raster is a picture in the memory of the printer.
type raster struct {
	width      int // bytes a row
	wide, high int // of each dot
	dots       []byte
}

// graphics carries out GS ( L: function 112 stores a picture, function 50 prints it.
func (d *decoder) graphics(body []byte) error {
	switch {
	case len(body) == 2 && body[0] == '0' && (body[1] == 50 || body[1] == 2):
		return d.printStored()
	case len(body) >= 10 && body[0] == '0' && body[1] == 112:
		width, rows := ((int(body[6])|int(body[7])<<8)+7)/8, int(body[8])|int(body[9])<<8
		wide, high := int(body[3]), int(body[4])
		known := body[2] == 48 && body[5] == 49 && (wide == 1 || wide == 2) && (high == 1 || high == 2)
		if !known || width*rows != len(body)-10 || width*8*wide > d.sheet().dots+8*(wide-1) || rows > 2400 {
			d.unknown(0x1D, '(', 'L', body[1])
			return nil
		}
		d.stored = &raster{width, wide, high, body[10:]}
	default:
		d.unknown(0x1D, '(', 'L')
	}
	return nil
}

func (d *decoder) printStored() error {
	if d.stored == nil {
		d.unknown('e', 'm', 'p', 't', 'y')
		return nil
	}
	r := d.stored
	d.stored = nil
	for y := 0; y < len(r.dots); y += r.width {
		if err := d.burnRow(r.dots[y:y+r.width], r.wide, r.high); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) take(n int) ([]byte, error) {
	b := make([]byte, 0, min(n, 4096))
	for range n {
		c, err := d.next()
		if err != nil {
			return nil, err
		}
		b = append(b, c)
	}
	return b, nil
}
