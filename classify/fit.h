/* SPDX-License-Identifier: MIT
 *
 * The machines of a model: for each label one on all posts, and one for each
 * fold on the posts outside it, whose decision values on the fold are honest:
 * scores, probabilities and thresholds come from those. */
#ifndef CLASSIFY_FIT_H
#define CLASSIFY_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "classify/dataset.h"
#include "classify/svm.h"
#include "common/err.h"
#include "common/post.h"

struct fit_options {
	double cost[P_N];	/* C a label */
	double balance[P_N];	/* a label; 0: every post weighs the same; 1:
				 * both classes do in sum; or between */
	double bayes[P_N];	/* strength of naive Bayes scaling a label, 0:
				 * none */
	double epsilon;
	int folds;
	int jobs;		/* threads */
	size_t memory;		/* bytes for matrices, all threads together */
	bool whole;		/* also train on all posts: for a model, which
				 * needs every label */
};
extern const struct fit_options fit_default;

struct fit {
	bool has[P_N];			/* the label has both classes */
	double *decision[P_N];		/* out of fold, one a post; NaN where
					 * the post has no such label */
	struct svm_machine machine[P_N];	/* on all posts */
	double folding_error;		/* the largest of all machines */
};

/* Train labels that have both classes in every training part. ERR_CONFIG when
 * a label lacks them and `whole` is set. jobs does not change the result. *f is zeroed by the caller; free it also after -1. */
int fit_run(struct fit *f, const struct dataset *d,
    const struct fit_options *o, struct err *e);
void fit_free(struct fit *f);

/* What a machine on all posts of d with that label is trained with: a factor
 * a feature (to be freed), or NULL when strength is 0; and what C is
 * multiplied by for posts with (w[0]) and without the label. */
float *fit_scale(const struct dataset *d, enum post_p label, double strength);
void fit_weights(const struct dataset *d, enum post_p label, double balance,
    double w[2]);

#endif
