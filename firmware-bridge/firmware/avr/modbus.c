#include "modbus.h"

#include "line.h"
#include "registers.h"

#include <stdbool.h>

enum { READ_HOLDINGS = 3, READ_INPUTS = 4, WRITE_ONE = 6, WRITE_MANY = 16 };
enum { FINE, NO_FUNCTION, NO_ADDRESS, NO_VALUE }; /* exception codes */

#define READ_MAX 125
#define WRITE_MAX 123

static uint16_t word_at(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8) | p[1];
}

static void put_word(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = (uint8_t)v;
}

static uint8_t read(uint8_t *frame, uint16_t length, uint8_t *answer)
{
	uint8_t end = frame[1] == READ_INPUTS ? INPUTS : HOLDINGS;
	if (length != 6)
		return NO_VALUE;
	uint16_t first = word_at(frame + 2), count = word_at(frame + 4);
	if (count < 1 || count > READ_MAX)
		return NO_VALUE;
	if (first >= end || count > end - first)
		return NO_ADDRESS;
	for (uint8_t i = 0; i < count; i++)
		put_word(frame + 3 + 2 * i,
			 end == INPUTS ? registers_input(first + i) : registers_holding(first + i));
	frame[2] = 2 * count;
	*answer = 3 + 2 * count;
	return FINE;
}

/* Nothing is written unless everything may be. */
static uint8_t write_all(const uint8_t *values, uint8_t first, uint8_t count)
{
	for (uint8_t i = 0; i < count; i++)
		if (!registers_allow(first + i, word_at(values + 2 * i)))
			return NO_VALUE;
	for (uint8_t i = 0; i < count; i++)
		registers_write(first + i, word_at(values + 2 * i));
	return FINE;
}

static uint8_t write_one(const uint8_t *frame, uint16_t length)
{
	if (length != 6)
		return NO_VALUE;
	uint16_t first = word_at(frame + 2);
	if (first >= HOLDINGS)
		return NO_ADDRESS;
	return write_all(frame + 4, first, 1);
}

static uint8_t write_many(const uint8_t *frame, uint16_t length)
{
	if (length < 7)
		return NO_VALUE;
	uint16_t first = word_at(frame + 2), count = word_at(frame + 4);
	if (count < 1 || count > WRITE_MAX || frame[6] != 2 * count || length != 7 + 2 * count)
		return NO_VALUE;
	if (first >= HOLDINGS || count > HOLDINGS - first)
		return NO_ADDRESS;
	return write_all(frame + 7, first, count);
}

uint8_t modbus_answer(uint8_t *frame, uint16_t length)
{
	bool broadcast = frame[0] == BROADCAST;
	bool single = frame[1] == WRITE_ONE || word_at(frame + 4) == 1;
	uint8_t answer = 6, fault;
	registers_begin(single && !broadcast);
	switch (frame[1]) {
	case READ_HOLDINGS:
	case READ_INPUTS: fault = read(frame, length, &answer); break;
	case WRITE_ONE: fault = write_one(frame, length); break;
	case WRITE_MANY: fault = write_many(frame, length); break;
	default: fault = NO_FUNCTION;
	}
	if (fault != FINE) {
		frame[1] |= 0x80;
		frame[2] = fault;
		answer = 3;
	}
	return broadcast ? 0 : answer;
}
