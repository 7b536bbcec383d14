/* Modbus: answers to requests, after "MODBUS Application Protocol Specification V1.1b3". */
#ifndef MODBUS_H
#define MODBUS_H

#include <stdint.h>

/* modbus_answer obeys a request of length bytes (address first, CRC gone; the bytes behind LINE_BUFFER were not kept),
 * writes the answer over it and returns the answer's length, 0 for a broadcast. */
uint8_t modbus_answer(uint8_t *frame, uint16_t length);

#endif
