#include "unit.h"

#include <simavr/avr_eeprom.h>
#include <simavr/avr_extint.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_spi.h>
#include <simavr/sim_io.h>
#include <simavr/sim_time.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The board as docs/firmware.md wires it, on purpose not shared with the firmware. */
enum { BUZZER = 0, LOAD = 2, DIN = 3, CLK = 5 };                     /* port B */
enum { DRIVE = 2, FIRST_COLUMN = 3, LAMP = 7, COLUMN_MASK = 0xF };   /* port D */
enum { DDRB = 0x24, DDRD = 0x2A, SPCR = 0x4C };                      /* data addresses */
enum { SPI_DORD = 1 << 5, SPI_CPOL = 1 << 3, SPI_CPHA = 1 << 2 };

#define CHARACTER 11   /* bits with start, parity and stop */
#define SETTLE 384000  /* 24 ms: the firmware renews the whole display in 18 */
#define RJMP_BACK 0xCFFF /* jumps to itself */

static uint64_t now(const struct unit *u)
{
	return u->epoch + u->avr->cycle;
}

static void tell(struct unit *u, uint64_t at, const char *what)
{
	u->watcher->tells(u, at, what);
}

/* Rows follow whatever the columns do. */
static void update_rows(struct unit *u)
{
	uint8_t rows = matrix_rows(&u->keys, u->columns);
	for (int r = 0; r < MATRIX_ROWS; r++)
		avr_raise_irq(avr_io_getirq(u->avr, AVR_IOCTL_IOPORT_GETIRQ('C'), r), rows >> r & 1);
}

static void on_column(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	u->columns = value >> FIRST_COLUMN & COLUMN_MASK; /* their PORT bits are 0 for ever: an output is low */
	update_rows(u);
}

static void on_drive(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	bool on = value && (u->avr->data[DDRD] >> DRIVE & 1);
	if (on != u->driving)
		u->watcher->drives(u, now(u), u->driving = on);
}

static void on_lamp(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	if (value != u->lamp)
		tell(u, now(u), (u->lamp = value) ? "lamp on" : "lamp off");
}

static void on_buzzer(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	if (value != u->buzzer)
		tell(u, now(u), (u->buzzer = value) ? "buzzer 1" : "buzzer 0");
}

static void on_sent(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	u->watcher->sent(u, now(u), (uint8_t)value, unit_bit(u));
}

/* Only what a MAX7219 would understand: highest bit first, mode 0, pins that are outputs. */
static void on_shift(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	uint8_t wrong = u->avr->data[SPCR] & (SPI_DORD | SPI_CPOL | SPI_CPHA);
	uint8_t missing = ~u->avr->data[DDRB] & (1 << LOAD | 1 << DIN | 1 << CLK);
	if (!wrong && !missing)
		display_shift(&u->display, (uint8_t)value);
}

static void on_load(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq;
	struct unit *u = param;
	if (value)
		display_latch(&u->display);
}

/* What is shown is told once it stands still, as an eye reads it. */
static void watch_display(struct unit *u)
{
	uint8_t segments[DISPLAY_DIGITS];
	display_segments(&u->display, segments);
	if (memcmp(segments, u->settling, sizeof segments)) {
		memcpy(u->settling, segments, sizeof segments);
		u->settled_at = now(u);
	}
	if (!memcmp(u->settling, u->shown, sizeof u->shown) || now(u) < u->settled_at + SETTLE)
		return;
	memcpy(u->shown, u->settling, sizeof u->shown);
	char text[DISPLAY_TEXT], line[64];
	display_text(u->shown, text);
	snprintf(line, sizeof line, "display %02X%02X%02X%02X %s", u->shown[0], u->shown[1], u->shown[2], u->shown[3], text);
	tell(u, u->settled_at, line);
}

static void put_flash(struct unit *u, avr_flashaddr_t at, uint16_t word)
{
	u->avr->flash[at] = (uint8_t)word;
	u->avr->flash[at + 1] = (uint8_t)(word >> 8);
}

static void on_reset(avr_t *avr)
{
	struct unit *u = avr->custom.data;
	u->core_reset(avr);
	if (u->hung)
		put_flash(u, u->hung_at, u->hung_word);
	u->hung = false;
	tell(u, now(u), "restart");
}

static void never_sleep(avr_t *avr, avr_cycle_count_t cycles)
{
	(void)avr, (void)cycles; /* the simulation decides how time passes */
}

static void hook(struct unit *u, uint32_t ctl, int index, avr_irq_notify_t notify)
{
	avr_irq_register_notify(avr_io_getirq(u->avr, ctl, index), notify, u);
}

static void wire(struct unit *u)
{
	hook(u, AVR_IOCTL_IOPORT_GETIRQ('D'), IOPORT_IRQ_DIRECTION_ALL, on_column);
	hook(u, AVR_IOCTL_IOPORT_GETIRQ('D'), DRIVE, on_drive);
	hook(u, AVR_IOCTL_IOPORT_GETIRQ('D'), LAMP, on_lamp);
	hook(u, AVR_IOCTL_IOPORT_GETIRQ('B'), BUZZER, on_buzzer);
	hook(u, AVR_IOCTL_IOPORT_GETIRQ('B'), LOAD, on_load);
	hook(u, AVR_IOCTL_SPI_GETIRQ(0), SPI_IRQ_OUTPUT, on_shift);
	hook(u, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT, on_sent);
	for (uint8_t i = 0; i < 2; i++)
		avr_extint_set_strict_lvl_trig(u->avr, i, 0); /* else simavr looks at low pins D2 and D3 in every cycle */
	uint32_t flags = 0;
	avr_ioctl(u->avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
	for (avr_io_t *io = u->avr->io_port; io; io = io->next)
		if (!strcmp(io->kind, "uart"))
			u->uart = (avr_uart_t *)io;
}

static void power_on(struct unit *u, uint64_t at)
{
	u->avr = avr_make_mcu_by_name("atmega328p");
	if (!u->avr) {
		fprintf(stderr, "simavr knows no atmega328p\n");
		exit(1);
	}
	avr_init(u->avr);
	elf_firmware_t firmware = *u->firmware;
	avr_load_firmware(u->avr, &firmware);
	u->avr->frequency = CLOCK;
	u->avr->sleep = never_sleep;
	u->epoch = at - u->avr->cycle;
	wire(u);
	avr_eeprom_desc_t ee = {.ee = u->eeprom, .offset = 0, .size = EEPROM_SIZE - 1};
	avr_ioctl(u->avr, AVR_IOCTL_EEPROM_SET, &ee);
	u->core_reset = u->avr->reset;
	u->avr->custom.data = u;
	u->avr->reset = on_reset;
	memset(&u->display, 0, sizeof u->display);
	memset(u->settling, 0, sizeof u->settling);
	u->settled_at = at;
}

static void power_off(struct unit *u, uint64_t at)
{
	avr_eeprom_desc_t ee = {.ee = u->eeprom, .offset = 0, .size = EEPROM_SIZE - 1};
	avr_ioctl(u->avr, AVR_IOCTL_EEPROM_GET, &ee);
	if (u->driving)
		u->watcher->drives(u, at, false);
	u->driving = u->lamp = u->buzzer = u->hung = false;
	u->columns = 0;
	memset(u->shown, 0, sizeof u->shown);
	tell(u, at, "display 00000000     ");
	avr_terminate(u->avr);
	u->avr = NULL;
}

void unit_power(struct unit *u, bool on, uint64_t at)
{
	if (on && !u->avr)
		power_on(u, at);
	else if (!on && u->avr)
		power_off(u, at);
}

static avr_cycle_count_t stop_here(avr_t *avr, avr_cycle_count_t when, void *param)
{
	(void)avr, (void)param;
	return when + 1; /* it ends a sleep that would run past it, even one that begins in this cycle */
}

void unit_run(struct unit *u, uint64_t until)
{
	if (!u->avr || now(u) >= until)
		return;
	avr_cycle_timer_register(u->avr, until - now(u), stop_here, u);
	u->avr->run_cycle_count = 1; /* simavr decided how far to run before it knew of this timer and of characters to hear */
	while (now(u) < until) {
		int state = avr_run(u->avr);
		if (state == cpu_Done || state == cpu_Crashed) {
			fprintf(stderr, "unit %d: the program ended in state %d\n", u->id, state);
			exit(1);
		}
	}
	watch_display(u);
}

/* simavr takes a character when it begins and gives it to the program one character later. This one has ended. */
static avr_cycle_count_t deliver(avr_t *avr, avr_cycle_count_t when, void *param)
{
	(void)when;
	struct unit *u = avr->custom.data;
	uint32_t what = (uint32_t)(uintptr_t)param;
	uint32_t heard = (what & 0xFF) | (what & 0x100 ? UART_INPUT_FE : 0);
	avr_cycle_count_t character = u->uart->cycles_per_byte;
	u->uart->cycles_per_byte = 1;
	avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT), heard);
	u->uart->cycles_per_byte = character;
	return 0;
}

void unit_hear(struct unit *u, uint8_t byte, bool faulty, uint64_t at)
{
	if (!u->avr)
		return;
	uint64_t wait = at > now(u) ? at - now(u) : 1;
	avr_cycle_timer_register(u->avr, wait, deliver, (void *)(uintptr_t)(byte | (faulty ? 0x100 : 0)));
}

bool unit_key(struct unit *u, const char *name, bool closed)
{
	bool known = matrix_set(&u->keys, name, closed);
	if (known && u->avr)
		update_rows(u);
	return known;
}

void unit_hang(struct unit *u)
{
	if (!u->avr || u->hung)
		return;
	u->hung = true;
	u->hung_at = u->avr->pc;
	u->hung_word = (uint16_t)(u->avr->flash[u->hung_at] | u->avr->flash[u->hung_at + 1] << 8);
	put_flash(u, u->hung_at, RJMP_BACK);
}

uint64_t unit_bit(const struct unit *u)
{
	return u->avr ? u->uart->cycles_per_byte / CHARACTER : 0;
}
