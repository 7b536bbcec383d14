#include "display.h"

#include <string.h>

enum { DECODE_MODE = 0x9, SCAN_LIMIT = 0xB, SHUTDOWN = 0xC, DISPLAY_TEST = 0xF };

static const struct {
	uint8_t segments;
	char letter;
} FONT[] = {
	{0x00, ' '}, {0x7E, '0'}, {0x30, '1'}, {0x6D, '2'}, {0x79, '3'}, {0x33, '4'}, {0x5B, '5'}, {0x5F, '6'}, {0x70, '7'},
	{0x7F, '8'}, {0x7B, '9'}, {0x77, 'A'}, {0x1F, 'B'}, {0x4E, 'C'}, {0x3D, 'D'}, {0x4F, 'E'}, {0x47, 'F'}, {0x5E, 'G'},
	{0x37, 'H'}, {0x3C, 'J'}, {0x0E, 'L'}, {0x15, 'N'}, {0x67, 'P'}, {0x73, 'Q'}, {0x05, 'R'}, {0x0F, 'T'}, {0x3E, 'U'},
	{0x3B, 'Y'}, {0x01, '-'}, {0x08, '_'}, {0x09, '='},
};

void display_shift(struct display *d, uint8_t byte)
{
	d->shifted = (uint16_t)(d->shifted << 8 | byte);
}

void display_latch(struct display *d)
{
	d->registers[d->shifted >> 8 & 0xF] = (uint8_t)d->shifted;
}

void display_segments(const struct display *d, uint8_t segments[DISPLAY_DIGITS])
{
	for (int i = 0; i < DISPLAY_DIGITS; i++) {
		bool lit = (d->registers[SHUTDOWN] & 1) && (d->registers[SCAN_LIMIT] & 7) >= i;
		segments[i] = lit ? d->registers[1 + i] : 0;
		if (d->registers[DISPLAY_TEST] & 1 || (lit && d->registers[DECODE_MODE]))
			segments[i] = 0xFF; /* a test, or digits that the chip would decode: neither is ever wanted */
	}
}

static char letter(uint8_t segments)
{
	for (unsigned i = 0; i < sizeof FONT / sizeof *FONT; i++)
		if (FONT[i].segments == segments)
			return FONT[i].letter;
	return '?';
}

void display_text(const uint8_t segments[DISPLAY_DIGITS], char text[DISPLAY_TEXT])
{
	char *p = text;
	for (int i = 0; i < DISPLAY_DIGITS; i++) {
		*p++ = letter(segments[i] & 0x7F);
		if (segments[i] & 0x80)
			*p++ = '.';
	}
	*p = 0;
}
