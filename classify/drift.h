/* SPDX-License-Identifier: MIT
 *
 * Are the posts of a batch still what the batches before it were? Histograms
 * of printed probabilities, the share of posts abstained from, and novelty:
 * the share of a post's features the model has never seen. Compared by size
 * of effect, from a least number of posts on, and not by significance, which
 * finds everything in large batches and nothing in small ones. */
#ifndef CLASSIFY_DRIFT_H
#define CLASSIFY_DRIFT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "classify/calib.h"
#include "common/mem.h"
#include "common/post.h"

#define DRIFT_BINS 10

/* Probabilities differ when the population stability index, the sum over
 * bins of (a - b) ln(a / b), reaches 0.25: "a major shift" for Lewis (1994,
 * An Introduction to Credit Scoring) and Siddiqi (2006, Credit Risk
 * Scorecards). Half a post is added to every bin. */
#define DRIFT_PSI 0.25
/* Mean novelty is higher by half a standard deviation of the batches before,
 * the share abstained from by Cohen's h = 0.5: both "medium" for Cohen (1988,
 * Statistical Power Analysis for the Behavioral Sciences, ch. 2 and 6). Less
 * of them is no alarm: so it is on the day after a strange one. */
#define DRIFT_EFFECT 0.5
/* With n and m posts from one population the index is about (1/n + 1/m) times
 * chi-square with bins - 1 degrees of freedom (Yurdakul 2018): 0.036 with 500
 * each, 7 times below the threshold; with 100 each it would be 0.18. */
#define DRIFT_MIN 500

/* Counters alone: sums of two batches are the sums of these. */
struct drift {
	int64_t judged, abstained;
	int64_t yes[P_N];		/* posts with the label, or sentiment */
	int64_t p[P_N][DRIFT_BINS];
	int64_t novel[DRIFT_BINS];
	int64_t novelty, novelty2;	/* sums of it in ten-thousandths, and
					 * of its square */
};

static inline int
drift_bin(int p)
{
	return p < CALIB_ONE ? p / (CALIB_ONE / DRIFT_BINS) : DRIFT_BINS - 1;
}

/* Count a judged post, all but `judged` and `yes`, which are counted already
 * by whoever labels. */
static inline void
drift_count(struct drift *d, const int p[P_N], int novelty)
{
	for (int l = 0; l < P_N; l++)
		d->p[l][drift_bin(p[l])]++;
	d->novel[drift_bin(novelty)]++;
	d->novelty += novelty;
	d->novelty2 += (int64_t)novelty * novelty;
}

void drift_add(struct drift *sum, const struct drift *d);

struct drift_change {
	bool known;		/* both have DRIFT_MIN judged posts */
	double psi[P_N];
	double novelty;		/* difference of means, in standard deviations
				 * of the batches before; above 0: newer */
	double abstained;	/* Cohen's h, above 0: more */
};
void drift_compare(const struct drift *before, const struct drift *now,
    struct drift_change *out);

/* Append what reaches a threshold, "complaint (PSI 0.31), novelty (+0.6 sd)";
 * nothing when nothing does. Returns whether something did. */
bool drift_alarm(const struct drift_change *c, struct buf *b);

/* The record kept in runs/B.json, and back: false when v is none. Compared
 * with so many batches before it. */
json_t *drift_json(const struct drift *d, const struct drift *before,
    size_t batches);
bool drift_read(struct drift *d, const json_t *v);

#endif
