/* SPDX-License-Identifier: MIT
 *
 * Counters by name: a fate for every record. The last line of the log, and
 * --stats FILE. */
#ifndef COMMON_TALLY_H
#define COMMON_TALLY_H

#include <jansson.h>
#include <stdint.h>

#include "common/err.h"

struct tally {
	struct { const char *name; int64_t n; } row[32];
	int used;
};

/* Add n to the counter; name must be a literal. Order of first use is the
 * order of printing, so declare with n = 0 what should always be shown. */
void tally_add(struct tally *t, const char *name, int64_t n);
int64_t tally_get(const struct tally *t, const char *name);
/* Say "done read=1200 kept=1100 bad=20" at info level. */
void tally_say(const struct tally *t);
/* {"read":1200,…}, new reference. */
json_t *tally_json(const struct tally *t);
/* Write it to path (NULL: nothing happens). */
int tally_write(const struct tally *t, const char *path, struct err *e);

#endif
