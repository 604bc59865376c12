/* SPDX-License-Identifier: MIT
 *
 * "A note on Platt's probabilistic outputs for support vector machines",
 * Machine Learning 68 (2007): the names below are those of its algorithm. */
#include <math.h>
#include <stdbool.h>

#include "classify/calib.h"

#define STEPS_MAX 100
#define STEP_MIN 1e-10
#define RIDGE 1e-12		/* keeps the Hessian positive definite */
#define GRADIENT_MIN 1e-5

struct data {
	const double *d;
	const int8_t *y;
	size_t stride, n;
	double hi, lo;		/* targets, moved off 1 and 0 */
};

static bool
target(const struct data *s, size_t i, double *t)
{
	int8_t y = s->y[i * s->stride];

	*t = y == 1 ? s->hi : s->lo;
	return y >= 0;
}

/* Negative log-likelihood, in a form that does not overflow. */
static double
loss(const struct data *s, double a, double b)
{
	double sum = 0, t;

	for (size_t i = 0; i < s->n; i++) {
		if (!target(s, i, &t))
			continue;
		double f = s->d[i] * a + b;

		sum += f >= 0 ? t * f + log1p(exp(-f)) :
		    (t - 1) * f + log1p(exp(f));
	}
	return sum;
}

struct slope { double h11, h22, h21, g1, g2; };

static struct slope
slope_at(const struct data *s, double a, double b)
{
	struct slope g = { RIDGE, RIDGE, 0, 0, 0 };
	double t;

	for (size_t i = 0; i < s->n; i++) {
		if (!target(s, i, &t))
			continue;
		double f = s->d[i] * a + b, x = exp(-fabs(f));
		double p = f >= 0 ? x / (1 + x) : 1 / (1 + x), q = 1 - p;
		double d2 = p * q, d1 = t - p;

		g.h11 += s->d[i] * s->d[i] * d2;
		g.h22 += d2;
		g.h21 += s->d[i] * d2;
		g.g1 += s->d[i] * d1;
		g.g2 += d1;
	}
	return g;
}

struct calib_platt
calib_fit(const double *d, const int8_t *y, size_t stride, size_t n)
{
	struct data s = { d, y, stride, n, 0, 0 };
	double yes = 0, no = 0, a = 0, b, best;

	for (size_t i = 0; i < n; i++) {
		yes += y[i * stride] == 1;
		no += y[i * stride] == 0;
	}
	s.hi = (yes + 1) / (yes + 2);
	s.lo = 1 / (no + 2);
	b = log((no + 1) / (yes + 1));
	best = loss(&s, a, b);
	for (int i = 0; i < STEPS_MAX; i++) {
		struct slope g = slope_at(&s, a, b);

		if (fabs(g.g1) < GRADIENT_MIN && fabs(g.g2) < GRADIENT_MIN)
			break;
		double det = g.h11 * g.h22 - g.h21 * g.h21;
		double da = -(g.h22 * g.g1 - g.h21 * g.g2) / det;
		double db = -(-g.h21 * g.g1 + g.h11 * g.g2) / det;
		double gd = g.g1 * da + g.g2 * db, step = 1;

		for (; step >= STEP_MIN; step /= 2) {
			double l = loss(&s, a + step * da, b + step * db);

			if (l < best + 0.0001 * step * gd) {
				a += step * da;
				b += step * db;
				best = l;
				break;
			}
		}
		if (step < STEP_MIN)
			break;
	}
	return (struct calib_platt){ a, b };
}

double
calib_p(const struct calib_platt *c, double d)
{
	double f = c->a * d + c->b, x = exp(-fabs(f));

	return f >= 0 ? x / (1 + x) : 1 / (1 + x);
}

static int
ten_thousandths(double p)
{
	int i = (int)(p * CALIB_ONE + 0.5);

	return i < 0 ? 0 : i > CALIB_ONE ? CALIB_ONE : i;
}

void
calib_print(const struct calib_platt c[P_N], const double d[P_N],
    int out[P_N])
{
	double p[P_N], sum = 0;
	int left = CALIB_ONE, most = P_NEGATIVE;

	for (int i = 0; i < P_N; i++) {
		p[i] = calib_p(&c[i], d[i]);
		sum += i >= P_NEGATIVE ? p[i] : 0;
	}
	out[P_COMPLAINT] = ten_thousandths(p[P_COMPLAINT]);
	out[P_QUERY] = ten_thousandths(p[P_QUERY]);
	for (int i = P_NEGATIVE; i <= P_POSITIVE; i++) {
		out[i] = ten_thousandths(sum > 0 ? p[i] / sum : 1.0 / 3);
		left -= out[i];
		if (out[i] > out[most])
			most = i;
	}
	/* Rounding moves the sum by one at most: the largest takes it. */
	out[most] += left;
}

enum post_p
calib_sentiment(const int p[P_N])
{
	enum post_p best = P_NEGATIVE;

	for (int i = P_NEUTRAL; i <= P_POSITIVE; i++)
		if (p[i] > p[best])
			best = (enum post_p)i;
	return best;
}
