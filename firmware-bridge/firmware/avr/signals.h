/* Signals: the lamp and the buzzer. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdint.h>

enum { LAMP_OFF, LAMP_ON, LAMP_BLINKING };
#define BEEPS_MAX 9

void signals_open(void);

/* signals_tick is called every millisecond. */
void signals_tick(void);

void signals_set_lamp(uint8_t state);
uint8_t signals_lamp(void);

/* signals_beep asks for n short beeps in place of those that are left. */
void signals_beep(uint8_t n);
uint8_t signals_beeps_left(void);

#endif
