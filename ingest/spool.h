/* SPDX-License-Identifier: MIT
 *
 * Records between the two passes of an import, in a file without a name: each
 * a line of posts/ whose members companies, thread and thread_complete are
 * decided later. */
#ifndef INGEST_SPOOL_H
#define INGEST_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/mem.h"
#include "ingest/coset.h"

/* Where the three values, and fetched_at's, stand in a line that post_write
 * made: offset and length of each, length 0 for a tombstone. */
enum { SPAN_COMPANIES, SPAN_FETCHED, SPAN_THREAD, SPAN_COMPLETE, SPANS };
struct spans { uint32_t at[SPANS], len[SPANS]; };
struct spans spans_of(const char *line, size_t len);

/* A number for what the line says apart from the four. */
uint64_t spans_digest(const char *line, size_t len, const struct spans *s);

/* Append the line with other values for three of them. */
void spans_write(struct buf *b, const char *line, size_t len,
    const struct spans *s, const struct cosets *sets, uint32_t set,
    const char *thread, int complete);

struct spool;
/* In folder dir; NULL: the system's own. ERR_FATAL. */
struct spool *spool_new(const char *dir, struct err *e);
/* Add a record of that row; returns its number, from 0. Errors are kept. */
uint64_t spool_add(struct spool *s, uint32_t row, const char *line,
    size_t len, const struct spans *spans);
/* Go to the first record; tells of errors so far. */
int spool_rewind(struct spool *s, struct err *e);
/* The next record: 1 with *row, *no, *line, *len and *spans; 0 at the end;
 * -1. */
int spool_next(struct spool *s, uint32_t *row, uint64_t *no,
    const char **line, size_t *len, struct spans *spans, struct err *e);
void spool_free(struct spool *s);

#endif
