/* Line: frames on the RS-485 line, by interrupts. A frame ends with 3.5 characters of silence and carries a CRC-16. */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stdint.h>

#define BROADCAST 0
#define LINE_BUFFER 48 /* the longest answer has 37 bytes; what a longer request says is never needed */

/* line_open listens for address at a baud code of settings.h, with even parity and one stop bit. It needs timer 1 running
 * free at 2 MHz, and can be called again while nothing is being sent. */
void line_open(uint8_t address, uint8_t baud);

/* line_take returns the length of a whole and correct frame for this unit or for all, without its CRC, and lends its
 * bytes, of which at most LINE_BUFFER are kept; 0 if there is none. Nothing more is received until line_send. */
uint16_t line_take(uint8_t **frame);

/* line_send sends n bytes of the lent buffer and their CRC behind them, or listens again at once if n is 0. */
void line_send(uint8_t n);

/* line_busy says whether the unit still drives the line. */
bool line_busy(void);

/* line_idle says whether there is nothing for line_take; called with interrupts off, before going to sleep. */
bool line_idle(void);

/* line_bad_frames counts frames on the line with a wrong CRC, parity or stop bit, or over 256 bytes; wraps. */
uint16_t line_bad_frames(void);

#endif
