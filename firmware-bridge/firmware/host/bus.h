/* Bus: one RS-485 pair with a master and units on it, in virtual time. */
#ifndef BUS_H
#define BUS_H

#include "unit.h"

#define UNITS_MAX 32
#define SENDERS (UNITS_MAX + 1) /* 0 is the master */
#define REQUEST_MAX 4096

struct character {
	bool present;
	uint64_t start, end, bit; /* cycles */
	uint8_t value;
	bool spoiled; /* by another sender that says something else, or cut off */
	bool covered; /* another sender began before: the line carries only that character */
};

struct bus;
struct ear {
	void (*heard)(struct bus *b, int from, const struct character *c); /* a unit's character, as the master hears it */
	void (*tells)(struct bus *b, int unit, uint64_t at, const char *what); /* 0 is the line itself */
};

struct bus {
	struct unit units[UNITS_MAX];
	int n;
	uint64_t now;
	unsigned collisions; /* times that two drove the line at once */
	const struct ear *ear;
	struct character air[SENDERS];
	struct {
		uint8_t bytes[REQUEST_MAX];
		unsigned begin, end;
		uint64_t bit, free_at;
	} master;
};

/* bus_open makes a bus of n units without power, the master at 19200 baud. */
void bus_open(struct bus *b, int n, const elf_firmware_t *firmware, const struct ear *ear);

/* bus_baud sets the master's speed. */
void bus_baud(struct bus *b, unsigned baud);

/* bus_send appends bytes to what the master sends; false if it has too much in hand. */
bool bus_send(struct bus *b, const uint8_t *bytes, unsigned n);

/* bus_run lets the given time pass for all, in steps so small that nobody hears a character late. */
void bus_run(struct bus *b, uint64_t until);

#endif
