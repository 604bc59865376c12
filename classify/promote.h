/* SPDX-License-Identifier: MIT
 *
 * `classify models promote` and `rollback`: which model is in use. Written in
 * this order: the version, the ledger's line, the link. The ledger decides: a
 * run killed before its line changed nothing, one killed after it is completed
 * by the next promote or rollback, which first makes the link follow. */
#ifndef CLASSIFY_PROMOTE_H
#define CLASSIFY_PROMOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/mem.h"
#include "common/tally.h"

struct promote_options {
	const char *models;	/* the models folder */
	const char *gold;	/* labelled posts, or NULL */
	const char *why;	/* or NULL */
	double tolerance;
	double max_rejects;
	int64_t now;
	bool force, json;
};

/* Take the model that arg speaks of (versions_resolve) into use. Beside one
 * in use it has to pass the gate on the gold file: ERR_REFUSED, the comparison
 * in shown, nothing changed. force: the comparison is made when there is a
 * gold file, and does not stop it. The one in use again: nothing to do. */
int promote_run(const struct promote_options *o, const char *arg,
    struct tally *t, struct buf *shown, struct err *e);

/* Return to the version before. A rollback that was killed is completed
 * instead. ERR_CONFIG when there is none, or it is damaged. */
int promote_rollback(const struct promote_options *o, struct buf *shown,
    struct err *e);

/* The link does not follow the ledger: a warning. For those who only look. */
void promote_warn(const char *models, const char *by_ledger);

#endif
