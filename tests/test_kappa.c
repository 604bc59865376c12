/* SPDX-License-Identifier: MIT
 *
 * Kappa against values worked out by hand. */
#include "classify/kappa.h"
#include "tests/test.h"

/* By hand, for 20 5 / 10 15: shares .4 .1 .2 .3; rows .5 .5, columns .6 .4;
 * agreement .7, by chance .5, kappa .2/.5 = .4. Standard error: diagonal
 * .4 (.5 - 1.1 * .3)^2 + .3 (.5 - .9 * .3)^2 = .01156 + .01587; beside it
 * .09 (.1 * 1.1^2 + .2 * .9^2) = .02547; less (.35 - 1 + .7)^2 = .0025; the
 * sum .0504 over 50 * .5^4 is .016128, its root .126996. */
static void
by_hand(void)
{
	static const int64_t t[] = { 20, 5, 10, 15 };
	struct kappa k = kappa_of(t, 2);

	CHECK(k.n == 50, "50 posts");
	CHECK_NEAR(k.agreement, 0.7, 1e-12, "agreement");
	CHECK_NEAR(k.kappa, 0.4, 1e-12, "kappa");
	CHECK_NEAR(k.se, sqrt(0.016128), 1e-12, "its standard error");
}

/* Three classes, by hand: 25 5 0 / 5 30 5 / 0 10 20 of 100; rows .3 .4 .3,
 * columns .3 .45 .25; agreement .75; by chance .09 + .18 + .075 = .345. */
static void
three(void)
{
	static const int64_t t[] = { 25, 5, 0, 5, 30, 5, 0, 10, 20 };
	static const int64_t turned[] = { 25, 5, 0, 5, 30, 10, 0, 5, 20 };
	struct kappa k = kappa_of(t, 3), u = kappa_of(turned, 3);

	CHECK_NEAR(k.agreement, 0.75, 1e-12, "agreement of three");
	CHECK_NEAR(k.kappa, 0.405 / 0.655, 1e-12, "kappa of three");
	CHECK_NEAR(u.kappa, k.kappa, 1e-12, "who is first does not matter");
	CHECK_NEAR(u.se, k.se, 1e-12, "to the error neither");
}

static double
kappa_at(const double p[4])
{
	double pe = (p[0] + p[1]) * (p[0] + p[2]) +
	    (p[2] + p[3]) * (p[1] + p[3]);

	return (p[0] + p[3] - pe) / (1 - pe);
}

/* The formula against what it stands for: the delta method on the shares,
 * with slopes taken by differences. */
static void
delta(void)
{
	static const int64_t t[] = { 118, 9, 23, 50 };
	double n = 200, slope[4], mean = 0, square = 0, h = 1e-6;

	for (int i = 0; i < 4; i++) {
		double up[4], down[4];

		for (int k = 0; k < 4; k++)
			up[k] = down[k] = (double)t[k] / n;
		up[i] += h;
		down[i] -= h;
		/* Off the plane where shares sum to 1: the pieces of kappa
		 * as Fleiss writes them are free of that. */
		slope[i] = (kappa_at(up) - kappa_at(down)) / (2 * h);
		mean += slope[i] * (double)t[i] / n;
		square += slope[i] * slope[i] * (double)t[i] / n;
	}
	CHECK_NEAR(kappa_of(t, 2).se, sqrt((square - mean * mean) / n), 1e-8,
	    "delta method");
}

static void
edges(void)
{
	static const int64_t none[4], one[] = { 7, 0, 0, 0 };
	static const int64_t full[] = { 3, 0, 0, 4 }, never[] = { 0, 3, 3, 0 };
	struct kappa k = kappa_of(none, 2);

	CHECK(k.n == 0 && isnan(k.agreement) && isnan(k.kappa), "no posts");
	k = kappa_of(one, 2);
	CHECK(k.agreement == 1 && isnan(k.kappa) && isnan(k.se),
	    "one class is all there is");
	k = kappa_of(full, 2);
	CHECK(k.kappa == 1 && k.se == 0, "full agreement: %g, %g", k.kappa,
	    k.se);
	k = kappa_of(never, 2);
	CHECK_NEAR(k.kappa, -1, 1e-12, "none");
}

int
main(void)
{
	by_hand();
	three();
	delta();
	edges();
	return test_done();
}
