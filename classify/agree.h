/* SPDX-License-Identifier: MIT
 *
 * Two sets of labelled rows held against each other: agreement on posts that
 * stand in both, and near copies with labels that contradict. Shows places,
 * never text. */
#ifndef CLASSIFY_AGREE_H
#define CLASSIFY_AGREE_H

#include "classify/labelled.h"
#include "common/mem.h"

struct agree;
/* A row of now is paired with the first earlier row that has its id, else its
 * text. Both sets must live as long as the result. */
struct agree *agree_new(const struct labelled *before,
    const struct labelled *now);
void agree_free(struct agree *a);

int64_t agree_pairs(const struct agree *a);
/* A table and a line a contradiction; or one JSON object. */
void agree_text(const struct agree *a, struct buf *b);
void agree_json(const struct agree *a, struct buf *b);

#endif
