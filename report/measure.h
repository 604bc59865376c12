/* SPDX-License-Identifier: MIT
 *
 * From the store to a result: read, put in order, follow every thread, add
 * up. Memory grows with companies, cases and days, not with posts. */
#ifndef REPORT_MEASURE_H
#define REPORT_MEASURE_H

#include "common/companies.h"
#include "report/reader.h"
#include "report/result.h"

struct measure_options {
	const char *window;	/* "all", "7d" …, "FROM..TO" */
	int64_t as_of;		/* 0: the newest moment in the store */
	bool quotes;
};

/* ERR_CONFIG when the window is not one. Free with measure_free; r and c must
 * live as long as the result. */
struct result *measure(struct reader *r, const struct companies *c,
    const struct measure_options *o, struct err *e);
void measure_free(struct result *r);

/* The window's limits for that moment: [*from, *to). */
int measure_window(const char *window, int64_t as_of, int64_t *from,
    int64_t *to, struct err *e);

#endif
