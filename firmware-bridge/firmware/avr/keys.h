/* Keys: a matrix of 5 rows and 4 columns, read without trusting it. */
#ifndef KEYS_H
#define KEYS_H

#include <stdint.h>

void keys_open(void);

/* keys_tick is called every millisecond; presses go to the queue (presses.h). */
void keys_tick(void);

/* keys_stuck returns the key that has been held for over 10 s, or 0. */
uint8_t keys_stuck(void);

#endif
