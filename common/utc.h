/* SPDX-License-Identifier: MIT
 *
 * Timestamps <-> seconds since 1970 in UTC, and nothing else about time. */
#ifndef COMMON_UTC_H
#define COMMON_UTC_H

#include <stdint.h>

#include "common/err.h"

#define UTC_LEN 20	/* "2026-11-22T02:00:00Z" */

/* The store's own form, exactly YYYY-MM-DDTHH:MM:SSZ, years 1970 to 9999.
 * Anything else is ERR_DATA. */
int utc_parse(const char *s, int64_t *out, struct err *e);

/* What the world writes: RFC 3339 with any offset and fraction (cut off), a
 * space for the T, a missing zone read as UTC, a date alone (midnight);
 * "Tue Oct 31 22:10:47 +0000 2017"; RFC 822 with numeric offset or GMT; and
 * plain seconds since 1970. Before 1970 or no such time: ERR_DATA. */
int utc_parse_any(const char *s, int64_t *out, struct err *e);

/* Write the store's form and a NUL into out. t must be in 1970..9999. */
void utc_format(int64_t t, char out[UTC_LEN + 1]);

/* The name of a batch: 2026-11-22T020000Z. */
#define BATCH_LEN 18
void utc_batch(int64_t t, char out[BATCH_LEN + 1]);

int64_t utc_now(void);

#endif
