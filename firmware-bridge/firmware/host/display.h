/* Display: a MAX7219 with four digits, as far as its pins tell. */
#ifndef DISPLAY_H
#define DISPLAY_H

#include <stdbool.h>
#include <stdint.h>

#define DISPLAY_DIGITS 4
#define DISPLAY_TEXT 16

struct display {
	uint16_t shifted; /* the last 16 bits that came in */
	uint8_t registers[16];
};

/* display_shift takes eight bits, display_latch what a rising LOAD takes over. */
void display_shift(struct display *d, uint8_t byte);
void display_latch(struct display *d);

/* display_segments gives what is lit, leftmost digit first, as the registers of the unit write it. */
void display_segments(const struct display *d, uint8_t segments[DISPLAY_DIGITS]);

/* display_text reads segments as a person would; what is no letter becomes '?', a point follows its digit. */
void display_text(const uint8_t segments[DISPLAY_DIGITS], char text[DISPLAY_TEXT]);

#endif
