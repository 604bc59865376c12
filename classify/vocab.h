/* SPDX-License-Identifier: MIT
 *
 * Which features a model knows, in rows 0, 1, 2, … by ascending number, and
 * how a post becomes a vector over them: 1 + log(count), times idf, length 1
 * in each half (words, characters). Training and labelling share this file,
 * so they cannot differ. */
#ifndef CLASSIFY_VOCAB_H
#define CLASSIFY_VOCAB_H

#include <stddef.h>
#include <stdint.h>

#include "classify/features.h"

#define VOCAB_SLOTS (FEATURE_SPACE / 64)

/* 64 features: which are known, and how many known ones come before them. */
struct vocab_slot { uint64_t bits; uint32_t rank, unused; };

struct vocab {
	struct vocab_slot *slot;	/* VOCAB_SLOTS of them */
	uint32_t *feature;		/* n numbers, ascending */
	float *idf;			/* n */
	uint32_t n;			/* also stands for "not known" */
	uint32_t chars;			/* first row of the second half */
};

/* Take n ascending numbers below FEATURE_SPACE and their idf; copies them. */
struct vocab *vocab_new(const uint32_t *feature, const float *idf, uint32_t n);
void vocab_free(struct vocab *v);

/* Ones in v; the instruction for it is not in every processor. */
static inline uint32_t
vocab_ones(uint64_t v)
{
	v -= v >> 1 & UINT64_C(0x5555555555555555);
	v = (v & UINT64_C(0x3333333333333333)) +
	    (v >> 2 & UINT64_C(0x3333333333333333));
	v = (v + (v >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (uint32_t)((v * UINT64_C(0x0101010101010101)) >> 56);
}

/* The row of a feature, v->n when it is not known. */
static inline uint32_t
vocab_find(const struct vocab *v, uint32_t feature)
{
	const struct vocab_slot *s = &v->slot[feature / 64];
	uint64_t bit = UINT64_C(1) << (feature % 64);
	uint32_t row = s->rank + vocab_ones(s->bits & (bit - 1));

	return (s->bits & bit) != 0 ? row : v->n;
}

struct vocab_entry { uint32_t row; float x; };
struct vocab_row { const struct vocab_entry *x; size_t n; };	/* a vector */

/* One post's vector; zeroed at first, reused, for one vocabulary only. */
struct vocab_vector {
	struct vocab_entry *x;	/* rows in order of first appearance */
	size_t n, cap;
	size_t unknown;		/* occurrences of features that have no row */
	uint16_t *count;	/* scratch: a counter a row and one for what
				 * is not known, all zero between calls */
	float tf[256];		/* 1 + log(count) */
};

void vocab_vector(struct vocab_vector *out, const struct vocab *v,
    const struct features *f);
void vocab_vector_free(struct vocab_vector *x);

#endif
