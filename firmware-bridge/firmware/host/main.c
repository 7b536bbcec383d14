/* Runs counter units with their firmware in simavr: in virtual time after a script, or live behind a pseudo terminal.
 *
 *   host FIRMWARE.elf lockstep UNITS     see lockstep.h
 *   host FIRMWARE.elf live UNITS         see live.h */
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
	int units = n == 4 ? atoi(arguments[3]) : 0;
	if (units < 1 || units > UNITS_MAX || elf_read_firmware(arguments[1], &firmware)) {
		fprintf(stderr, "usage: host FIRMWARE.elf lockstep|live UNITS (1 to %d)\n", UNITS_MAX);
		return 2;
	}
	return !strcmp(arguments[2], "live") ? live(&firmware, units) : lockstep(&firmware, units);
}
