/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <math.h>

#include "classify/kappa.h"

static double
square(double x)
{
	return x * x;
}

/* Shares: all, and of each class for the first (row) and second. */
struct shares {
	size_t k;
	double p[KAPPA_CLASSES][KAPPA_CLASSES];
	double row[KAPPA_CLASSES], column[KAPPA_CLASSES];
	double observed, expected;
};

static void
make_shares(struct shares *s, const int64_t *table, double n)
{
	for (size_t i = 0; i < s->k; i++)
		for (size_t j = 0; j < s->k; j++) {
			double p = (double)table[i * s->k + j] / n;

			s->p[i][j] = p;
			s->row[i] += p;
			s->column[j] += p;
		}
	for (size_t i = 0; i < s->k; i++) {
		s->observed += s->p[i][i];
		s->expected += s->row[i] * s->column[i];
	}
}

static double
standard_error(const struct shares *s, double n)
{
	double po = s->observed, pe = s->expected, sum = 0;

	for (size_t i = 0; i < s->k; i++)
		for (size_t j = 0; j < s->k; j++)
			sum += s->p[i][j] * (i == j ? square(1 - pe -
			    (s->column[i] + s->row[i]) * (1 - po)) :
			    square(1 - po) * square(s->column[i] +
			    s->row[j]));
	sum -= square(po * pe - 2 * pe + po);
	/* Full agreement gives 0, which rounding may put below. */
	return sum > 0 ? sqrt(sum / n) / square(1 - pe) : 0;
}

struct kappa
kappa_of(const int64_t *table, size_t k)
{
	struct kappa r = { 0, NAN, NAN, NAN };
	struct shares s = { .k = k };
	size_t used = 0;

	assert(k <= KAPPA_CLASSES);
	for (size_t i = 0; i < k * k; i++)
		r.n += table[i];
	if (r.n == 0)
		return r;
	make_shares(&s, table, (double)r.n);
	r.agreement = s.observed;
	for (size_t i = 0; i < k; i++)
		used += s.row[i] > 0 || s.column[i] > 0;
	if (used < 2)
		return r;
	r.kappa = (s.observed - s.expected) / (1 - s.expected);
	r.se = standard_error(&s, (double)r.n);
	return r;
}
