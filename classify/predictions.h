/* SPDX-License-Identifier: MIT
 *
 * What was said about each labelled post, as TSV: for whoever wants to read
 * the mistakes, or to compute a measure we do not print. */
#ifndef CLASSIFY_PREDICTIONS_H
#define CLASSIFY_PREDICTIONS_H

#include <stdbool.h>

#include "classify/labelled.h"
#include "common/err.h"

struct predictions {
	const struct labelled *rows;
	const int *fold;		/* NULL: measured by one model */
	const int (*p)[P_N];		/* as printed */
	const double *const *decision;	/* [label][row]; NaN: not judged */
	const int *threshold;		/* complaint and query */
	const bool *has;		/* labels that were trained */
};

/* Write path, whole or not at all. Columns (data/FORMAT.md): the row itself,
 * so that the file is a labelled file too, then fold (a number, or the row's
 * group), p_ and d_ of each label, and what was said; empty where the label
 * was not judged. Control characters of a text are spaces, apart from the tab
 * and newline, which are escaped. */
int predictions_write(const struct predictions *r, const char *path,
    struct err *e);

#endif
