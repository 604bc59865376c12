/* SPDX-License-Identifier: MIT
 *
 * Labelled files -> machines, and what they say about posts they have not
 * seen: what `classify train` and `classify eval` share. */
#ifndef CLASSIFY_CROSS_H
#define CLASSIFY_CROSS_H

#include <stdbool.h>
#include <stdint.h>

#include "classify/calib.h"
#include "classify/fit.h"
#include "classify/labelled.h"
#include "classify/score.h"
#include "common/err.h"
#include "common/tally.h"

struct cross_options {
	const char *const *file;
	size_t n_files;
	int64_t seed;
	const char *group;		/* column: a fold for each of its
					 * values; or NULL */
	int min_posts;			/* a feature stands in */
	bool best_threshold;		/* else one half */
	double max_rejects;
	struct fit_options fit;
};
extern const struct cross_options cross_default;

struct cross {
	struct labelled rows;
	size_t doubles;
	struct dataset *data;
	struct fit fit;
	struct calib_platt platt[P_N];
	int threshold[P_N];
	int (*p)[P_N];			/* out of fold, as printed */
	struct score score;
};

/* Read the files into c->rows, sorted; group as o->group. ERR_REJECTS when
 * more lines are bad than allowed, ERR_CONFIG when no row is left. */
int cross_read(struct cross *c, const struct cross_options *o,
    struct tally *t, struct err *e);
/* The rest, after cross_read. The score leaves out labels not trained. */
int cross_fit(struct cross *c, const struct cross_options *o, struct err *e);
/* What the machines on all posts (o->fit.whole) say about row x: decision
 * values, those of labels not trained 0, and probabilities as printed. */
void cross_judge(const struct cross *c, const struct vocab_row *x,
    double decision[P_N], int p[P_N]);
void cross_free(struct cross *c);

#endif
