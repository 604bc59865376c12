/* SPDX-License-Identifier: MIT
 *
 * A first companies.json out of an archive: the accounts that answer. */
#ifndef INGEST_INIT_H
#define INGEST_INIT_H

#include <stdbool.h>

#include "ingest/format.h"

struct init_options {
	const char *file;	/* the archive */
	const struct format *format;	/* NULL: by the file's name */
	struct format_options fo;
	const char *out;	/* where companies.json goes; "-" too */
	bool force;		/* replace a file that is there */
	int64_t min_replies;	/* an account below that is not drafted */
};

/* ERR_CONFIG when the output exists, or nobody answers in the archive. */
int init_run(const struct init_options *o, struct err *e);

#endif
