#include "bus.h"

#include <stddef.h>
#include <string.h>

#define STEP 1024    /* cycles; less than the shortest character, 1496, so that each is known before it ends */
#define CHARACTER 11 /* bits */

static struct bus *bus_of(struct unit *u)
{
	return (struct bus *)((char *)(u - u->id + 1) - offsetof(struct bus, units));
}

static bool somebody_else_drives(const struct bus *b, int than)
{
	for (int i = 0; i < b->n; i++)
		if (i + 1 != than && b->units[i].driving)
			return true;
	return than != 0 && b->air[0].present;
}

static void collide(struct bus *b, uint64_t at)
{
	b->collisions++;
	b->ear->tells(b, 0, at, "collision");
}

/* Two that send the same character within a quarter of a bit do not notice each other, nor does anybody else. Otherwise
 * what is heard is neither; here it is the bits that both leave high. */
static void meet(struct character *first, struct character *second)
{
	uint64_t apart = second->start > first->start ? second->start - first->start : first->start - second->start;
	second->covered = true;
	if (first->value == second->value && apart < first->bit / 4)
		return;
	first->spoiled = true;
	first->value &= second->value;
}

static void begin(struct bus *b, int from, uint64_t at, uint8_t value, uint64_t bit)
{
	struct character *c = &b->air[from];
	*c = (struct character){.present = true, .start = at, .end = at + CHARACTER * bit, .bit = bit, .value = value};
	for (int i = 0; i < SENDERS && !c->covered; i++)
		if (i != from && b->air[i].present && !b->air[i].covered && b->air[i].end > at)
			meet(&b->air[i], c);
}

static void on_sent(struct unit *u, uint64_t at, uint8_t byte, uint64_t bit)
{
	struct bus *b = bus_of(u);
	if (u->driving)
		begin(b, u->id, at, byte, bit);
	else
		b->ear->tells(b, u->id, at, "undriven");
}

static void on_drives(struct unit *u, uint64_t at, bool on)
{
	struct bus *b = bus_of(u);
	struct character *own = &b->air[u->id];
	if (on && somebody_else_drives(b, u->id))
		collide(b, at);
	if (!on && own->present && own->end > at) {
		own->spoiled = true;
		b->ear->tells(b, u->id, at, "cut");
	}
}

static void on_tells(struct unit *u, uint64_t at, const char *what)
{
	struct bus *b = bus_of(u);
	b->ear->tells(b, u->id, at, what);
}

static const struct watcher WATCHER = {.sent = on_sent, .drives = on_drives, .tells = on_tells};

/* What a receiver at another bit time makes of a character: it samples the middle of each of its own bits. */
static uint8_t sample(const struct character *c, uint64_t bit, bool *faulty)
{
	unsigned parity = (unsigned)__builtin_popcount(c->value) & 1;
	unsigned wave = (unsigned)c->value << 1 | parity << 9 | ~0U << 10; /* start, data, parity, stop, then idle */
	unsigned got = 0;
	for (unsigned i = 0; i < CHARACTER; i++) {
		uint64_t k = (2 * i + 1) * bit / (2 * c->bit);
		got |= (k > 10 ? 1 : wave >> k & 1) << i;
	}
	uint8_t value = (uint8_t)(got >> 1);
	*faulty = c->spoiled || ((unsigned)__builtin_popcount(value) & 1) != (got >> 9 & 1) || !(got >> 10 & 1);
	return value;
}

static void finish(struct bus *b, int from)
{
	struct character *c = &b->air[from];
	bool faulty;
	c->present = false;
	if (c->covered)
		return;
	for (int i = 0; i < b->n; i++) {
		struct unit *u = &b->units[i];
		if (u->id == from || u->driving || !u->avr)
			continue;
		uint8_t value = sample(c, unit_bit(u), &faulty);
		unit_hear(u, value, faulty, c->end);
	}
	if (from != 0) {
		struct character heard = *c;
		heard.value = sample(c, b->master.bit, &heard.spoiled);
		b->ear->heard(b, from, &heard);
	} else if (b->master.begin == b->master.end) {
		b->ear->tells(b, 0, c->end, "sent");
	}
}

static void send_next(struct bus *b, uint64_t until)
{
	if (b->master.begin == b->master.end || b->air[0].present || b->master.free_at >= until)
		return;
	uint64_t at = b->master.free_at > b->now ? b->master.free_at : b->now;
	if (somebody_else_drives(b, 0))
		collide(b, at);
	begin(b, 0, at, b->master.bytes[b->master.begin++], b->master.bit);
	b->master.free_at = b->air[0].end;
}

void bus_run(struct bus *b, uint64_t until)
{
	while (b->now < until) {
		uint64_t next = b->now + STEP < until ? b->now + STEP : until;
		for (int i = 0; i < SENDERS; i++)
			if (b->air[i].present && b->air[i].end < next)
				finish(b, i);
		send_next(b, next);
		for (int i = 0; i < b->n; i++)
			unit_run(&b->units[i], next);
		b->now = next;
	}
}

bool bus_send(struct bus *b, const uint8_t *bytes, unsigned n)
{
	if (b->master.begin == b->master.end)
		b->master.begin = b->master.end = 0;
	if (n > REQUEST_MAX - b->master.end)
		return false;
	memcpy(b->master.bytes + b->master.end, bytes, n);
	b->master.end += n;
	return true;
}

void bus_baud(struct bus *b, unsigned baud)
{
	b->master.bit = (CLOCK + baud / 2) / baud;
}

void bus_open(struct bus *b, int n, const elf_firmware_t *firmware, const struct ear *ear)
{
	memset(b, 0, sizeof *b);
	b->n = n;
	b->ear = ear;
	bus_baud(b, 19200);
	for (int i = 0; i < n; i++) {
		struct unit *u = &b->units[i];
		u->id = i + 1;
		u->firmware = firmware;
		u->watcher = &WATCHER;
		memset(u->eeprom, 0xFF, sizeof u->eeprom);
	}
}
