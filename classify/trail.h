/* SPDX-License-Identifier: MIT
 *
 * The state file of a search: a line a score, so that a killed search goes on
 * where it was. JSON Lines: {"v":1,"kind":"unanswered search","key":…}, then
 * {"label":…,"fold":…,"log2_cost":…,"macro_f1":…,"auc":…}. */
#ifndef CLASSIFY_TRAIL_H
#define CLASSIFY_TRAIL_H

#include "common/err.h"
#include "common/post.h"

struct trail_score {
	enum post_p label;
	int fold, log2_cost;
	double macro_f1, auc;		/* 0..1 */
};

struct trail;

/* Open or begin the file at path for key, and call take for each score in it.
 * Scores of another key are thrown away, and a last line that was cut. It is
 * locked while open: ERR_BUSY. ERR_CONFIG when it is no state file. */
struct trail *trail_open(const char *path, const char *key,
    void (*take)(void *ctx, const struct trail_score *s), void *ctx,
    struct err *e);
/* Not from two threads at once. */
int trail_add(struct trail *t, const struct trail_score *s, struct err *e);
void trail_close(struct trail *t);

#endif
