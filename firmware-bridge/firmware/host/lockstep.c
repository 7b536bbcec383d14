#include "lockstep.h"

#include "bus.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_heard(struct bus *b, int from, const struct character *c)
{
	(void)b;
	printf("%" PRIu64 " %d byte %02X%s\n", c->start, from, c->value, c->spoiled ? "!" : "");
}

static void on_tells(struct bus *b, int unit, uint64_t at, const char *what)
{
	(void)b;
	printf("%" PRIu64 " %d %s\n", at, unit, what);
}

static bool send_hex(struct bus *b, const char *hex)
{
	uint8_t bytes[REQUEST_MAX];
	unsigned n = 0, byte;
	for (; n < REQUEST_MAX && sscanf(hex, "%2x", &byte) == 1 && hex[1]; hex += 2)
		bytes[n++] = (uint8_t)byte;
	return !*hex && bus_send(b, bytes, n);
}

static struct unit *unit_called(struct bus *b, int id)
{
	return id >= 1 && id <= b->n ? &b->units[id - 1] : NULL;
}

/* A command for one unit. */
static bool obey_unit(struct bus *b, const char *command, const char *rest)
{
	int id, used = 0;
	unsigned place, value;
	char word[32];
	struct unit *u = sscanf(rest, "%d %n", &id, &used) == 1 ? unit_called(b, id) : NULL;
	if (!u)
		return false;
	rest += used;
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

static bool obey(struct bus *b, const char *line)
{
	char command[16];
	int used = 0;
	if (sscanf(line, "%15s %n", command, &used) != 1)
		return false;
	if (!strcmp(command, "run")) {
		bus_run(b, b->now + strtoull(line + used, NULL, 10));
		printf("now %" PRIu64 " %u\n", b->now, b->collisions);
		return true;
	}
	if (!strcmp(command, "send"))
		return send_hex(b, line + used);
	if (!strcmp(command, "baud") && atoi(line + used) > 0)
		return bus_baud(b, (unsigned)atoi(line + used)), true;
	return obey_unit(b, command, line + used);
}

int lockstep(const elf_firmware_t *firmware, int units)
{
	static const struct ear EAR = {.heard = on_heard, .tells = on_tells};
	static struct bus b;
	static char line[3 * REQUEST_MAX];
	bus_open(&b, units, firmware, &EAR);
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (!obey(&b, line)) {
			fprintf(stderr, "not understood: %s\n", line);
			return 2;
		}
		fflush(stdout);
	}
	return 0;
}
