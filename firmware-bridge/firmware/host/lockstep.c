#include "lockstep.h"

#include "commands.h"

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
	return commands_obey(b, line);
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
