/* SPDX-License-Identifier: MIT
 *
 * `classify run`: label what a store has not labelled yet with this model, or
 * be a filter. */
#ifndef CLASSIFY_RUN_H
#define CLASSIFY_RUN_H

#include <stddef.h>

#include "common/err.h"
#include "common/tally.h"

struct run_options {
	const char *model;		/* folder, or NULL: model_path */
	const char *store;		/* NULL: filter */
	const char *out;		/* filter: file or "-" */
	const char *const *file;	/* filter: none is standard input */
	size_t n_files;
	double max_rejects;		/* share of bad lines allowed */
	int jobs;
};

/* In a store: for each batch with posts and without labels by this model
 * write rejects, the run record and the labels, in that order, so that a run
 * stopped anywhere is taken up again. A batch with too many bad lines gets no
 * labels and ends the run as ERR_REJECTS after the others. Counts into t. */
int run_label(const struct run_options *o, struct tally *t, struct err *e);

#endif
