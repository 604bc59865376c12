/* SPDX-License-Identifier: MIT
 *
 * One line on a terminal that says how far long work is; silent elsewhere. */
#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdint.h>

struct progress {
	const char *what;	/* "posts" */
	int64_t total;		/* 0: unknown */
	int64_t next_ns;	/* when to draw again */
	int shown;
};
void progress_start(struct progress *p, const char *what, int64_t total);
/* Cheap: looks at the clock every 1024th call by done's low bits. */
void progress_at(struct progress *p, int64_t done);
/* The same for long steps: looks at the clock every time. */
void progress_step(struct progress *p, int64_t done);
/* Remove the line. */
void progress_end(struct progress *p);

#endif
