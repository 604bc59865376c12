/* SPDX-License-Identifier: MIT
 *
 * Tokens -> numbered features: words, pairs, and a few facts of the whole
 * post in one half of the space, character 2-5-grams of the line of tokens in
 * the other. Numbers are hashes, so a model holds no text. */
#ifndef CLASSIFY_FEATURES_H
#define CLASSIFY_FEATURES_H

#include <stddef.h>
#include <stdint.h>

#include "classify/norm.h"

/* What a model must have been made with; norm.c and features.c decide. */
#define FEATURES_VERSION 2
#define FEATURES_NAME "words 1-2 and skips, characters 2-5, hashed"

#define FEATURE_BITS 20			/* of each half */
#define FEATURE_HALF (UINT32_C(1) << FEATURE_BITS)
#define FEATURE_SPACE (2 * FEATURE_HALF)	/* characters from FEATURE_HALF */

enum feature_kind {
	FEATURE_WORD,		/* token i */
	FEATURE_PAIR,		/* tokens i - 1 and i; before the first and
				 * after the last stands the text's edge */
	FEATURE_SKIP,		/* tokens i - 2 and i */
	FEATURE_NEGATED,	/* token i, behind a "not" */
	FEATURE_OPENS,		/* token i, first of a sentence */
	FEATURE_ASKED,		/* token i, in a sentence that ends in ? */
	FEATURE_CHARS,		/* len characters of the tokens' line, from
				 * character `from` of " token i" */
	FEATURE_FACT,		/* fact i has value `from` */
};

enum feature_fact {
	FACT_LENGTH,		/* tokens: 0 is 0-3, 1 is 4-7, 2 is 8-15 and
				 * so on to 6, all above */
	FACT_ASKS, FACT_BANGS, FACT_SHOUTED,	/* 0 to 3, which is 3 and up */
};

/* Where a feature comes from; gram.h gives it a name. */
struct feature_at {
	uint32_t i, from;
	uint8_t len, kind;
};

struct features {
	uint32_t *f;		/* every occurrence, in order of the text */
	size_t n, cap;
	uint64_t *word;		/* a hash for each token, for near copies */
	size_t n_words, cap_words;
	struct feature_at *at;	/* n of them, after features_named only */
	size_t cap_at;
	uint32_t *line;		/* scratch: the tokens as one line */
	size_t cap_line;
};

/* Fill f (zeroed at first, reused). Same tokens: same features, on every
 * machine. */
void features_of(struct features *f, const struct norm *o);
/* The same features in the same order, and for each where it comes from. */
void features_named(struct features *f, const struct norm *o);
void features_free(struct features *f);

#endif
