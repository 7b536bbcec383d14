#include "boot.h"

#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

/* The restart counter goes round SLOTS cells of the EEPROM, so that each is written at every 32nd restart only. A cell
 * bears 100,000 writes: 3.2 million restarts, 290 years at thirty a day, or 26 days of a watchdog that bites every 700 ms. */
#define SLOTS 32
static uint16_t *const COUNTS = (uint16_t *)16;

#define NOISE_SAMPLES 8

static uint8_t cause __attribute__((section(".noinit")));
static volatile uint16_t noise;
static volatile uint8_t samples;

/* Runs before main: behind a watchdog's restart the watchdog goes on at 16 ms, so it is stopped first of all. */
void boot_early(void) __attribute__((naked, used, section(".init3")));
void boot_early(void)
{
	cause = MCUSR;
	MCUSR = 0;
	wdt_disable();
}

bool boot_by_watchdog(void)
{
	return (cause & _BV(WDRF)) && !(cause & _BV(PORF));
}

/* The watchdog has its own RC oscillator, which wanders against the crystal that drives timer 1. */
ISR(WDT_vect)
{
	noise = (uint16_t)(noise << 3 | noise >> 13) ^ TCNT1;
	samples++;
	WDTCSR |= _BV(WDIE);
}

static uint16_t draw_noise(void)
{
	TCCR1B = _BV(CS11);
	cli();
	wdt_reset();
	WDTCSR = _BV(WDCE) | _BV(WDE);
	WDTCSR = _BV(WDIE); /* an interrupt every 16 ms, no restart */
	sei();
	while (samples < NOISE_SAMPLES)
		sleep_mode();
	cli();
	wdt_disable();
	sei();
	return noise;
}

/* A cell is valid if its count belongs there; the newest is the one that its successor does not follow. */
static uint16_t count_restart(void)
{
	uint16_t newest = 0;
	for (uint8_t i = 0; i < SLOTS; i++) {
		uint16_t n = eeprom_read_word(&COUNTS[i]);
		if (n % SLOTS == i && eeprom_read_word(&COUNTS[(n + 1) % SLOTS]) != (uint16_t)(n + 1)) {
			newest = n;
			break;
		}
	}
	newest++;
	eeprom_update_word(&COUNTS[newest % SLOTS], newest);
	return newest;
}

uint32_t boot_draw(void)
{
	uint16_t n = count_restart();
	return (uint32_t)(draw_noise() | 1) << 16 | n;
}
