/* SPDX-License-Identifier: MIT
 *
 * `classify train --from-libsvm`: a machine that svm-train made of an export
 * becomes one label of a model; the other labels stay as they were. */
#ifndef CLASSIFY_ADOPT_H
#define CLASSIFY_ADOPT_H

#include "classify/cross.h"

struct adopt_options {
	struct cross_options cross;	/* files: the posts the export was
					 * made of; they give the naive Bayes
					 * factors. None is needed when the
					 * strength is 0 */
	const char *svm;		/* the model file */
	const char *base;		/* model folder, or NULL: model_path */
	enum post_p label;
	double bayes;			/* below 0: as the base was trained */
	const char *const *calibrate;	/* labelled posts the machine has not
					 * seen, for its probabilities; none:
					 * the base's are kept */
	size_t n_calibrate;
	const char *out;		/* folder */
	const char *name;
};

/* Write the new model's folder and append its name and what was done for
 * people to shown. The out-of-fold scores of the label are dropped: they were
 * another machine's. */
int adopt_run(const struct adopt_options *o, struct tally *t,
    struct buf *shown, struct err *e);

#endif
