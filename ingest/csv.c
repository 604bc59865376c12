/* SPDX-License-Identifier: MIT
 *
 * Two steps a record: find its end without changing a byte, so that a broken
 * one can be left; then cut it into fields in place. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "ingest/csv.h"

#define CHUNK ((size_t)128 << 10)

struct csv {
	struct input *in;
	char sep;
	char *buf;
	size_t cap, at, have;	/* bytes to come: buf[at..have) */
	bool end;
	int64_t line;		/* of buf[at] */
	char **field;
	size_t *len, n_field, cap_field, cap_len;
};

struct csv *
csv_new(struct input *in, char sep)
{
	struct csv *c = xcalloc(1, sizeof(*c));

	c->in = in;
	c->sep = sep;
	c->cap = CHUNK * 2;
	c->buf = xmalloc(c->cap + 1);
	c->line = 1;
	return c;
}

/* More bytes behind buf[have): 1, 0 at the end, -1. */
static int
fill(struct csv *c, struct err *e)
{
	if (c->end)
		return 0;
	if (c->at > 0) {
		memmove(c->buf, c->buf + c->at, c->have - c->at);
		c->have -= c->at;
		c->at = 0;
	}
	if (c->cap - c->have < CHUNK) {
		c->cap *= 2;
		c->buf = xrealloc(c->buf, c->cap + 1, 1);
	}
	ssize_t got = input_read(c->in, c->buf + c->have, CHUNK, e);

	if (got < 0)
		return -1;
	c->end = got == 0;
	c->have += (size_t)got;
	return got > 0;
}

static void
find_separator(struct csv *c)
{
	static const char choice[] = ",;\t";
	size_t best = 0;

	c->sep = ',';
	for (const char *s = choice; *s != '\0'; s++) {
		size_t n = 0;

		for (size_t i = c->at; i < c->have && c->buf[i] != '\n'; i++)
			n += c->buf[i] == *s;
		if (n > best) {
			best = n;
			c->sep = *s;
		}
	}
}

enum found { WHOLE, MORE, STRAY, LONG };

/* Where the record at buf[at] ends: *end is behind its last byte, *next where
 * the following one starts, *lines how many newlines it holds. */
static enum found
find_end(const struct csv *c, size_t *end, size_t *next, int64_t *lines)
{
	const char *s = c->buf + c->at, *stop = c->buf + c->have, *p = s;

	*lines = 0;
	for (;;) {
		if (p < stop && *p == '"') {	/* a quoted field */
			for (p++;; p++) {
				const char *q = memchr(p, '"',
				    (size_t)(stop - p));

				for (const char *n = p; (n = memchr(n, '\n',
				    (size_t)((q != NULL ? q : stop) - n))) !=
				    NULL; n++)
					(*lines)++;
				if ((size_t)((q != NULL ? q : stop) - s) >
				    LINE_MAX_BYTES)
					return LONG;
				if (q == NULL)
					return MORE;
				p = q + 1;
				if (p == stop && !c->end)
					return MORE;
				if (p == stop || *p != '"')
					break;
			}
			if (p < stop && *p != c->sep && *p != '\n' &&
			    *p != '\r')
				return STRAY;
		}
		while (p < stop && *p != c->sep && *p != '\n')
			p++;
		if ((size_t)(p - s) > LINE_MAX_BYTES)
			return LONG;
		if (p == stop) {
			if (!c->end)
				return MORE;
			break;
		}
		if (*p++ == '\n')
			break;
	}
	*next = (size_t)(p - c->buf);
	*end = *next;
	if (*end > c->at && c->buf[*end - 1] == '\n') {
		(*lines)++;
		(*end)--;
	}
	if (*end > c->at && c->buf[*end - 1] == '\r')
		(*end)--;
	return WHOLE;
}

static void
add_field(struct csv *c, char *s, size_t n)
{
	c->field = grow(c->field, c->n_field, &c->cap_field,
	    sizeof(*c->field));
	c->len = grow(c->len, c->n_field, &c->cap_len, sizeof(*c->len));
	c->field[c->n_field] = s;
	c->len[c->n_field++] = n;
}

/* Cut s[0..n) into fields; the byte behind it may be overwritten. */
static void
cut(struct csv *c, char *s, size_t n)
{
	char *stop = s + n;

	c->n_field = 0;
	for (;;) {
		char *start = s, *out;

		if (s < stop && *s == '"') {
			out = start = ++s;
			for (;;) {
				char *q = memchr(s, '"', (size_t)(stop - s));
				size_t run = (size_t)((q ? q : stop) - s);

				memmove(out, s, run);
				out += run;
				s = q ? q + 1 : stop;
				if (s >= stop || *s != '"')
					break;
				*out++ = *s++;
			}
		} else {
			while (s < stop && *s != c->sep)
				s++;
			out = s;
		}
		bool more = s < stop && *s == c->sep;

		add_field(c, start, (size_t)(out - start));
		*out = '\0';
		if (!more)
			return;
		s++;
	}
}

/* Skip the first line of the record that is broken, and tell of it. */
static int
skip_line(struct csv *c, struct csv_row *row, const char *why, struct err *e)
{
	char *nl;

	while ((nl = memchr(c->buf + c->at, '\n', c->have - c->at)) == NULL) {
		/* Lines longer than a record are dropped piece by piece. */
		if (c->have - c->at > LINE_MAX_BYTES)
			c->at = c->have;
		int rc = fill(c, e);

		if (rc < 0)
			return -1;
		if (rc == 0)
			break;
	}
	row->line = c->line++;
	row->raw = c->buf + c->at;
	row->raw_len = (size_t)((nl ? nl : c->buf + c->have) - row->raw);
	c->at += row->raw_len + (nl != NULL);
	return err_set(e, ERR_DATA, "%s", why);
}

static void
skip_mark(struct csv *c)
{
	if (c->have - c->at >= 3 && memcmp(c->buf + c->at, "\xEF\xBB\xBF", 3)
	    == 0)
		c->at += 3;
	if (c->sep == 0)
		find_separator(c);
}

int
csv_next(struct csv *c, struct csv_row *row, struct err *e)
{
	size_t end, next;
	int64_t lines;

	*row = (struct csv_row){0};
	if (c->line == 1 && c->at == 0 && c->have == 0) {
		if (fill(c, e) < 0)
			return -1;
		skip_mark(c);
	}
	for (;;) {
		enum found f = c->at == c->have && c->end ? WHOLE :
		    find_end(c, &end, &next, &lines);

		if (c->at == c->have && c->end)
			return 0;
		if (f == STRAY)
			return skip_line(c, row, "a quote inside a quoted "
			    "field is not doubled", e);
		if (f == LONG)
			return skip_line(c, row, "record is longer than 1 "
			    "MiB: a quote may not be closed", e);
		if (f == MORE) {
			bool was_end = c->end;

			if (fill(c, e) < 0)
				return -1;
			if (was_end)
				return skip_line(c, row, "a quote is not "
				    "closed before the file ends", e);
			continue;
		}
		if (end > c->at)
			break;
		c->at = next;		/* a blank line */
		c->line += lines;
	}
	row->line = c->line;
	cut(c, c->buf + c->at, end - c->at);
	row->field = c->field;
	row->len = c->len;
	row->n = c->n_field;
	c->at = next;
	c->line += lines;
	return 1;
}

void
csv_free(struct csv *c)
{
	if (c == NULL)
		return;
	free(c->field);
	free(c->len);
	free(c->buf);
	free(c);
}
