/* Registers: the table of docs/hardware.md, form 2. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include "settings.h"

#include <stdbool.h>
#include <stdint.h>

#define INPUTS 16
#define HOLDINGS 9

/* registers_open takes the boot number and the settings in force, and shows a lost line until something is written. */
void registers_open(uint32_t boot, struct settings s);

uint16_t registers_input(uint8_t i);
uint16_t registers_holding(uint8_t i);

/* registers_begin opens a request. Address and baud code are taken only by a request to this unit alone that follows an
 * unlock directly and writes nothing else, which the caller says by single. */
void registers_begin(bool single);

/* registers_allow says whether value may be written to register i; registers_write writes it. */
bool registers_allow(uint8_t i, uint16_t value);
void registers_write(uint8_t i, uint16_t value);

/* registers_lost shows that nobody speaks to this unit: dashes, and the lamp off. */
void registers_lost(void);

/* registers_settings returns the settings as last written; they are in force once the caller has made them so. */
struct settings registers_settings(void);

#endif
