/* SPDX-License-Identifier: MIT
 *
 * `classify train`: labelled files -> a model folder. */
#ifndef CLASSIFY_TRAIN_H
#define CLASSIFY_TRAIN_H

#include "classify/cross.h"
#include "classify/model.h"

struct train_options {
	struct cross_options cross;
	const char *out;		/* folder */
	const char *name;
	const char *languages;		/* "en" or "en,de" */
	bool search;			/* for the best costs; its state is in
					 * OUT.search until the model of a
					 * search not cut short is written */
	double budget_s;		/* of the search; 0: no end */
};

/* Train, write the folder, append scores and name for people to shown. The
 * folder stays as it was until everything is known, and an interrupt waits
 * while it is written. The same rows give the same bytes, whatever the order
 * of files and the number of jobs. */
int train_run(const struct train_options *o, struct tally *t,
    struct buf *shown, struct err *e);

/* model_save, and an interrupt waits while it is done. */
int train_save(struct model *m, const char *dir, const char *name,
    json_t *manifest, struct err *e);

#endif
