/* SPDX-License-Identifier: MIT
 *
 * One run of `report run`: measure, write every format, publish. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "common/err.h"
#include "common/mem.h"
#include "report/measure.h"

struct report_options {
	const char *store, *config;	/* config NULL: the usual places */
	struct measure_options measure;
	const char *const *out;	/* files, their format by their ending */
	size_t n_out;		/* 0: into the store's reports/ */
	bool force;		/* also when nothing has changed */
};

/* `said` gets what a person should read: three lines of result and where the
 * report is, or that it is up to date. ERR_CONFIG for an ending that is no
 * format. */
int report_run(const struct report_options *o, struct buf *said,
    struct err *e);

#endif
