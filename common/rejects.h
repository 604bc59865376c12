/* SPDX-License-Identifier: MIT
 *
 * What could not be taken, kept for a person: one JSON line each
 *   {"v":1,"file":"a.csv","line":17,"reason":"…","record":"first 512 bytes"}
 * A reason is said ten times on standard error, then only counted. */
#ifndef COMMON_REJECTS_H
#define COMMON_REJECTS_H

#include <stddef.h>
#include <stdint.h>

#include "common/err.h"

struct rejects;

/* Rejects go to path, made at the first one, visible after commit; NULL: only
 * said and counted. */
struct rejects *rejects_new(const char *path);
/* Hand every reject to fn instead of saying it. */
typedef void rejects_fn(void *ctx, const char *file, int64_t line,
    const char *reason);
void rejects_to(struct rejects *r, rejects_fn *fn, void *ctx);
/* line 0: not known. raw may be NULL. */
void rejects_add(struct rejects *r, const char *file, int64_t line,
    const char *reason, const char *raw, size_t raw_len);
int64_t rejects_count(const struct rejects *r);
/* Publish the file if there was a reject. r stays usable for counting. */
int rejects_commit(struct rejects *r, struct err *e);
void rejects_free(struct rejects *r);

#endif
