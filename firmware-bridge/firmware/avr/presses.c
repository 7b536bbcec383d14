#include "presses.h"

static struct press waiting[PRESSES_MAX]; /* oldest first */
static uint8_t n;
static uint16_t last, lost, acknowledged;

void presses_add(uint8_t key)
{
	if (n == PRESSES_MAX) {
		if (lost < UINT16_MAX)
			lost++;
		return;
	}
	waiting[n++] = (struct press){.sequence = ++last, .key = key};
}

void presses_age(void)
{
	for (uint8_t i = 0; i < n; i++)
		if (waiting[i].age < UINT16_MAX)
			waiting[i].age++;
}

/* Serial-number arithmetic: a is behind b if it is less than half the circle ahead. */
static bool behind(uint16_t a, uint16_t b)
{
	return (int16_t)(a - b) > 0;
}

bool presses_given(uint16_t sequence)
{
	return !behind(sequence, last);
}

void presses_acknowledge(uint16_t sequence)
{
	uint8_t gone = 0;
	while (gone < n && !behind(waiting[gone].sequence, sequence))
		gone++;
	n -= gone;
	for (uint8_t i = 0; i < n; i++)
		waiting[i] = waiting[i + gone];
	acknowledged = sequence;
}

uint8_t presses_waiting(void)
{
	return n;
}

uint16_t presses_lost(void)
{
	return lost;
}

uint16_t presses_acknowledged(void)
{
	return acknowledged;
}

struct press presses_oldest(uint8_t i)
{
	if (i >= n)
		return (struct press){0};
	return waiting[i];
}
