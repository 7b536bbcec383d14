/* The counter unit: keys, a display, a lamp and a buzzer on an RS-485 line, for the ATmega328P at 16 MHz.
 *
 * Interrupts move characters and count milliseconds (line.c, below); everything else happens in the loop of main, one
 * thing after the other. The processor sleeps in between. If the loop stands still for half a second, the watchdog
 * restarts the unit, which the bridge reads in the status. */
#include "board.h"
#include "boot.h"
#include "display.h"
#include "keys.h"
#include "line.h"
#include "modbus.h"
#include "presses.h"
#include "registers.h"
#include "settings.h"
#include "signals.h"

#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

#define LOST_AFTER 5000 /* ms without a frame for this unit */

static volatile uint8_t ticks; /* milliseconds, wraps */
static uint8_t seen;           /* those that the loop has seen */
static uint16_t quiet;         /* ms since the last frame for this unit */

ISR(TIMER0_COMPA_vect)
{
	ticks++;
}

static void open_ticks(void)
{
	TCCR0A = _BV(WGM01);
	OCR0A = F_CPU / 64 / 1000 - 1;
	TIMSK0 = _BV(OCIE0A);
	TCCR0B = _BV(CS01) | _BV(CS00);
}

static void pass_millisecond(void)
{
	static uint8_t tenth;
	keys_tick();
	display_tick();
	signals_tick();
	if (++tenth == 100) {
		tenth = 0;
		presses_age();
	}
	if (quiet < LOST_AFTER && ++quiet == LOST_AFTER)
		registers_lost();
}

static void answer(void)
{
	uint8_t *frame;
	uint16_t length = line_take(&frame);
	if (!length)
		return;
	quiet = 0;
	line_send(modbus_answer(frame, length));
}

/* New settings come into force behind the answer that confirms them. */
static struct settings follow(struct settings now)
{
	struct settings want = registers_settings();
	if ((want.address != now.address || want.baud != now.baud) && !line_busy()) {
		settings_keep(want);
		line_open(want.address, want.baud);
		return want;
	}
	return now;
}

static void sleep_until_interrupt(void)
{
	cli();
	if (ticks == seen && line_idle()) {
		sleep_enable();
		sei(); /* takes effect behind the next instruction, so no interrupt slips in between */
		sleep_cpu();
		sleep_disable();
	}
	sei();
}

int main(void)
{
	struct settings now = settings_load();
	display_open();
	signals_open();
	keys_open();
	sei();
	registers_open(boot_draw(), now);
	line_open(now.address, now.baud);
	open_ticks();
	wdt_enable(WDTO_500MS);
	for (;;) {
		wdt_reset();
		answer();
		now = follow(now);
		for (; seen != ticks; seen++)
			pass_millisecond();
		sleep_until_interrupt();
	}
}
