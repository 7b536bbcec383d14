package escpos

// Raster is the command by which a printer takes a picture.
type Raster int

// The picture commands.
const (
	BitImage Raster = iota // GS v 0: every clone has it, Epson calls it obsolete
	Graphics               // GS ( L, functions 112 and 50
)

// bytes is the length of the command without the picture.
func (r Raster) bytes() int {
	if r == Graphics {
		return 15 + 7
	}
	return 8
}

// Cut is how a slip comes off.
type Cut int

// The ways to cut.
const (
	NoCut    Cut = iota // no knife: the slip is fed to the tear bar
	FeedCut             // GS V B 0: the printer feeds to its knife and cuts
	PlainCut            // GS V 1 cuts where the paper stands: we feed to the knife first
)

// PaperBits says what the answer to DLE EOT 4 means.
type PaperBits struct {
	Low byte // any of these: near its end; 0 where there is no such sensor
	Out byte // any of these: at its end
}

var usualPaper = PaperBits{Low: 0x0C, Out: 0x60}

// Profile says what one model of printer can do, at 8 dots a millimeter.
type Profile struct {
	Dots         int    // printable dots a line: 384, 512 or 576
	Raster       Raster // how it takes pictures
	Band         int    // rows of one picture at most, 1 to 128: clones have small buffers
	NativeQR     bool   // knows GS ( k; otherwise the QR code goes out as a picture
	NativeNumber bool   // its own letters enlarge to eight times (GS !); otherwise the number goes out as a picture
	Cut          Cut
	Knife        int       // rows of paper between the head and the knife, or the tear bar
	Paper        PaperBits // of DLE EOT 4
	ASB          bool      // tells changes by itself once asked (GS a)
	Mark         bool      // surely answers GS r 1 behind a job; any other is believed too when it has been well for as long as the slip takes
	Buffer       int       // bytes it takes in while it prints
	Speed        int       // millimeters a second, at its slowest
}

// NearEnd tells whether the printer feels that the roll comes to its end.
func (p Profile) NearEnd() bool { return p.Paper.Low != 0 }

// Profiles are the models we know something of, by the name that the
// configuration uses.
//
// From makers' manuals: the status bits of the TM family and its GS v 0 (TM-T81,
// TM-U220), that later ones call that obsolete and have GS ( L instead, a buffer of
// 4 kB and 15 mm from head to knife (TM-T88III); bit 6 of the PPU, its presenter; the SRP-250's end of paper
// in bits 2 and 3. Everything else, all of the Xprinters above all, is what such
// printers usually do. No model has been tried with this program yet: `motcua
// bridge accept` tells which figures hold.
var Profiles = map[string]Profile{
	"epson-tm-t82": {
		Dots: 576, Band: 128, NativeQR: true, NativeNumber: true, Cut: FeedCut, Knife: 120,
		Paper: usualPaper, ASB: true, Mark: true, Buffer: 4096, Speed: 100,
	},
	"epson-tm-m30": {
		Dots: 576, Raster: Graphics, Band: 128, NativeQR: true, NativeNumber: true, Cut: FeedCut, Knife: 120,
		Paper: usualPaper, ASB: true, Mark: true, Buffer: 4096, Speed: 100,
	},
	"xprinter-80": {
		Dots: 576, Band: 128, NativeQR: true, NativeNumber: true, Cut: FeedCut, Knife: 96,
		Paper: usualPaper, ASB: true, Mark: true, Buffer: 4096, Speed: 100,
	},
	"xprinter-58": {
		Dots: 384, Band: 64, NativeQR: true, NativeNumber: true, Cut: NoCut, Knife: 96,
		Paper: PaperBits{Out: 0x60}, Buffer: 2048, Speed: 50,
	},
	"citizen-ppu": {
		Dots: 576, Band: 128, NativeQR: true, NativeNumber: true, Cut: FeedCut, Knife: 96,
		Paper: PaperBits{Low: 0x0C, Out: 0x20}, Mark: true, Buffer: 4096, Speed: 100,
	},
	"samsung-srp-250": {
		Dots: 384, Band: 64, NativeNumber: true, Cut: NoCut, Knife: 96,
		Paper: PaperBits{Out: 0x0C}, Mark: true, Buffer: 2048, Speed: 50,
	},
	"generic-80": ProfileFor(576),
	"generic-58": ProfileFor(384),
}

// ProfileFor returns what may be expected of any printer that prints dots a
// line. Printers for 58 mm paper (384 dots) seldom have a knife.
func ProfileFor(dots int) Profile {
	p := Profile{
		Dots: dots, Band: 128, NativeQR: true, NativeNumber: true, Cut: FeedCut, Knife: 96,
		Paper: usualPaper, Buffer: 4096, Speed: 50,
	}
	if dots <= 384 {
		p.Cut, p.Band, p.Buffer = NoCut, 64, 2048
	}
	return p
}

// ProfileNamed returns the profile of a model. An empty name is a plain printer
// of that many dots, 576 where that is 0 too; dots other than 0 go before those of the profile.
func ProfileNamed(name string, dots int) (Profile, bool) {
	if name == "" {
		if dots == 0 {
			dots = 576
		}
		return ProfileFor(dots), true
	}
	p, ok := Profiles[name]
	if ok && dots != 0 {
		p.Dots = dots
	}
	return p, ok
}
