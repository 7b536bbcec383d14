/* Display: four seven-segment digits behind a MAX7219 on the SPI pins. */
#ifndef DISPLAY_H
#define DISPLAY_H

#include <stdint.h>

#define DASH 0x01 /* segment G alone */
#define BRIGHTNESS_MAX 15

void display_open(void);

/* display_tick is called every millisecond and sends one byte. Every two of them renew a register of the MAX7219, so that
 * a change is seen, and a spike on the wires heals, within 20 ms. */
void display_tick(void);

/* Segments of digit i, 0 is leftmost: bit 7 point, 6 A, 5 B, 4 C, 3 D, 2 E, 1 F, 0 G. */
void display_set(uint8_t i, uint8_t segments);
uint8_t display_get(uint8_t i);

void display_set_brightness(uint8_t level); /* 0..15 */
uint8_t display_brightness(void);

#endif
