/* SPDX-License-Identifier: MIT
 *
 * One line of a posts or labels file -> the same line with labels. Every
 * byte that is not a label stays as it was. */
#ifndef CLASSIFY_RELABEL_H
#define CLASSIFY_RELABEL_H

#include <stddef.h>

#include "classify/drift.h"
#include "classify/model.h"
#include "common/err.h"
#include "common/mem.h"

enum relabel_fate {
	RELABEL_JUDGED, RELABEL_LANGUAGE, RELABEL_EMPTY, RELABEL_TOMBSTONE,
	RELABEL_BAD, RELABEL_N
};

struct relabel_counts {
	int64_t fate[RELABEL_N];
	int64_t complaint, query, negative, neutral, positive;
	struct drift drift;	/* what drift_count counts */
};

struct relabel;
struct relabel *relabel_new(const struct model *m);
/* Append the labelled line and its newline to out and count it. Labels that
 * stand in the line are replaced; a tombstone passes unchanged. A line that is
 * not a post (an object with "id", "text" strings and "v" 1) is ERR_DATA and
 * adds nothing. */
int relabel_line(struct relabel *r, const char *line, size_t len,
    struct buf *out, struct relabel_counts *n, struct err *e);
void relabel_free(struct relabel *r);

#endif
