/* SPDX-License-Identifier: MIT
 *
 * `classify sample`: posts in, a TSV of those to label next out, which a
 * person fills in and `classify train` reads (data/FORMAT.md). How they are
 * chosen: classify/pick.h. */
#ifndef CLASSIFY_SAMPLE_H
#define CLASSIFY_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "classify/pick.h"
#include "classify/why.h"
#include "common/err.h"
#include "common/tally.h"

/* A cell of a spreadsheet holds 32,767 characters at most; a post near that
 * is nothing a person labels. */
#define SAMPLE_TEXT_MAX ((size_t)16 << 10)

struct sample_options {
	const char *model;		/* folder, or NULL: model_path */
	const char *store;		/* NULL: files */
	const char *const *file;	/* none is standard input */
	size_t n_files;
	const char *const *labelled;	/* what is labelled already, or has
					 * been handed out to be */
	size_t n_labelled;
	const char *out;		/* file or "-" */
	size_t n;			/* 1 to PICK_MAX */
	double random_share;		/* 0 to 1 */
	uint64_t seed;
	double max_rejects;
};

/* One pass over the posts. An output file that exists is ERR_CONFIG: it may
 * hold a person's work. Fewer posts than asked for are said, not an error.
 * Counts into t. */
int sample_run(const struct sample_options *o, struct tally *t, struct err *e);

/* The strongest n-grams shown for a post. */
#define SAMPLE_GRAMS 5

/* Append the header, and the row of one post, each with its newline. */
void sample_header(struct buf *b);
void sample_row(struct buf *b, const struct pick_post *p, struct why *w);

#endif
