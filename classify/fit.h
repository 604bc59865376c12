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

enum fit_solver {
	FIT_AUTO,	/* libsvm while the matrix of all posts fits memory,
			 * else liblinear: the number of threads does not
			 * matter */
	FIT_LIBSVM,	/* by a matrix where it fits, else its slow linear
			 * kernel */
	FIT_LIBLINEAR,
};

struct fit_options {
	double cost[P_N];	/* C a label */
	double balance[P_N];	/* a label; 0: every post weighs the same; 1:
				 * both classes do in sum; or between */
	double weight[2];	/* C is multiplied by these for posts without
				 * and with a label; 0, 0: by balance */
	double bayes[P_N];	/* strength of naive Bayes scaling a label, 0:
				 * none */
	double epsilon;		/* 0: libsvm 0.001, liblinear 0.1, which are
				 * the libraries' own */
	enum fit_solver solver;
	int cache_mb;		/* libsvm's, 0: as svm.h says */
	bool no_shrinking;	/* libsvm's */
	int folds;		/* wanted; the dataset knows how many it has */
	int jobs;		/* threads; fewer where memory does not hold
				 * the problems of all */
	size_t memory;		/* bytes for matrices, all threads together */
	bool whole;		/* also train on all posts */
	bool every;		/* a label that cannot be trained is an error:
				 * a model needs them all */
};
extern const struct fit_options fit_default;

struct fit {
	enum fit_solver solver;		/* which it was */
	double epsilon;
	bool has[P_N];			/* the label has both classes */
	double *decision[P_N];		/* out of fold, one a post; NaN where
					 * the post has no such label */
	struct svm_machine machine[P_N];	/* on all posts */
	double folding_error;		/* the largest of all machines */
};

/* Train labels that have both classes in every training part. ERR_CONFIG when
 * a label lacks them and `every` is set. jobs does not change the result. *f
 * is zeroed by the caller; free it also after -1. */
int fit_run(struct fit *f, const struct dataset *d,
    const struct fit_options *o, struct err *e);
void fit_free(struct fit *f);

/* ---- the parts, for who looks for better options ---- */

/* Does label have both classes in two folds and more? Then every training part
 * has both. */
bool fit_has_classes(const struct dataset *d, enum post_p label);
/* ERR_CONFIG when a label does not: a model needs every one. */
int fit_check(const struct dataset *d, struct err *e);

/* *o as it will be used: solver and epsilon are chosen, and there are not more
 * threads than memory holds problems of. */
struct fit_options fit_settle(const struct fit_options *o,
    const struct dataset *d);

/* Machines m[0..n) of label for n values of C, trained on the posts outside
 * fold (-1: on all), with options settled. Free every m[i].w, also after -1. */
int fit_part(const struct dataset *d, const struct fit_options *o,
    enum post_p label, int fold, const double *cost, size_t n,
    struct svm_machine *m, struct err *e);

/* ---- what a label's machine on all posts of d is made with ---- */

/* A factor a feature, to be freed; NULL when strength is 0. */
float *fit_scale(const struct dataset *d, enum post_p label, double strength);
/* What C is multiplied by for posts without (w[0]) and with the label. */
void fit_weights(const struct dataset *d, const struct fit_options *o,
    enum post_p label, double w[2]);

#endif
