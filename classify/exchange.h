/* SPDX-License-Identifier: MIT
 *
 * `classify export` and `classify import`: labelled files to and from the
 * formats of other tools (forms.h). */
#ifndef CLASSIFY_EXCHANGE_H
#define CLASSIFY_EXCHANGE_H

#include "classify/cross.h"
#include "common/opts.h"

struct exchange_export {
	const char *const *file;	/* labelled, TSV or JSON Lines */
	size_t n_files;
	const char *to;			/* format */
	const char *out;		/* file or "-" */
	const char *label;		/* only that one; or NULL */
	double max_rejects;
	/* libsvm and decisions */
	const char *model;		/* folder, or NULL: model_path */
	struct opt_list scale;		/* as in vectors.h */
	double bayes;
};

/* Rows in order of files and lines; those without the label are left out.
 * The output appears whole or not at all. An unknown format or label, and a
 * label missing where one is needed, are ERR_CONFIG. */
int exchange_export(const struct exchange_export *o, struct tally *t,
    struct err *e);

struct exchange_import {
	const char *const *file;
	size_t n_files;
	const char *from;		/* format */
	const char *out;		/* file or "-"; NULL: only compare */
	double max_rejects;
	struct opt_list against;	/* labelled files to compare with */
	bool json;			/* the comparison */
};

/* Rows as our JSON Lines; records nobody labelled are counted and left out.
 * With against the comparison (agree.h) is appended to shown. */
int exchange_import(const struct exchange_import *o, struct tally *t,
    struct buf *shown, struct err *e);

#endif
