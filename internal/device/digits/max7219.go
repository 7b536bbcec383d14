package digits

import (
	"periph.io/x/conn/v3/physic"
	"periph.io/x/conn/v3/spi"
)

// Registers of the MAX7219 (data sheet 19-4452, table 2). Digit 0 is register 1.
const (
	regDecode    = 0x09
	regIntensity = 0x0A
	regScan      = 0x0B
	regShutdown  = 0x0C // 0: dark, 1: on
	regTest      = 0x0F
	brightness   = 8 // of 15
)

// max7219 is a chip whose digit 0 is the rightmost, as on the modules on sale.
type max7219 struct {
	conn   spi.Conn
	digits int
}

// MAX7219 returns the display of 1 to 8 digits behind port. It connects and
// writes nothing yet. A port can be connected to once.
func MAX7219(port spi.Port, digits int) (*Display, error) {
	if digits < 1 || digits > 8 {
		return nil, ErrForm
	}
	conn, err := port.Connect(physic.MegaHertz, spi.Mode0, 8)
	if err != nil {
		return nil, err
	}
	return &Display{chip: &max7219{conn, digits}, digits: digits}, nil
}

func (m *max7219) write(row []byte) error {
	if len(row) == 0 {
		return m.conn.Tx([]byte{regShutdown, 0}, nil)
	}
	commands := [][]byte{{regTest, 0}, {regDecode, 0}, {regScan, byte(m.digits - 1)}, {regIntensity, brightness}}
	for i, b := range row {
		commands = append(commands, []byte{byte(len(row) - i), b})
	}
	for _, c := range append(commands, []byte{regShutdown, 1}) {
		if err := m.conn.Tx(c, nil); err != nil { // one by one: the chip takes a word when its select line rises
			return err
		}
	}
	return nil
}
