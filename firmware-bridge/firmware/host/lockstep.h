/* Lockstep: a script from standard input drives the bus in virtual time. */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H

#include <simavr/sim_elf.h>

/* lockstep obeys the lines of standard input until it ends and returns the exit code:
 *
 *   run CYCLES      lets time pass; the line "now CYCLE COLLISIONS" ends what happened in it
 *   send HEX        the master begins to send
 *   baud SPEED      of the master, 19200 to begin with
 *   and the commands of commands.h
 *
 * What happens is one line each, "CYCLE UNIT what": "byte HEX" with "!" behind it if it was spoiled, "display SEGMENTS
 * TEXT", "lamp on", "buzzer 1", "restart", "cut", "undriven"; unit 0 is the line: "sent", "collision". */
int lockstep(const elf_firmware_t *firmware, int units);

#endif
