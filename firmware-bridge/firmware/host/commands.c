#include "commands.h"

#include <stdio.h>
#include <string.h>

bool commands_obey(struct bus *b, const char *line)
{
	char command[16], word[32];
	int id, used;
	unsigned place, value;
	if (sscanf(line, "%15s %d %n", command, &id, &used) != 2 || id < 1 || id > b->n)
		return false;
	struct unit *u = &b->units[id - 1];
	const char *rest = line + used;
	if (!strcmp(command, "power"))
		return unit_power(u, !strcmp(rest, "on"), b->now), true;
	if (!strcmp(command, "hang"))
		return unit_hang(u), true;
	if (!strcmp(command, "key") && sscanf(rest, "%31s %n", word, &used) == 1)
		return unit_key(u, word, !strcmp(rest + used, "down"));
	if (!strcmp(command, "eeprom") && sscanf(rest, "%u %u", &place, &value) == 2 && place < EEPROM_SIZE)
		return u->eeprom[place] = (uint8_t)value, true;
	return false;
}
