/* SPDX-License-Identifier: MIT
 *
 * Bytes from a file or standard input, through gzip or zstd by the name's
 * ending; alone knows zlib and libzstd. And lines out of those bytes. */
#ifndef COMMON_INPUT_H
#define COMMON_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/err.h"

struct input;

/* Open path; "-" is standard input, a name ending in .gz or .zst is
 * decompressed. ERR_CONFIG when it cannot be opened. */
struct input *input_open(const char *path, struct err *e);

/* Bytes from memory, for tests and fuzzers; s stays yours and must live. */
struct input *input_mem(const char *s, size_t n);

/* Up to n bytes into p: how many, 0 at the end, -1 (ERR_FATAL: a read error,
 * or a compressed file that is damaged or cut; what came before it was
 * delivered). */
ssize_t input_read(struct input *in, void *p, size_t n, struct err *e);

/* The path given to input_open, "-" shown as "standard input". */
const char *input_name(const struct input *in);
void input_free(struct input *in);

/* ---- lines ---- */
#define LINE_MAX_BYTES ((size_t)1 << 20)	/* a record: DESIGN, 1 MiB */

struct lines;
/* Lines of in, each at most max bytes without its newline. in stays yours. */
struct lines *lines_new(struct input *in, size_t max);

/* The next line: 1 with *text (no newline, NUL added, may be written to until
 * the next call) and *len; 0 at the end; -1. A line too long, or last and
 * without a newline (its writer died), is consumed whole and is ERR_DATA: the
 * caller may go on after err_clear. A read error is ERR_FATAL. */
int lines_next(struct lines *l, char **text, size_t *len, struct err *e);

/* As lines_next, but a last line without newline is a line like any other:
 * for files people write. */
int lines_next_lenient(struct lines *l, char **text, size_t *len,
    struct err *e);

/* Number of the line last returned, from 1, and bytes read up to its end. */
int64_t lines_no(const struct lines *l);
int64_t lines_offset(const struct lines *l);
void lines_free(struct lines *l);

#endif
