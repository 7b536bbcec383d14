/* Presses: the queue of key presses that wait to be acknowledged. */
#ifndef PRESSES_H
#define PRESSES_H

#include <stdbool.h>
#include <stdint.h>

#define PRESSES_MAX 16

struct press {
	uint16_t sequence; /* counts from 1, wraps past 65535 to 0 */
	uint8_t key;
	uint16_t age; /* tenths of a second; 65535: that or older */
};

/* presses_add queues a press of key; if the queue is full the press is lost and counted. */
void presses_add(uint8_t key);

/* presses_age makes every press a tenth of a second older. */
void presses_age(void);

/* presses_given says whether sequence has been given to a press. One that has not is meant for an earlier life of the
 * unit, and must not forget presses of this one. */
bool presses_given(uint16_t sequence);

/* presses_acknowledge forgets every press up to sequence, which has been given. */
void presses_acknowledge(uint16_t sequence);

uint8_t presses_waiting(void);
uint16_t presses_lost(void);         /* since power-up */
uint16_t presses_acknowledged(void); /* the last acknowledged sequence */

/* presses_oldest returns the i-th oldest press, all zero if there is none. */
struct press presses_oldest(uint8_t i);

#endif
