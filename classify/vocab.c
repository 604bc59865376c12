/* SPDX-License-Identifier: MIT
 *
 * A bit for each of the two million numbers and a running count every 64:
 * half a megabyte answers "known, and which row" without touching the rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classify/vocab.h"

struct vocab *
vocab_new(const uint32_t *feature, const float *idf, uint32_t n)
{
	struct vocab *v = xcalloc(1, sizeof(*v));
	uint32_t rank = 0;

	v->slot = xcalloc(VOCAB_SLOTS, sizeof(*v->slot));
	v->feature = xmalloc(n * sizeof(*v->feature));
	v->idf = xmalloc(n * sizeof(*v->idf));
	v->n = n;
	for (uint32_t i = 0; i < n; i++) {
		v->slot[feature[i] / 64].bits |= UINT64_C(1) <<
		    (feature[i] % 64);
		v->chars += feature[i] < FEATURE_HALF;
		v->feature[i] = feature[i];
		v->idf[i] = idf[i];
	}
	for (size_t i = 0; i < VOCAB_SLOTS; i++) {
		v->slot[i].rank = rank;
		rank += vocab_ones(v->slot[i].bits);
	}
	return v;
}

void
vocab_free(struct vocab *v)
{
	if (v == NULL)
		return;
	free(v->slot);
	free(v->feature);
	free(v->idf);
	free(v);
}

static void
prepare(struct vocab_vector *x, const struct vocab *v, size_t n)
{
	if (x->count == NULL) {
		x->count = xcalloc((size_t)v->n + 1, sizeof(*x->count));
		for (int i = 1; i < 256; i++)
			x->tf[i] = (float)(1 + log(i));
	}
	if (n + 1 > x->cap) {
		x->cap = n * 2 + 1;
		x->x = xrealloc(x->x, x->cap, sizeof(*x->x));
	}
}

void
vocab_vector(struct vocab_vector *x, const struct vocab *v,
    const struct features *f)
{
	double square[2] = { 0, 0 }, scale[2];
	size_t unknown = 0;

	prepare(x, v, f->n);
	x->n = 0;
	/* No branch here can be foreseen, so there is none: what is not known
	 * is counted in a row of its own, already begun. */
	x->count[v->n] = 1;
	for (size_t i = 0; i < f->n; i++) {
		uint32_t row = vocab_find(v, f->f[i]);
		uint16_t seen = x->count[row];

		x->x[x->n].row = row;
		x->n += seen == 0;
		unknown += row == v->n;
		x->count[row] = (uint16_t)(seen + (seen < 255));
	}
	x->count[v->n] = 0;
	x->unknown = unknown;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t row = x->x[i].row;
		float t = x->tf[x->count[row]] * v->idf[row];

		x->count[row] = 0;
		x->x[i].x = t;
		square[row >= v->chars] += (double)t * t;
	}
	for (int h = 0; h < 2; h++)
		scale[h] = square[h] > 0 ? 1 / sqrt(square[h]) : 0;
	for (size_t i = 0; i < x->n; i++)
		x->x[i].x = (float)(x->x[i].x *
		    scale[x->x[i].row >= v->chars]);
}

void
vocab_vector_free(struct vocab_vector *x)
{
	free(x->x);
	free(x->count);
	*x = (struct vocab_vector){0};
}
