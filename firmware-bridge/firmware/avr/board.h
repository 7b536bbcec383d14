/* The board: which pin of the ATmega328P does what. docs/firmware.md draws it.
 *
 * Port B: 0 buzzer, 2 display LOAD, 3 display DIN (MOSI), 5 display CLK (SCK); 6 and 7 carry the crystal
 * Port C: 0 to 4 key rows, read with pull-ups
 * Port D: 0 RXD, 1 TXD, 2 direction of the RS-485 driver, 3 to 6 key columns, 7 lamp */
#ifndef BOARD_H
#define BOARD_H

#include <avr/io.h>

#define BUZZER PB0
#define DISPLAY_LOAD PB2
#define DISPLAY_DIN PB3
#define DISPLAY_CLK PB5

#define ROWS 5 /* from PC0 on */
#define ROW_MASK ((1 << ROWS) - 1)
#define COLUMNS 4
#define FIRST_COLUMN PD3

#define RXD PD0
#define TXD PD1
#define DRIVE PD2 /* high: this unit drives the line and hears nothing */
#define LAMP PD7

#define DIGITS 4

#define VERSION_MAJOR 2
#define VERSION_MINOR 0

#endif
