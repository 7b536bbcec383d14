/* Unit: one simulated counter unit, its ATmega328P run by simavr and what hangs on its pins. */
#ifndef UNIT_H
#define UNIT_H

#include "display.h"
#include "matrix.h"

#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>

#define CLOCK 16000000 /* cycles per second, here called time */
#define EEPROM_SIZE 1024

/* Where a unit tells what its pins do. Times are cycles of the whole simulation. */
struct unit;
struct watcher {
	void (*sent)(struct unit *u, uint64_t at, uint8_t byte, uint64_t bit); /* a character begins; bit: its bit time */
	void (*drives)(struct unit *u, uint64_t at, bool on);                  /* the RS-485 driver is switched */
	void (*tells)(struct unit *u, uint64_t at, const char *what);          /* lamp, buzzer, display, restart */
};

struct unit {
	int id;
	avr_t *avr; /* null without power */
	avr_uart_t *uart;
	uint64_t epoch; /* time at cycle 0 of avr */
	const elf_firmware_t *firmware;
	const struct watcher *watcher;
	uint8_t eeprom[EEPROM_SIZE]; /* while there is no power */
	struct matrix keys;
	uint8_t columns; /* driven low */
	bool driving, lamp, buzzer;

	struct display display;
	uint8_t shown[DISPLAY_DIGITS];   /* segments last told */
	uint8_t settling[DISPLAY_DIGITS];
	uint64_t settled_at; /* when settling was last different */

	void (*core_reset)(avr_t *avr);
	avr_flashaddr_t hung_at; /* where the endless loop was put, if hung */
	uint16_t hung_word;
	bool hung;
};

/* unit_power switches power on or off at a time; the EEPROM stays. */
void unit_power(struct unit *u, bool on, uint64_t at);

/* unit_run runs until a time. A unit without power does nothing. */
void unit_run(struct unit *u, uint64_t until);

/* unit_hear delivers a character whose stop bit ends at a time that is not past; faulty: wrong parity or stop bit. */
void unit_hear(struct unit *u, uint8_t byte, bool faulty, uint64_t at);

/* unit_key closes or opens a key; false if there is none of that name. */
bool unit_key(struct unit *u, const char *name, bool closed);

/* unit_hang makes the program stand still, as a flipped bit might, until something restarts it. */
void unit_hang(struct unit *u);

/* unit_bit returns the bit time that the unit's UART is set to, in cycles. */
uint64_t unit_bit(const struct unit *u);

#endif
