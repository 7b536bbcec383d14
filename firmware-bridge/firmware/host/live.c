#define _GNU_SOURCE
#include "live.h"

#include "commands.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LAG (CLOCK / 50) /* cycles; a longer lag is not made up for */

#define HELD (CLOCK / 16)      /* cycles that a pressed key is down, and then up before the next line is obeyed */

static int port; /* our end of the pseudo terminal */

static struct {
	struct unit *unit; /* null: no key is being pressed */
	char key[32];
	uint64_t up_at, done_at;
} press;

static void on_heard(struct bus *b, int from, const struct character *c)
{
	(void)b, (void)from;
	if (write(port, &c->value, 1) != 1)
		fprintf(stderr, "nobody reads the port: a character is lost\n");
}

static void on_tells(struct bus *b, int unit, uint64_t at, const char *what)
{
	(void)b, (void)at;
	if (strcmp(what, "sent"))
		printf("%d %s\n", unit, what);
}

static const struct {
	speed_t code;
	unsigned baud;
} SPEEDS[] = {
	{B1200, 1200},   {B2400, 2400},   {B4800, 4800},   {B9600, 9600},
	{B19200, 19200}, {B38400, 38400}, {B57600, 57600}, {B115200, 115200},
};

/* The speed that the other end has set is seen here too; at the wrong one both sides hear garbage, as on a wire. */
static void follow_speed(struct bus *b)
{
	struct termios t;
	if (tcgetattr(port, &t))
		return;
	for (unsigned i = 0; i < sizeof SPEEDS / sizeof *SPEEDS; i++)
		if (cfgetospeed(&t) == SPEEDS[i].code)
			bus_baud(b, SPEEDS[i].baud);
}

static void take_request(struct bus *b)
{
	uint8_t bytes[256];
	ssize_t n = read(port, bytes, sizeof bytes);
	if (n <= 0)
		return;
	follow_speed(b);
	if (!bus_send(b, bytes, (unsigned)n))
		fprintf(stderr, "too much at once: %zd characters are lost\n", n);
}

static void obey(struct bus *b, const char *line)
{
	int id;
	if (sscanf(line, "press %d %31s", &id, press.key) != 2) {
		if (!commands_obey(b, line))
			fprintf(stderr, "not understood: %s\n", line);
	} else if (id < 1 || id > b->n || !unit_key(&b->units[id - 1], press.key, true)) {
		fprintf(stderr, "no such unit or key: %s\n", line);
	} else {
		press.unit = &b->units[id - 1];
		press.up_at = b->now + HELD;
		press.done_at = b->now + 2 * HELD;
	}
}

static struct {
	char text[1024];
	size_t n;
} lines; /* read and not yet obeyed */

/* Reads from standard input; false at its end, or if a line is too long. */
static bool take_lines(void)
{
	ssize_t got = read(STDIN_FILENO, lines.text + lines.n, sizeof lines.text - lines.n);
	if (got <= 0)
		return false;
	lines.n += (size_t)got;
	return lines.n < sizeof lines.text;
}

/* Obeys lines one after the other, each when the key pressed before it is up again. */
static void obey_lines(struct bus *b)
{
	if (press.unit && b->now >= press.up_at) {
		unit_key(press.unit, press.key, false);
		press.unit = NULL;
	}
	char *end;
	while (b->now >= press.done_at && (end = memchr(lines.text, '\n', lines.n))) {
		size_t length = (size_t)(end - lines.text) + 1;
		*end = 0;
		obey(b, lines.text);
		lines.n -= length;
		memmove(lines.text, lines.text + length, lines.n);
	}
}

static uint64_t clock_cycles(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * CLOCK + (uint64_t)t.tv_nsec * (CLOCK / 1000000) / 1000;
}

static int open_port(void)
{
	int other;
	char path[64];
	struct termios raw;
	cfmakeraw((memset(&raw, 0, sizeof raw), &raw));
	cfsetspeed(&raw, B19200);
	if (openpty(&port, &other, path, &raw, NULL) || fcntl(port, F_SETFL, O_NONBLOCK)) {
		perror("openpty");
		return -1;
	}
	printf("port %s\n", path);
	return other; /* kept open: the port must not hang up between two who use it */
}

int live(const elf_firmware_t *firmware, int units)
{
	static const struct ear EAR = {.heard = on_heard, .tells = on_tells};
	static struct bus b;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (open_port() < 0)
		return 1;
	bus_open(&b, units, firmware, &EAR);
	uint64_t start = clock_cycles();
	struct pollfd waits[] = {{.fd = port, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
	for (;;) {
		uint64_t due = clock_cycles() - start;
		if (due > b.now + LAG) {
			start += due - b.now - LAG;
			due = b.now + LAG;
		}
		bus_run(&b, due);
		if (poll(waits, 2, 1) < 0)
			return 1;
		if (waits[0].revents & POLLIN)
			take_request(&b);
		if (waits[1].revents && !take_lines())
			return 0;
		obey_lines(&b);
	}
}
