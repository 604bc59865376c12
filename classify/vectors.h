/* SPDX-License-Identifier: MIT
 *
 * What a machine sees, in libsvm's problem format, for one label of a model:
 * `svm-train -t 0` on it is the machine `classify train` makes. */
#ifndef CLASSIFY_VECTORS_H
#define CLASSIFY_VECTORS_H

#include "classify/cross.h"
#include "classify/model.h"
#include "common/outfile.h"

struct vectors_options {
	struct cross_options cross;	/* files */
	const char *const *scale;	/* labelled files the naive Bayes
					 * factors come from; none: the rows
					 * themselves */
	size_t n_scale;
	const char *model;		/* folder, or NULL: model_path */
	enum post_p label;
	double bayes;			/* below 0: as the model was trained */
	bool decisions;			/* instead: the model's own decision
					 * value of each row, a line each */
};

/* Write the rows that have the label, sorted and without doubles as training
 * sees them, to o. The options of svm-train that make the same machine are
 * said at info level. */
int vectors_write(const struct vectors_options *v, struct outfile *o,
    struct tally *t, struct err *e);

/* How a label's machine was trained, from the manifest in folder dir. */
struct vectors_recipe {
	double cost, bayes, epsilon;
	double balance, weight[2];	/* as in fit_options */
	bool liblinear;			/* svm-train only comes close */
};
int vectors_read_recipe(const char *dir, enum post_p label,
    struct vectors_recipe *r, struct err *e);

/* ERR_CONFIG when the rows are all with the label or all without it. */
int vectors_check_classes(const struct labelled *l, enum post_p label,
    struct err *e);

#endif
