/* SPDX-License-Identifier: MIT
 *
 * CSV as RFC 4180 writes it and as people break it: newlines in quotes, CRLF,
 * a byte order mark, `;` or tabs. A record that is broken costs its first
 * line, and reading goes on with the next one. */
#ifndef INGEST_CSV_H
#define INGEST_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/input.h"

struct csv;

struct csv_row {
	char **field;		/* NUL-terminated; may be written to */
	size_t *len;
	size_t n;
	int64_t line;		/* of the record's first line, from 1 */
	const char *raw;	/* the bytes of the record's first line, in the
				 * case of ERR_DATA; else NULL */
	size_t raw_len;
};

/* Records of in, at most LINE_MAX_BYTES each. sep 0: found on the first line
 * (the most frequent of comma, semicolon and tab). in stays yours. */
struct csv *csv_new(struct input *in, char sep);

/* The next record: 1 with *row, good until the next call; 0 at the end; -1.
 * ERR_DATA (a quote that does not close, a stray quote, a record too long):
 * row->line and row->raw tell where, its first line is skipped, and the caller
 * may go on after err_clear. Blank lines are passed over. */
int csv_next(struct csv *c, struct csv_row *row, struct err *e);
void csv_free(struct csv *c);

#endif
