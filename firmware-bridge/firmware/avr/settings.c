#include "settings.h"

#include <avr/eeprom.h>
#include <stdbool.h>

#define MARK 0x4D

/* What stands at the start of the EEPROM. A write that a power cut tears leaves a wrong sum, and the unit answers at its
 * default again, where a technician finds it. */
struct record {
	uint8_t mark;
	struct settings s;
	uint8_t sum;
};

static struct record *const KEPT = (struct record *)0;

static uint8_t sum(struct settings s)
{
	return (uint8_t)~(MARK + s.address + 3 * s.baud);
}

static bool valid(struct record r)
{
	return r.mark == MARK && r.sum == sum(r.s) && r.s.address >= 1 && r.s.address <= ADDRESS_MAX && r.s.baud >= 1 &&
	       r.s.baud <= BAUD_MAX;
}

struct settings settings_load(void)
{
	struct record r;
	eeprom_read_block(&r, KEPT, sizeof r);
	if (!valid(r))
		return (struct settings){.address = 1, .baud = 5};
	return r.s;
}

void settings_keep(struct settings s)
{
	struct record r = {.mark = MARK, .s = s, .sum = sum(s)};
	eeprom_update_block(&r, KEPT, sizeof r);
}
