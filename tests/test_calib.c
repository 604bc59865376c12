/* SPDX-License-Identifier: MIT
 *
 * Calibration, printed probabilities, scores. */
#include <stdlib.h>

#include "classify/calib.h"
#include "classify/score.h"
#include "tests/test.h"

#define N 4000

/* A small generator of its own: the same numbers everywhere. */
static double
uniform(uint64_t *s)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(*s >> 11) / 9007199254740992.0;
}

static void
test_fit(void)
{
	double *d = xmalloc(N * sizeof(*d));
	int8_t *y = xmalloc(N);
	uint64_t seed = 7;

	for (int i = 0; i < N; i++) {
		d[i] = uniform(&seed) * 6 - 3;
		y[i] = uniform(&seed) < 1 / (1 + exp(-2 * d[i] + 0.5));
	}
	struct calib_platt c = calib_fit(d, y, 1, N);

	CHECK_NEAR(c.a, -2, 0.15, "slope is found again");
	CHECK_NEAR(c.b, 0.5, 0.15, "offset is found again");
	for (int i = 0; i < N; i += 2)
		y[i] = -1;
	c = calib_fit(d, y, 1, N);
	CHECK_NEAR(c.a, -2, 0.2, "unknown targets are left out");
	for (int i = 0; i < N; i++) {
		d[i] = y[i] = (int8_t)(i % 2);
		d[i] = d[i] * 2 - 1;
	}
	c = calib_fit(d, y, 1, N);
	CHECK(isfinite(c.a) && isfinite(c.b) && calib_p(&c, 1) > 0.99 &&
	    calib_p(&c, -1) < 0.01, "separable data end somewhere");
	CHECK(calib_p(&c, 1e300) <= 1 && calib_p(&c, -1e300) >= 0,
	    "no overflow");
	free(d);
	free(y);
}

static void
test_print(void)
{
	struct calib_platt c[P_N] = { { -2, 0 }, { -2, 0 }, { -2, 0 },
	    { -2, 0 }, { -2, 0 } };
	uint64_t seed = 3;
	int p[P_N], bad = 0;

	for (int i = 0; i < 20000; i++) {
		double d[P_N];

		for (int l = 0; l < P_N; l++)
			d[l] = uniform(&seed) * 4 - 2;
		calib_print(c, d, p);
		bad += p[P_NEGATIVE] + p[P_NEUTRAL] + p[P_POSITIVE] !=
		    CALIB_ONE || p[P_NEGATIVE] < 0 || p[P_NEUTRAL] < 0 ||
		    p[P_POSITIVE] < 0;
		enum post_p best = calib_sentiment(p);

		for (int l = P_NEGATIVE; l <= P_POSITIVE; l++)
			bad += p[l] > p[best];
	}
	CHECK(bad == 0, "sentiments sum to one and the largest wins");
	double zero[P_N] = {0};

	calib_print(c, zero, p);
	CHECK(p[P_COMPLAINT] == 5000 && p[P_NEGATIVE] == 3334 &&
	    p[P_NEUTRAL] == 3333 && calib_sentiment(p) == P_NEGATIVE,
	    "ties have an order");
	double far[P_N] = { 1e6, -1e6, -1e6, -1e6, -1e6 };

	calib_print(c, far, p);
	CHECK(p[P_COMPLAINT] == CALIB_ONE && p[P_QUERY] == 0 &&
	    p[P_NEGATIVE] + p[P_NEUTRAL] + p[P_POSITIVE] == CALIB_ONE,
	    "far values");
}

static void
test_score(void)
{
	struct confusion c = { 30, 10, 20, 40 };

	CHECK_NEAR(score_precision(&c), 0.75, 1e-12, "precision");
	CHECK_NEAR(score_recall(&c), 0.6, 1e-12, "recall");
	CHECK_NEAR(score_f1(&c), 2.0 / 3, 1e-12, "F1");
	CHECK_NEAR(score_macro_f1(&c), (2.0 / 3 + 8.0 / 11) / 2, 1e-12,
	    "macro-F1");
	c = (struct confusion){ 0, 0, 0, 5 };
	CHECK(score_precision(&c) == 0 && score_f1(&c) == 0, "nothing found");

	double d[] = { 0.1, 0.4, 0.35, 0.8, 0.4, 9 };
	int8_t y[] = { 0, 0, 1, 1, 1, -1 };

	/* Pairs: .35 beats .1; .8 both; .4 beats .1 and ties .4. */
	CHECK_NEAR(score_auc(d, y, 1, 6), 4.5 / 6, 1e-12, "AUC with a tie");
	CHECK(isnan(score_auc(d, y, 1, 2)), "AUC of one class");

	int p[6][P_N] = { { 100 }, { 4000 }, { 3500 }, { 8000 }, { 4100 },
	    { 9000 } };
	int8_t all[6][P_N];

	for (int i = 0; i < 6; i++)
		memset(all[i], -1, P_N);
	for (int i = 0; i < 6; i++)
		all[i][P_COMPLAINT] = y[i];
	CHECK(score_threshold((const int (*)[P_N])p, P_COMPLAINT,
	    (const int8_t (*)[P_N])all, 6) == 4100,
	    "threshold of the best macro-F1");
}

int
main(void)
{
	test_fit();
	test_print();
	test_score();
	return test_done();
}
