/* SPDX-License-Identifier: MIT
 *
 * One run of `ingest import`: archives in, one batch out. Two passes: the
 * first maps every record into a spool file and keeps a row for its id (about
 * 160 bytes and the id's text, and what known.h says for those in the store);
 * the second knows all threads and writes posts/B.jsonl. The batch's posts
 * file appears last: a run killed before that has done nothing. */
#ifndef INGEST_IMPORT_H
#define INGEST_IMPORT_H

#include "common/err.h"
#include "common/opts.h"
#include "common/tally.h"
#include "ingest/format.h"

struct import_options {
	const char *store;	/* NULL: no store, the output goes to `out` */
	const char *out;	/* a file or "-", or NULL */
	const char *config;	/* companies.json, NULL: the usual places */
	const struct format *format;	/* NULL: by each file's name */
	struct format_options fo;
	const char *const *file;
	size_t n_files;
	int64_t now;
	double max_rejects;	/* share of the records read, 0..1 */
};

/* Counters are added to *t in every case. 0 also when there was nothing new.
 * ERR_REJECTS: rejects/ is written, posts are not. */
int import_run(const struct import_options *o, struct tally *t,
    struct err *e);

#endif
