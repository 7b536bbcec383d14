#include "matrix.h"

#include <string.h>

static const char *const NAMES[MATRIX_ROWS][MATRIX_COLUMNS] = {
	{"next", "recall", "start", "no-show"}, {"1", "2", "3", "finish"}, {"4", "5", "6", "pause"},
	{"7", "8", "9", "transfer"},            {"", "0", "", "incident"},
};

bool matrix_set(struct matrix *m, const char *name, bool closed)
{
	if (!*name)
		return false;
	for (int r = 0; r < MATRIX_ROWS; r++)
		for (int c = 0; c < MATRIX_COLUMNS; c++)
			if (!strcmp(NAMES[r][c], name)) {
				m->closed[r][c] = closed;
				return true;
			}
	return false;
}

uint8_t matrix_rows(const struct matrix *m, uint8_t low)
{
	uint8_t rows = 0;
	for (bool spread = true; spread;) {
		spread = false;
		for (int r = 0; r < MATRIX_ROWS; r++)
			for (int c = 0; c < MATRIX_COLUMNS; c++) {
				bool row = rows >> r & 1, column = low >> c & 1;
				if (!m->closed[r][c] || row == column)
					continue;
				rows |= (uint8_t)(1 << r);
				low |= (uint8_t)(1 << c);
				spread = true;
			}
	}
	return (uint8_t)~rows & ((1 << MATRIX_ROWS) - 1);
}
