#include "display.h"

#include "board.h"

static uint8_t digits[DIGITS];
static uint8_t brightness = 8;

/* Registers of the MAX7219, named as in its data sheet. */
enum { DIGIT0 = 0x1, DECODE_MODE = 0x9, INTENSITY = 0xA, SCAN_LIMIT = 0xB, SHUTDOWN = 0xC, DISPLAY_TEST = 0xF };

void display_open(void)
{
	PORTB |= _BV(DISPLAY_LOAD);
	DDRB |= _BV(DISPLAY_LOAD) | _BV(DISPLAY_DIN) | _BV(DISPLAY_CLK);
	SPCR = _BV(SPE) | _BV(MSTR) | _BV(SPR0); /* 1 MHz, mode 0, highest bit first */
}

static void transmit(uint8_t byte)
{
	SPDR = byte;
	while (!(SPSR & _BV(SPIF)))
		;
}

static void write(uint8_t address, uint8_t value)
{
	PORTB &= ~_BV(DISPLAY_LOAD);
	transmit(address);
	transmit(value);
	PORTB |= _BV(DISPLAY_LOAD);
}

void display_tick(void)
{
	static uint8_t turn;
	switch (turn) {
	case DIGITS + 0: write(DECODE_MODE, 0); break;
	case DIGITS + 1: write(INTENSITY, brightness); break;
	case DIGITS + 2: write(SCAN_LIMIT, DIGITS - 1); break;
	case DIGITS + 3: write(DISPLAY_TEST, 0); break;
	case DIGITS + 4: write(SHUTDOWN, 1); break;
	default: write(DIGIT0 + turn, digits[turn]);
	}
	turn = turn == DIGITS + 4 ? 0 : turn + 1;
}

void display_set(uint8_t i, uint8_t segments)
{
	digits[i] = segments;
}

uint8_t display_get(uint8_t i)
{
	return digits[i];
}

void display_set_brightness(uint8_t level)
{
	brightness = level;
}

uint8_t display_brightness(void)
{
	return brightness;
}
