/* SPDX-License-Identifier: MIT
 *
 * `classify why`: what a model says of posts, and because of which words. */
#ifndef CLASSIFY_EXPLAIN_H
#define CLASSIFY_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "common/tally.h"

struct explain_options {
	const char *model;		/* folder, or NULL: model_path */
	const char *store;		/* where ids are looked up, or NULL */
	const char *const *what;	/* ids, texts, or "-"; none is "-" */
	size_t n;
	size_t top;			/* n-grams a label; 0: all */
	bool json;			/* a line for each post */
};

/* Explain each to standard output. "-" reads standard input: a line is a post
 * when it begins with a brace, else a text; lines that are neither are said,
 * skipped, and make it end as ERR_REJECTS after the rest is delivered. An id
 * whose post was deleted is ERR_CONFIG. */
int explain_run(const struct explain_options *o, struct tally *t,
    struct err *e);

#endif
