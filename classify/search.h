/* SPDX-License-Identifier: MIT
 *
 * `classify train --auto`: the best C for each label. All values of a log2
 * grid are tried on a few folds, the better half goes on to more of them, and
 * its better half to all (successive halving). The score of a value is the
 * mean over folds of macro-F1 where p is one half, p being Platt's scaling
 * fitted to the fold; then the AUC; then the smaller C. */
#ifndef CLASSIFY_SEARCH_H
#define CLASSIFY_SEARCH_H

#include <jansson.h>

#include "classify/dataset.h"
#include "classify/fit.h"

#define SEARCH_LOW (-7)		/* log2 of the smallest C */
#define SEARCH_HIGH 3
#define SEARCH_N (SEARCH_HIGH - SEARCH_LOW + 1)

struct search_options {
	const char *state;	/* file: every finished step; a search of the
				 * same data and options goes on from it */
	double budget_s;	/* no step is begun after that; 0: no end */
};

struct search_try {
	int folds;		/* it was tried on */
	double macro_f1, auc;	/* means over these */
};

struct search {
	struct {
		double cost;	/* the best; as it was in the options when not
				 * even the first round was finished */
		bool complete;	/* all rounds were */
		struct search_try tried[SEARCH_N];
	} label[P_N];
	const char *stopped;	/* "budget", "interrupt" or NULL */
	int resumed;		/* scores that were in the state file */
};

/* Search. SIGINT, unless it is ignored, ends it after the steps in progress and
 * keeps what is best so far, a second one ends the program; it and the budget
 * are successes. Deterministic but for those, whatever
 * o->jobs and however often it was killed and resumed. ERR_BUSY when another
 * search writes the state file, ERR_CONFIG when that is something else. */
int search_run(struct search *s, const struct dataset *d,
    const struct fit_options *o, const struct search_options *so,
    struct err *e);

/* What a manifest says of it. */
json_t *search_json(const struct search *s);

/* Seconds of "90", "90s", "10m" or "2h". ERR_CONFIG. */
int search_budget(const char *text, double *seconds, struct err *e);

#endif
