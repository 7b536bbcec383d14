/* Live: one unit behind a pseudo terminal, in real time. */
#ifndef LIVE_H
#define LIVE_H

#include <simavr/sim_elf.h>

/* live runs until standard input ends and returns the exit code. Its first line is "port PATH"; then, one line each, what
 * the unit does: "display SEGMENTS TEXT", "lamp on", "buzzer 1", "restart". Lines of standard input: "press NAME" (a key,
 * for 60 ms, and the next line waits until it is up), "key NAME down|up", "power on|off", "hang". Time passes speed times as fast as on a clock; on a machine that is too slow for that it passes
 * more slowly, but nothing is skipped. */
int live(const elf_firmware_t *firmware, double speed);

#endif
