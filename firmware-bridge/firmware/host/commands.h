/* Commands: what a person at the bench could do to the units, as lines of text. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "bus.h"

/* commands_obey does at once what line says, and reports false if it makes no sense:
 *
 *   power UNIT on|off      key UNIT NAME down|up      hang UNIT
 *   eeprom UNIT PLACE VALUE        puts a byte into the EEPROM of a unit without power */
bool commands_obey(struct bus *b, const char *line);

#endif
