#include "keys.h"

#include "board.h"
#include "presses.h"

#include <stdbool.h>

/* One column is driven for a whole millisecond and read at its end, so that long wires settle; each is read every 4 ms. A
 * key counts as pressed, or as released, once six readings in a row agree: 20 ms. */
#define AGREE 6
#define STUCK (10000 / COLUMNS) /* readings */
#define SETTLED (COLUMNS * (AGREE + 1)) /* ms; every key that is down has been noticed */

#define CELLS (ROWS * COLUMNS)

/* What each key says, row by row as on the keypad: 1 next, 2 recall, 3 start, 4 no-show, 5 finish, 6 pause, 7 transfer,
 * 8 incident, 16 + n the digit n, 0 no key. */
static const uint8_t MEANING[CELLS] = {
	1,  2,  3,  4, /* next, recall, start, no-show */
	17, 18, 19, 5, /* 1 2 3 finish */
	20, 21, 22, 6, /* 4 5 6 pause */
	23, 24, 25, 7, /* 7 8 9 transfer */
	0,  16, 0,  8, /*   0   incident */
};

static uint8_t closed[COLUMNS]; /* rows closed in each column when it was read last */
static uint8_t column;          /* the one that is driven */

static struct {
	bool pressed;
	uint8_t disagree; /* readings in a row that say otherwise */
	uint16_t held;    /* readings */
} cells[CELLS];

/* A key that is down when the unit starts says nothing: behind a restart it has been told already. */
static uint8_t age; /* ms since the start, up to SETTLED */

static void drive(uint8_t c)
{
	DDRD |= _BV(FIRST_COLUMN + c); /* its PORT bit stays 0: low when driven, open when not */
}

static void release(uint8_t c)
{
	DDRD &= ~_BV(FIRST_COLUMN + c);
}

void keys_open(void)
{
	PORTC |= ROW_MASK;
	drive(column);
}

/* Three closed keys without diodes can close a fourth that nobody touches; two cannot. */
static bool ambiguous(void)
{
	uint8_t n = 0;
	for (uint8_t c = 0; c < COLUMNS; c++)
		n += __builtin_popcount(closed[c]);
	return n > 2;
}

static void judge(uint8_t cell, bool down)
{
	if (down != cells[cell].pressed) {
		if (++cells[cell].disagree < AGREE)
			return;
		cells[cell].pressed = down;
		cells[cell].held = 0;
		if (down && MEANING[cell] && age == SETTLED)
			presses_add(MEANING[cell]);
	} else if (down && cells[cell].held < STUCK) {
		cells[cell].held++;
	}
	cells[cell].disagree = 0;
}

void keys_tick(void)
{
	closed[column] = ~PINC & ROW_MASK;
	release(column);
	if (!ambiguous())
		for (uint8_t row = 0; row < ROWS; row++)
			judge(row * COLUMNS + column, closed[column] & _BV(row));
	if (age < SETTLED)
		age++;
	column = (column + 1) % COLUMNS;
	drive(column);
}

uint8_t keys_stuck(void)
{
	for (uint8_t cell = 0; cell < CELLS; cell++)
		if (cells[cell].held == STUCK)
			return MEANING[cell];
	return 0;
}
