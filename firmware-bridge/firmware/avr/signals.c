#include "signals.h"

#include "board.h"

#include <stdbool.h>

#define HALF_BLINK 500 /* ms */
#define BEEP 100       /* ms, and as long a pause behind it */

static uint8_t lamp;
static uint16_t blink; /* ms into the present second */
static uint8_t beeps;
static uint8_t beep; /* ms left of the present beep and its pause */

void signals_open(void)
{
	DDRB |= _BV(BUZZER);
	DDRD |= _BV(LAMP);
}

static void switch_pin(volatile uint8_t *port, uint8_t pin, bool on)
{
	if (on)
		*port |= _BV(pin);
	else
		*port &= ~_BV(pin);
}

void signals_tick(void)
{
	blink = blink == 2 * HALF_BLINK - 1 ? 0 : blink + 1;
	switch_pin(&PORTD, LAMP, lamp == LAMP_ON || (lamp == LAMP_BLINKING && blink < HALF_BLINK));

	if (beeps && beep == 0)
		beep = 2 * BEEP;
	switch_pin(&PORTB, BUZZER, beep > BEEP);
	if (beep && --beep == 0)
		beeps--;
}

void signals_set_lamp(uint8_t state)
{
	if (state == LAMP_BLINKING && lamp != LAMP_BLINKING)
		blink = 2 * HALF_BLINK - 1; /* begins lit */
	lamp = state;
}

uint8_t signals_lamp(void)
{
	return lamp;
}

void signals_beep(uint8_t n)
{
	beeps = n;
	beep = 0;
}

uint8_t signals_beeps_left(void)
{
	return beeps;
}
