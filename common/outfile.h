/* SPDX-License-Identifier: MIT
 *
 * An output file appears whole or not at all: written beside its place under
 * a name ending in ".part", flushed, fsync'd, renamed. */
#ifndef COMMON_OUTFILE_H
#define COMMON_OUTFILE_H

#include <stddef.h>
#include <stdio.h>

#include "common/err.h"
#include "common/mem.h"

struct outfile;

/* Start writing path; missing folders are made. "-" is standard output; a
 * device or a pipe is written to as it is: then commit flushes and checks, and
 * nothing is renamed. */
struct outfile *outfile_open(const char *path, struct err *e);

/* Add bytes. An error is kept and reported by commit, so writers need not
 * check each call; outfile_failed lets long loops stop early. */
void outfile_write(struct outfile *o, const void *p, size_t n);
void outfile_buf(struct outfile *o, const struct buf *b);
void outfile_printf(struct outfile *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
int outfile_failed(const struct outfile *o);

/* Make what was written appear at its place. On -1 the old file is untouched
 * and the part file is gone. o is always gone. */
int outfile_commit(struct outfile *o, struct err *e);

/* Throw away what was written; NULL does nothing. */
void outfile_abort(struct outfile *o);

/* Write a whole file at once. */
int outfile_put(const char *path, const void *p, size_t n, struct err *e);

/* Make folder path and its missing parents. */
int make_dirs(const char *path, struct err *e);

#endif
