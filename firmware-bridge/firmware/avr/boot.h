/* Boot: why the unit restarted, and the number by which the bridge tells one life of the unit from the next. */
#ifndef BOOT_H
#define BOOT_H

#include <stdbool.h>
#include <stdint.h>

/* boot_by_watchdog says whether the last restart was the watchdog's. */
bool boot_by_watchdog(void);

/* boot_draw returns the boot number, never 0: the restart counter kept in EEPROM in the low word, which makes it differ from
 * the number before, and noise in the high word, which makes it differ from another unit's that takes this one's place.
 * It takes about 130 ms, needs interrupts, starts timer 1 (2 MHz, free running) and leaves the watchdog off. */
uint32_t boot_draw(void);

#endif
