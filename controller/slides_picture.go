package controller

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"motcua/internal/fault"
	"motcua/internal/wire"
)

const (
	mostPicture  = 16e6 // pixels: what a phone takes; reading more would need hundreds of megabytes
	longestSide  = 20000
	pictureSide  = 1920 // of what is handed out, at most
	pictureBytes = 2 << 20
	jpegQuality  = 88
)

// pictureSlide reads an image and makes what is handed out: turned upright, no
// larger than a screen, and without what else was in the file, such as where a
// photograph was taken. The size is read before anything is unpacked.
func pictureSlide(name string, raw []byte) (*goodSlide, error) {
	size, form, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || form != "png" && form != "jpeg" {
		return nil, fault.Wrap(err, fault.Invalid, "slide-form", "file", name)
	}
	if size.Width < 1 || size.Height < 1 || max(size.Width, size.Height) > longestSide || float64(size.Width)*float64(size.Height) > mostPicture {
		return nil, fault.New(fault.Invalid, "slide-pixels", "file", name, "width", size.Width, "height", size.Height, "most", int(mostPicture/1e6))
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "slide-form", "file", name)
	}
	flat := upright(scaled(img), orientation(raw))
	out, form, err := encoded(flat, form)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "internal")
	}
	b := flat.Bounds()
	return &goodSlide{Slide: wire.Slide{Name: name, Kind: wire.ImageSlide, Width: b.Dx(), Height: b.Dy(), SHA256: sum(out), Seconds: pictureSeconds},
		picture: out, form: form}, nil
}

// scaled is the image on white, its longer side no longer than a screen's.
func scaled(img image.Image) *image.RGBA {
	b := img.Bounds()
	scale := min(1, float64(pictureSide)/float64(max(b.Dx(), b.Dy())))
	w, h := max(1, int(float64(b.Dx())*scale+.5)), max(1, int(float64(b.Dy())*scale+.5))
	flat := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(flat, flat.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(flat, flat.Rect, img, b, draw.Over, nil)
	return flat
}

// encoded packs the image as it came, and as JPEG where a PNG would be large.
func encoded(img *image.RGBA, form string) (raw []byte, kind string, err error) {
	var b bytes.Buffer
	if form == "png" {
		if err := png.Encode(&b, img); err != nil || b.Len() <= pictureBytes {
			return b.Bytes(), "image/png", err
		}
		b.Reset()
	}
	err = jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality})
	return b.Bytes(), "image/jpeg", err
}

// upright turns and mirrors an image as its orientation, 1 to 8, says.
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation > 4 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			if orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8 {
				tx = w - 1 - x
			}
			if orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7 {
				ty = h - 1 - y
			}
			if orientation > 4 {
				tx, ty = ty, tx
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], img.Pix[img.PixOffset(x, y):][:4])
		}
	}
	return out
}

// orientation reads how a camera was held from the Exif data of a JPEG, 1 for
// upright or unknown. Nothing else is read of them.
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff; {
		kind, length := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		if kind == 0xda || length < 2 || at+2+length > len(raw) {
			return 1
		}
		if body := raw[at+4 : at+2+length]; kind == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return exifOrientation(body[6:])
		}
		at += 2 + length
	}
	return 1
}

func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(tiff[:2]) == "MM" {
		order = binary.BigEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return 1
	}
	entries := int(order.Uint16(tiff[first:]))
	for i := range entries {
		at := first + 2 + int64(i)*12
		if at+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[at:]) == 0x0112 {
			return int(order.Uint16(tiff[at+8:]))
		}
	}
	return 1
}
