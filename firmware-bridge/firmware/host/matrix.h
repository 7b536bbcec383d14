/* Matrix: the 18 keys of a unit as wires between rows and columns, without diodes. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdbool.h>
#include <stdint.h>

#define MATRIX_ROWS 5
#define MATRIX_COLUMNS 4

struct matrix {
	bool closed[MATRIX_ROWS][MATRIX_COLUMNS];
};

/* matrix_set closes or opens the key called name ("next", "7"); it reports false if there is none. */
bool matrix_set(struct matrix *m, const char *name, bool closed);

/* matrix_rows returns the level of each row (bit 0 is the first) with pull-ups on the rows and the columns in low driven
 * low. Closed keys connect both ways, so that three of them close the fourth corner of a rectangle. */
uint8_t matrix_rows(const struct matrix *m, uint8_t low);

#endif
