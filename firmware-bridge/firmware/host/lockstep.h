/* Lockstep: a script from standard input drives the bus in virtual time. */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H

#include <simavr/sim_elf.h>

/* lockstep obeys the lines of standard input until it ends and returns the exit code:
 *
 *   power UNIT on|off          key UNIT NAME down|up       hang UNIT
 *   baud SPEED                 send HEX                    eeprom UNIT PLACE VALUE
 *   run CYCLES                 lets time pass; the line "now CYCLE COLLISIONS" ends what happened in it
 *
 * What happens is one line each, "CYCLE UNIT what": "byte HEX" with "!" behind it if it was spoiled, "display SEGMENTS
 * TEXT", "lamp on", "buzzer 1", "restart", "cut", "undriven"; unit 0 is the line: "sent", "collision". */
int lockstep(const elf_firmware_t *firmware, int units);

#endif
