/* SPDX-License-Identifier: MIT
 *
 * Threads that share out numbered jobs. */
#ifndef CLASSIFY_CREW_H
#define CLASSIFY_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"

struct crew_work {
	const char *what;	/* for progress: "training steps" */
	size_t n;		/* jobs 0..n-1 */
	int jobs;		/* threads */
	/* Do job i; called from several threads. */
	int (*job)(void *ctx, size_t i, struct err *e);
	/* Asked before each job: leave out the rest? NULL: no. */
	bool (*stop)(void *ctx);
	void *ctx;
};

/* Do the jobs, in order of their numbers. After a failure no job is begun; -1
 * with the error of the failed job that has the smallest number. */
int crew_run(const struct crew_work *w, struct err *e);

#endif
