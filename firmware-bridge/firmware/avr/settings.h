/* Settings: address and speed of the unit, kept in EEPROM. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdint.h>

#define ADDRESS_MAX 247
#define BAUD_MAX 8 /* codes 1..8 = 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200 */

struct settings {
	uint8_t address; /* 1..247 */
	uint8_t baud;    /* code, 1..8 */
};

/* settings_load returns what is kept, or address 1 at 19200 baud if nothing valid is. */
struct settings settings_load(void);

/* settings_keep writes s to EEPROM; it takes up to 15 ms. */
void settings_keep(struct settings s);

#endif
