#include "line.h"

#include "board.h"

#include <avr/interrupt.h>
#include <util/atomic.h>
#include <util/crc16.h>

#define FRAME_MAX 256

static volatile enum { LISTENING, TAKEN, SENDING } state;
static uint8_t self;
static uint8_t buffer[LINE_BUFFER];
static volatile uint16_t length; /* received, or to be sent */
static uint16_t crc;
static bool broken; /* a character with wrong parity or stop bit, or one was lost */
static volatile uint16_t bad_frames;
static uint8_t sent;
static uint16_t silence; /* 3.5 characters in ticks of timer 1 */

/* Divisors for 16 MHz with U2X. 115200 is 2.1 % fast, the others are within 0.8 %. */
static const uint16_t DIVISOR[] = {1666, 832, 416, 207, 103, 51, 34, 16};

static void restart(void)
{
	length = 0;
	crc = 0xFFFF;
	broken = false;
	state = LISTENING;
}

/* 3.5 characters of 11 bits. Above 19200 baud the standard fixes 1.75 ms, since computers cannot keep less apart. */
static uint16_t silence_of(uint8_t baud)
{
	if (baud > 5)
		return 3500;
	return (uint32_t)(DIVISOR[baud - 1] + 1) * 77 / 2; /* a bit takes 8 cycles per step of the divisor, as does a tick */
}

void line_open(uint8_t address, uint8_t baud)
{
	self = address;
	silence = silence_of(baud);
	PORTD |= _BV(RXD); /* a pull-up: the driver's output floats while it sends */
	DDRD |= _BV(DRIVE);
	UCSR0A = _BV(U2X0); /* these two before the divisor: simavr computes the speed when that is written */
	UCSR0C = _BV(UPM01) | _BV(UCSZ01) | _BV(UCSZ00);
	UBRR0 = DIVISOR[baud - 1];
	UCSR0B = _BV(RXCIE0) | _BV(TXCIE0) | _BV(RXEN0) | _BV(TXEN0);
	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
		restart();
}

/* Every character begins the silence anew. The timer runs on, so its compare flag may stand from its last round. */
static void await_silence(void)
{
	OCR1A = TCNT1 + silence;
	TIFR1 = _BV(OCF1A);
	TIMSK1 = _BV(OCIE1A);
}

ISR(USART_RX_vect)
{
	uint8_t fault = UCSR0A & (_BV(FE0) | _BV(DOR0) | _BV(UPE0));
	uint8_t byte = UDR0;
	if (state != LISTENING)
		return;
	if (fault)
		broken = true;
	if (length < LINE_BUFFER)
		buffer[length] = byte;
	if (length <= FRAME_MAX)
		length++;
	crc = _crc16_update(crc, byte);
	await_silence();
}

/* The silence has come. The sum over a frame with its own sum behind it is zero. */
ISR(TIMER1_COMPA_vect)
{
	TIMSK1 = 0;
	if (broken || length < 4 || length > FRAME_MAX || crc != 0) {
		bad_frames++;
		restart();
	} else if (buffer[0] == self || buffer[0] == BROADCAST) {
		state = TAKEN;
	} else {
		restart();
	}
}

uint16_t line_take(uint8_t **frame)
{
	if (state != TAKEN)
		return 0;
	*frame = buffer;
	return length - 2;
}

void line_send(uint8_t n)
{
	if (n == 0) {
		ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
			restart();
		return;
	}
	uint16_t sum = 0xFFFF;
	for (uint8_t i = 0; i < n; i++)
		sum = _crc16_update(sum, buffer[i]);
	buffer[n] = (uint8_t)sum;
	buffer[n + 1] = (uint8_t)(sum >> 8);
	length = n + 2;
	state = SENDING;
	PORTD |= _BV(DRIVE);
	sent = 1;
	UDR0 = buffer[0];
}

/* A character has left with its stop bit. Sending one by one leaves some microseconds between them and keeps the line
 * driven for exactly as long as there is something on it. */
ISR(USART_TX_vect)
{
	if (sent < length) {
		UDR0 = buffer[sent++];
		return;
	}
	PORTD &= ~_BV(DRIVE);
	restart();
}

bool line_busy(void)
{
	return state == SENDING;
}

bool line_idle(void)
{
	return state != TAKEN;
}

uint16_t line_bad_frames(void)
{
	uint16_t n;
	ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
		n = bad_frames;
	return n;
}
