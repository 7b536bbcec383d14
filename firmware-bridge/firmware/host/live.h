/* Live: a line of units behind a pseudo terminal, in real time. */
#ifndef LIVE_H
#define LIVE_H

#include <simavr/sim_elf.h>

/* live runs until standard input ends and returns the exit code. Its first line is "port PATH"; then, one line each, what
 * the units do: "UNIT display SEGMENTS TEXT", "UNIT lamp on", "UNIT buzzer 1", "UNIT restart"; unit 0 is the line:
 * "0 collision". It obeys the commands of commands.h and "press UNIT NAME", which holds a key for 60 ms; the next line
 * waits until it is up again. On a machine that is too slow time passes more slowly, but nothing is skipped. */
int live(const elf_firmware_t *firmware, int units);

#endif
