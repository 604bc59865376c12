/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "classify/bootstrap.h"
#include "classify/score.h"
#include "common/mem.h"

#define K BOOTSTRAP_CLASSES
#define CELLS (K * K * K)

/* splitmix64: Steele, Lea and Flood 2014. */
static uint64_t
next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

/* A number below n < 2^32; what n favours is n / 2^32 and does not matter. */
static size_t
below(uint64_t *state, size_t n)
{
	return (size_t)((next(state) >> 32) * n >> 32);
}

/* All that counts of a post: the cell of (truth, a, b). */
static size_t
cell_of(const struct bootstrap_post *p)
{
	return ((size_t)p->truth * K + p->a) * K + p->b;
}

/* Macro-F1 of a (second 0) or b (second 1) from how often each cell came. */
static double
macro_f1(const int64_t cell[CELLS], const bool given[K], bool second)
{
	double sum = 0;
	int n = 0;

	for (int k = 0; k < K; k++) {
		struct confusion c = {0};

		if (!given[k])
			continue;
		for (int i = 0; i < CELLS; i++) {
			bool truth = i / (K * K) == k;
			bool guess = (second ? i % K : i / K % K) == k;

			if (truth)
				*(guess ? &c.tp : &c.fn) += cell[i];
			else if (guess)
				c.fp += cell[i];
		}
		sum += score_f1(&c);
		n++;
	}
	return n > 0 ? sum / n : 0;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

void
bootstrap_macro_f1(const struct bootstrap_post *post, size_t n,
    int resamples, uint64_t seed, struct bootstrap_difference *out)
{
	uint8_t *cell = xmalloc(n);
	double *d = xmalloc((size_t)resamples * sizeof(*d));
	int64_t count[CELLS] = {0};
	bool given[K] = {0};

	for (size_t i = 0; i < n; i++) {
		cell[i] = (uint8_t)cell_of(&post[i]);
		count[cell[i]]++;
		given[post[i].truth] = true;
	}
	out->a = macro_f1(count, given, false);
	out->b = macro_f1(count, given, true);
	out->difference = out->b - out->a;
	for (int r = 0; r < resamples; r++) {
		memset(count, 0, sizeof(count));
		for (size_t i = 0; i < n; i++)
			count[cell[below(&seed, n)]]++;
		d[r] = macro_f1(count, given, true) -
		    macro_f1(count, given, false);
	}
	qsort(d, (size_t)resamples, sizeof(*d), by_value);
	out->lo = d[resamples / 20];
	out->hi = d[resamples - 1 - resamples / 20];
	free(d);
	free(cell);
}
