/* SPDX-License-Identifier: MIT
 *
 * A feature -> words for a person. A model holds only hashes, so names come
 * from the text that has the feature. */
#ifndef CLASSIFY_GRAM_H
#define CLASSIFY_GRAM_H

#include "classify/features.h"
#include "classify/norm.h"
#include "common/mem.h"

/* "word", "pair", "skip", "negated", "opens", "asked", "characters", "fact". */
extern const char *const gram_kind_name[];

/* Append the n-gram alone, "never arrived": tokens as norm.h made them, one
 * space between, "^" and "$" for the text's edges in a pair, "_" for a space
 * in characters; a fact in words, "two ?". It holds no control character
 * and no line break. */
void gram_text(struct buf *b, const struct norm *o,
    const struct feature_at *at);

/* Append what a person reads: ‘never arrived’, ‘my … late’, ‘hello’ first,
 * ‘help’ after a no, ‘can’ opens a sentence, ‘can’ in a question, letters
 * ‘_nev’, two ?. */
void gram_say(struct buf *b, const struct norm *o,
    const struct feature_at *at);

#endif
