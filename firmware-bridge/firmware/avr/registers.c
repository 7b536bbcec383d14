#include "registers.h"

#include "board.h"
#include "boot.h"
#include "display.h"
#include "keys.h"
#include "line.h"
#include "presses.h"
#include "signals.h"

#define FORM 2
#define UNLOCK 0x4D43
#define TOLD 3 /* presses in the table */

enum { ACKNOWLEDGE, DISPLAY_LEFT, DISPLAY_RIGHT, THE_LAMP, THE_BUZZER, BRIGHTNESS, ADDRESS, BAUD, LOCK };

static uint32_t number;
static struct settings kept;
static bool unlocked; /* by the request before */
static bool settable; /* in this request */

void registers_open(uint32_t boot, struct settings s)
{
	number = boot;
	kept = s;
	registers_lost();
}

static uint16_t status(void)
{
	uint8_t stuck = keys_stuck();
	return (uint16_t)(stuck << 8) | (stuck ? 2 : 0) | (boot_by_watchdog() ? 1 : 0);
}

uint16_t registers_input(uint8_t i)
{
	switch (i) {
	case 0: return FORM << 8 | presses_waiting();
	case 1: return (uint16_t)number;
	case 2: return (uint16_t)(number >> 16);
	case 3: return presses_lost();
	case 4: return status();
	case 5: return VERSION_MAJOR << 8 | VERSION_MINOR;
	case 6: return line_bad_frames();
	}
	struct press p = presses_oldest((i - 7) / TOLD);
	switch ((i - 7) % TOLD) {
	case 0: return p.sequence;
	case 1: return p.key;
	default: return p.age;
	}
}

static uint16_t digits(uint8_t i)
{
	return (uint16_t)(display_get(i) << 8) | display_get(i + 1);
}

uint16_t registers_holding(uint8_t i)
{
	switch (i) {
	case ACKNOWLEDGE: return presses_acknowledged();
	case DISPLAY_LEFT: return digits(0);
	case DISPLAY_RIGHT: return digits(2);
	case THE_LAMP: return signals_lamp();
	case THE_BUZZER: return signals_beeps_left();
	case BRIGHTNESS: return display_brightness();
	case ADDRESS: return kept.address;
	case BAUD: return kept.baud;
	default: return 0; /* LOCK */
	}
}

void registers_begin(bool single)
{
	settable = unlocked && single;
	unlocked = false;
}

bool registers_allow(uint8_t i, uint16_t value)
{
	switch (i) {
	case ACKNOWLEDGE: return presses_given(value);
	case THE_LAMP: return value <= LAMP_BLINKING;
	case THE_BUZZER: return value <= BEEPS_MAX;
	case BRIGHTNESS: return value <= BRIGHTNESS_MAX;
	case ADDRESS: return settable && value >= 1 && value <= ADDRESS_MAX;
	case BAUD: return settable && value >= 1 && value <= BAUD_MAX;
	case LOCK: return value == UNLOCK;
	default: return true; /* any segments */
	}
}

void registers_write(uint8_t i, uint16_t value)
{
	uint8_t high = value >> 8, low = (uint8_t)value;
	switch (i) {
	case ACKNOWLEDGE: presses_acknowledge(value); break;
	case DISPLAY_LEFT: display_set(0, high), display_set(1, low); break;
	case DISPLAY_RIGHT: display_set(2, high), display_set(3, low); break;
	case THE_LAMP: signals_set_lamp(low); break;
	case THE_BUZZER: signals_beep(low); break;
	case BRIGHTNESS: display_set_brightness(low); break;
	case ADDRESS: kept.address = low; break;
	case BAUD: kept.baud = low; break;
	case LOCK: unlocked = true; break;
	}
}

void registers_lost(void)
{
	for (uint8_t i = 0; i < DIGITS; i++)
		display_set(i, DASH);
	signals_set_lamp(LAMP_OFF);
}

struct settings registers_settings(void)
{
	return kept;
}
