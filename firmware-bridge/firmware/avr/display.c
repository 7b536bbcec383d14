#include "display.h"

#include "board.h"

#include <stdbool.h>

static uint8_t digits[DIGITS];
static uint8_t brightness = 8;

/* Registers of the MAX7219, named as in its data sheet, in the order in which they are renewed. */
enum { DECODE_MODE = 0x9, INTENSITY = 0xA, SCAN_LIMIT = 0xB, SHUTDOWN = 0xC, DISPLAY_TEST = 0xF };
static const uint8_t ORDER[] = {1, 2, 3, 4, DECODE_MODE, INTENSITY, SCAN_LIMIT, DISPLAY_TEST, SHUTDOWN};

void display_open(void)
{
	PORTB |= _BV(DISPLAY_LOAD);
	DDRB |= _BV(DISPLAY_LOAD) | _BV(DISPLAY_DIN) | _BV(DISPLAY_CLK);
	SPCR = _BV(SPE) | _BV(MSTR) | _BV(SPR0); /* 1 MHz, mode 0, highest bit first */
}

static uint8_t value_of(uint8_t reg)
{
	switch (reg) {
	case DECODE_MODE: return 0;
	case INTENSITY: return brightness;
	case SCAN_LIMIT: return DIGITS - 1;
	case DISPLAY_TEST: return 0;
	case SHUTDOWN: return 1; /* not shut down */
	default: return digits[reg - 1];
	}
}

/* A byte has left long before the next tick, so nothing is waited for. */
void display_tick(void)
{
	static uint8_t turn;
	static bool addressed;
	if (addressed) {
		SPDR = value_of(ORDER[turn]);
		turn = turn == sizeof ORDER - 1 ? 0 : turn + 1;
	} else {
		PORTB |= _BV(DISPLAY_LOAD); /* takes over the register before */
		PORTB &= ~_BV(DISPLAY_LOAD);
		SPDR = ORDER[turn];
	}
	addressed = !addressed;
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
