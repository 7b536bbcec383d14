/* Runs the counter unit's firmware in simavr: in virtual time after a script, or live behind a pseudo terminal.
 *
 *   host FIRMWARE.elf lockstep UNITS     see lockstep.h
 *   host FIRMWARE.elf live [SPEED]       see live.h */
#include "bus.h"
#include "live.h"
#include "lockstep.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* simavr speaks on standard output, which is ours. Only its errors are of interest. */
static void log_errors(struct avr_t *avr, const int level, const char *format, va_list arguments)
{
	(void)avr;
	if (level == LOG_ERROR)
		vfprintf(stderr, format, arguments);
}

int main(int n, char **arguments)
{
	elf_firmware_t firmware;
	memset(&firmware, 0, sizeof firmware);
	avr_global_logger_set(log_errors);
	if (n < 3 || elf_read_firmware(arguments[1], &firmware)) {
		fprintf(stderr, "usage: host FIRMWARE.elf lockstep UNITS | live [SPEED]\n");
		return 2;
	}
	int units = n > 3 ? atoi(arguments[3]) : 1;
	double speed = n > 3 ? atof(arguments[3]) : 1;
	if (!strcmp(arguments[2], "lockstep") && units >= 1 && units <= UNITS_MAX)
		return lockstep(&firmware, units);
	if (!strcmp(arguments[2], "live") && speed > 0)
		return live(&firmware, speed);
	fprintf(stderr, "neither lockstep with 1 to %d units nor live: %s\n", UNITS_MAX, arguments[2]);
	return 2;
}
