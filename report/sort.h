/* SPDX-License-Identifier: MIT
 *
 * Sort more records than memory holds: all of one size, runs spilled to a file
 * without a name, merged on the way out. */
#ifndef REPORT_SORT_H
#define REPORT_SORT_H

#include <stddef.h>

#include "common/err.h"

struct sorter;

/* Records of `size` bytes, at most `memory` bytes of them kept; compare must
 * be a total order, or the output depends on the spills. */
struct sorter *sort_new(size_t size, size_t memory,
    int (*compare)(const void *, const void *));
int sort_add(struct sorter *s, const void *record, struct err *e);
/* After the last add, before the first next. */
int sort_done(struct sorter *s, struct err *e);
/* Copies the next record: 1, 0 at the end, -1. */
int sort_next(struct sorter *s, void *record, struct err *e);
/* Start over with the first record; any number of times after sort_done. */
int sort_rewind(struct sorter *s, struct err *e);
void sort_free(struct sorter *s);

#endif
