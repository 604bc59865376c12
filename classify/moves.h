/* SPDX-License-Identifier: MIT
 *
 * `classify models diff`: what another model would change. Both judge a file
 * as `classify run` would; who moves is listed, and how the counts move. */
#ifndef CLASSIFY_MOVES_H
#define CLASSIFY_MOVES_H

#include <stdbool.h>

#include "common/err.h"
#include "common/mem.h"
#include "common/tally.h"

struct moves_options {
	const char *models;		/* the models folder */
	const char *a, *b;		/* as versions_resolve takes them */
	const char *file;		/* posts or labelled posts, JSON Lines
					 * or TSV, "-"; NULL: manifests only */
	double max_rejects;
	bool json;
};

/* Compare the manifests, then, with a file, the verdicts. Deletions are left
 * out; a post without an id goes by the number of its line. */
int moves_run(const struct moves_options *o, struct tally *t,
    struct buf *shown, struct err *e);

#endif
