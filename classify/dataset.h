/* SPDX-License-Identifier: MIT
 *
 * Labelled rows -> vectors, targets and folds: what training works on. idf
 * and the choice of features come from all texts given and no label. */
#ifndef CLASSIFY_DATASET_H
#define CLASSIFY_DATASET_H

#include <stddef.h>
#include <stdint.h>

#include "classify/labelled.h"
#include "classify/vocab.h"

struct dataset {
	struct vocab *vocab;
	struct vocab_row *row;		/* vectors, their rows ascending */
	size_t n;
	int8_t (*y)[P_N];		/* as in labelled_row */
	int *fold;			/* 0..folds-1 */
	int folds;
	size_t groups;			/* posts that are no near copy of an
					 * earlier one */
	struct vocab_entry *entry;	/* all vectors, one after the other */
};

/* Features in fewer than min_posts posts are left out. The fold of a post is
 * the hash of its id and the seed; near copies share one. folds 0: a fold for
 * each value of the rows' group column, in its order, and near copies stand
 * where their groups do. vocab NULL: made
 * from these rows. Given: used (copied), and min_posts does not matter. */
struct dataset *dataset_new(const struct labelled *l, int min_posts, int folds,
    uint64_t seed, const struct vocab *vocab);
void dataset_free(struct dataset *d);

#endif
