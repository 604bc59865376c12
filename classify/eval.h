/* SPDX-License-Identifier: MIT
 *
 * `classify eval`: how good labels are, by cross-validation over labelled
 * files, on a file kept apart, or of a model on them. */
#ifndef CLASSIFY_EVAL_H
#define CLASSIFY_EVAL_H

#include "classify/cross.h"

struct eval_options {
	struct cross_options cross;
	const char *model;		/* folder: measure that one; or NULL */
	const char *test;		/* train on the files, measure on this
					 * one; or NULL. Not with model */
	const char *predictions;	/* TSV to write, or NULL */
	bool json;
};

/* Append the result to shown, as a table or as one JSON object. Labels that
 * the files do not have are left out; none left is ERR_CONFIG. */
int eval_run(const struct eval_options *o, struct tally *t, struct buf *shown,
    struct err *e);

#endif
