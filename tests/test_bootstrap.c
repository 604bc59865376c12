/* SPDX-License-Identifier: MIT
 *
 * The paired bootstrap against all draws there are: six posts can be drawn in
 * 6^6 ways, which are gone through one by one, with F1 counted another way. */
#include <stdlib.h>

#include "classify/bootstrap.h"
#include "classify/calib.h"
#include "classify/gate.h"
#include "classify/score.h"
#include "tests/test.h"

#define N 6
#define DRAWS 46656		/* 6^6 */

static const struct { const char *name, *truth, *a, *b; } cases[] = {
	{ "b better", "110010", "100110", "110010" },
	{ "b worse", "110010", "110010", "001010" },
	{ "mixed", "101100", "111000", "100101" },
	{ "same", "101100", "111000", "111000" },
	{ "three classes", "012210", "012110", "022210" },
	{ "a class nobody gave", "011010", "012010", "010212" },
};

/* F1 by precision and recall over a list of drawn posts. */
static double
plain_f1(const char *truth, const char *guess, const int *draw, char k)
{
	double hit = 0, said = 0, is = 0;

	for (int i = 0; i < N; i++) {
		said += guess[draw[i]] == k;
		is += truth[draw[i]] == k;
		hit += guess[draw[i]] == k && truth[draw[i]] == k;
	}
	if (hit == 0)
		return 0;
	double precision = hit / said, recall = hit / is;

	return 2 * precision * recall / (precision + recall);
}

static double
plain_macro(const char *truth, const char *guess, const int *draw)
{
	double sum = 0;
	int n = 0;

	for (char k = '0'; k <= '2'; k++)
		if (strchr(truth, k) != NULL) {
			sum += plain_f1(truth, guess, draw, k);
			n++;
		}
	return sum / n;
}

/* Share of all draws whose difference is below v, and not above v. */
static void
shares(size_t c, double v, double *less, double *most)
{
	int draw[N];
	int n_less = 0, n_most = 0;

	for (int code = 0; code < DRAWS; code++) {
		for (int i = 0, rest = code; i < N; i++, rest /= N)
			draw[i] = rest % N;
		double d = plain_macro(cases[c].truth, cases[c].b, draw) -
		    plain_macro(cases[c].truth, cases[c].a, draw);

		n_less += d < v - 1e-9;
		n_most += d <= v + 1e-9;
	}
	*less = (double)n_less / DRAWS;
	*most = (double)n_most / DRAWS;
}

static void
fill(size_t c, struct bootstrap_post post[N])
{
	for (int i = 0; i < N; i++)
		post[i] = (struct bootstrap_post){
		    (uint8_t)(cases[c].truth[i] - '0'),
		    (uint8_t)(cases[c].a[i] - '0'),
		    (uint8_t)(cases[c].b[i] - '0') };
}

/* With 10,000 draws a share of 5 % is met within 0.9 %: four standard
 * errors, sqrt(0.05 * 0.95 / 10000) each. */
static void
against_all(size_t c)
{
	static const int as_is[N] = { 0, 1, 2, 3, 4, 5 };
	const char *name = cases[c].name;
	struct bootstrap_post post[N];
	struct bootstrap_difference d;
	double less, most, slack = 0.009;

	fill(c, post);
	bootstrap_macro_f1(post, N, BOOTSTRAP_RESAMPLES, 1, &d);
	CHECK_NEAR(d.a, plain_macro(cases[c].truth, cases[c].a, as_is), 1e-12,
	    name);
	CHECK_NEAR(d.b, plain_macro(cases[c].truth, cases[c].b, as_is), 1e-12,
	    name);
	CHECK(d.difference == d.b - d.a, "%s: b - a", name);
	shares(c, d.lo, &less, &most);
	CHECK(less <= 0.05 + slack && most >= 0.05 - slack,
	    "%s: lo %.4f: of all draws %.4f lie below, %.4f not above", name,
	    d.lo, less, most);
	shares(c, d.hi, &less, &most);
	CHECK(less <= 0.95 + slack && most >= 0.95 - slack,
	    "%s: hi %.4f: of all draws %.4f lie below, %.4f not above", name,
	    d.hi, less, most);
}

static void
symmetry(void)
{
	struct bootstrap_post post[N], turned[N];
	struct bootstrap_difference d, t, again;

	fill(2, post);
	for (int i = 0; i < N; i++)
		turned[i] = (struct bootstrap_post){ post[i].truth, post[i].b,
		    post[i].a };
	bootstrap_macro_f1(post, N, 1000, 7, &d);
	bootstrap_macro_f1(post, N, 1000, 7, &again);
	bootstrap_macro_f1(turned, N, 1000, 7, &t);
	CHECK(memcmp(&d, &again, sizeof(d)) == 0, "same seed, same result");
	CHECK(t.lo == -d.hi && t.hi == -d.lo && t.difference == -d.difference,
	    "exchanged: %.4f..%.4f is the mirror of %.4f..%.4f", t.lo, t.hi,
	    d.lo, d.hi);
	fill(3, post);
	bootstrap_macro_f1(post, N, 1000, 7, &d);
	CHECK(d.lo == 0 && d.hi == 0, "a model against itself: 0 in any draw");
}

/* The same macro-F1 as `classify eval` prints. */
static void
against_score(void)
{
	enum { POSTS = 400 };
	static int p[POSTS][P_N];
	static int8_t y[POSTS][P_N];
	static double value[POSTS];
	static struct bootstrap_post complaint[POSTS], sentiment[POSTS];
	const double *d[P_N] = { value, value, value, value, value };
	const int threshold[P_N] = { 5000, 5000 };
	struct bootstrap_difference c, m;
	struct score s;
	unsigned state = 12345;

	for (int i = 0; i < POSTS; i++) {
		for (int l = 0; l < P_N; l++) {
			state = state * 1103515245u + 12345u;
			p[i][l] = (int)(state >> 16) % CALIB_ONE;
		}
		int truth = (int)(state >> 8) % 3;

		y[i][P_COMPLAINT] = (int8_t)(state >> 20 & 1);
		y[i][P_NEGATIVE + truth] = 1;
		complaint[i] = (struct bootstrap_post){
		    (uint8_t)y[i][P_COMPLAINT], 0,
		    p[i][P_COMPLAINT] >= threshold[P_COMPLAINT] };
		sentiment[i] = (struct bootstrap_post){ (uint8_t)truth, 0,
		    (uint8_t)(calib_sentiment(p[i]) - P_NEGATIVE) };
	}
	score_make(&s, (const int (*)[P_N])p, threshold, d,
	    (const int8_t (*)[P_N])y, POSTS);
	bootstrap_macro_f1(complaint, POSTS, 1, 1, &c);
	bootstrap_macro_f1(sentiment, POSTS, 1, 1, &m);
	CHECK_NEAR(c.b, score_macro_f1(&s.c[P_COMPLAINT]), 1e-12, "complaint");
	CHECK_NEAR(m.b, score_sentiment_macro_f1(&s), 1e-12, "sentiment");
}

/* The gate's rule: a loss beyond the tolerance, or one that is proven. */
static void
rule(void)
{
	static const struct { double difference, hi; int worse; } r[] = {
		{ -0.02, 0.01, 1 },	/* large, may be luck */
		{ -0.005, 0.001, 0 },	/* small, may be luck */
		{ -0.005, -0.001, 1 },	/* small, proven */
		{ -0.01, 0.004, 0 },	/* just the tolerance */
		{ 0, 0, 0 },		/* the same answers */
		{ 0.02, 0.05, 0 },
	};

	for (size_t i = 0; i < sizeof(r) / sizeof(r[0]); i++) {
		struct bootstrap_difference d = {
		    .difference = r[i].difference, .hi = r[i].hi };

		CHECK(gate_worse(&d, 0.01) == (r[i].worse != 0),
		    "%+.3f, at most %+.3f: %s", d.difference, d.hi,
		    r[i].worse ? "worse" : "not worse");
	}
}

int
main(void)
{
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++)
		against_all(c);
	symmetry();
	against_score();
	rule();
	return test_done();
}
