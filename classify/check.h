/* SPDX-License-Identifier: MIT
 *
 * `classify check`: what is wrong with labelled files before anybody trains
 * on them or measures with them. */
#ifndef CLASSIFY_CHECK_H
#define CLASSIFY_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "common/mem.h"
#include "common/tally.h"

struct check_options {
	const char *const *file;
	size_t n_files;
	const char *gold;	/* a labelled file for measuring only, or NULL */
	bool json;
};

/* Append to shown, for people or as one JSON object: bad lines; rows that are
 * copies of an earlier row with another label, within the files and within
 * the gold file; and rows of the files that the gold file has too (same text,
 * same id, near copy). Copies are what training holds together in one fold
 * (near.h), directly or through a third; a row is reported once, with the
 * first row it disagrees with. Texts are cut to their first words and hold no
 * control character. ERR_REJECTS when anything was found, shown is filled
 * then too; ERR_CONFIG when a file cannot be read at all. */
int check_run(const struct check_options *o, struct tally *t,
    struct buf *shown, struct err *e);

#endif
