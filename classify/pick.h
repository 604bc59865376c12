/* SPDX-License-Identifier: MIT
 *
 * Which posts to label next. Doubt: margin sampling (Scheffer, Decomain and
 * Wrobel 2001, after the uncertainty sampling of Lewis and Gale 1994), added
 * up over complaint, query and sentiment, since a person gives all three at
 * once. Diversity: a greedy choice that lowers the weight of what is like the
 * chosen, as Brinker 2003 ("Incorporating diversity in active learning with
 * support vector machines") does by the angle between vectors; here weight =
 * doubt * (1 - largest similarity), similarity = the mean of the cosines of
 * words and of characters, which is the kernel the machine sees.
 *
 * The random share is the posts whose id has the smallest hashes with the
 * seed (bottom-k sampling, Cohen and Kaplan 2007): uniform over ids, however
 * often an id stands in the input and in whatever order; and any first part
 * of it is a uniform sample too.
 *
 * Memory: two pools of fixed size, and 40 bytes for each deletion. */
#ifndef CLASSIFY_PICK_H
#define CLASSIFY_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "classify/judge.h"

#define PICK_MAX 5000		/* posts asked for */
#define PICK_POOL 20		/* candidates kept for each post asked for … */
#define PICK_POOL_MIN 1000	/* … but at least, */
#define PICK_POOL_MAX 20000	/* and at most */

struct pick_post {
	char *id, *text;
	size_t text_len;
	int64_t fetched_at;
	int p[P_N];
	unsigned labels;
	enum post_p sentiment;
	int doubt;		/* 0 to 3 * CALIB_ONE */
	uint64_t key;		/* hash of the id */
	uint64_t rank;		/* of the id and the seed: chance */
	uint64_t words;		/* of the words: equal posts are equal here */
	bool random;		/* why it was chosen */
	bool gone;		/* deleted, or a newer version came */
};

/* 0 where the model is certain of all three, 3 * CALIB_ONE where it knows
 * nothing: p at the threshold, and the two first sentiments equal. */
int pick_doubt(const int p[P_N], const int threshold[P_N]);

struct pick;
/* For at most n posts, n_random of them drawn uniformly. */
struct pick *pick_new(const struct model *m, size_t n, size_t n_random,
    uint64_t seed);

/* This one is labelled: neither its id (NULL: none) nor a near copy of its
 * text is chosen. All of these come before the first offer. */
void pick_labelled(struct pick *k, const char *id, const char *text,
    size_t len);

enum pick_fate { PICK_KEPT, PICK_LABELLED, PICK_ABSTAINED, PICK_DELETED };
/* Consider a post; it is copied. Of an id the newest version counts, of
 * equally old ones the one offered last. */
enum pick_fate pick_offer(struct pick *k, const char *id, const char *text,
    size_t len, const char *hint, int64_t fetched_at);
/* The post with this id was deleted then: no version as old or older is
 * chosen, whenever it is offered. */
void pick_deleted(struct pick *k, const char *id, int64_t fetched_at);

/* Choose. Random ones are spread evenly through the result, so that who stops
 * half-way has labelled half of each. *n is how many; theirs until
 * pick_free. Same offers and seed: same result. */
const struct pick_post *const *pick_choose(struct pick *k, size_t *n);
void pick_free(struct pick *k);

#endif
