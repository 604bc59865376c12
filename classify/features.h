/* SPDX-License-Identifier: MIT
 *
 * Tokens -> numbered features: words, pairs of neighbours and a few facts of
 * the whole post in one half of the space, character 2-5-grams within words
 * in the other. Numbers are hashes, so a model holds no text. */
#ifndef CLASSIFY_FEATURES_H
#define CLASSIFY_FEATURES_H

#include <stddef.h>
#include <stdint.h>

#include "classify/norm.h"

/* What a model must have been made with; norm.c and features.c decide. */
#define FEATURES_VERSION 1
#define FEATURES_NAME "words 1-2, characters 2-5 within words, hashed"

#define FEATURE_BITS 20			/* of each half */
#define FEATURE_HALF (UINT32_C(1) << FEATURE_BITS)
#define FEATURE_SPACE (2 * FEATURE_HALF)	/* characters from FEATURE_HALF */

struct features {
	uint32_t *f;		/* every occurrence, in order of the text */
	size_t n, cap;
	uint64_t *word;		/* a hash for each token, for near copies */
	size_t n_words, cap_words;
};

/* Fill f (zeroed at first, reused). Same tokens: same features, on every
 * machine. */
void features_of(struct features *f, const struct norm *o);
void features_free(struct features *f);

#endif
