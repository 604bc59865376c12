/* SPDX-License-Identifier: MIT
 *
 * Near copies: posts that share half of their runs of three words. They must
 * not be torn apart, or a model is tested on what it has learned. */
#ifndef CLASSIFY_NEAR_H
#define CLASSIFY_NEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct near;
struct near *near_new(void);
/* Add post number 0, 1, 2, …, as the hashes of its tokens. */
void near_add(struct near *g, const uint64_t *word, size_t n);
/* For each post the number of the first post of its group. The result has as
 * many entries as posts were added and is freed with free. */
uint32_t *near_groups(struct near *g);
void near_free(struct near *g);

/* The same question for one pair: the distinct runs of a post, sorted, into
 * *out (xrealloc'd as needed; yours to free); returns how many. */
size_t near_runs(const uint64_t *word, size_t n, uint64_t **out);
bool near_copies(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);

#endif
