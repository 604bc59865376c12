/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>

#include "common/diag.h"
#include "common/progress.h"

#define STEP_NS INT64_C(200000000)

static int64_t
clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void
progress_start(struct progress *p, const char *what, int64_t total)
{
	p->what = what;
	p->total = total;
	p->shown = 0;
	p->next_ns = diag_on_terminal() ? clock_ns() + STEP_NS : 0;
}

void
progress_at(struct progress *p, int64_t done)
{
	if ((done & 1023) == 0)
		progress_step(p, done);
}

void
progress_step(struct progress *p, int64_t done)
{
	if (p->next_ns == 0)
		return;
	int64_t now = clock_ns();

	if (now < p->next_ns)
		return;
	p->next_ns = now + STEP_NS;
	p->shown = 1;
	if (p->total > 0)
		fprintf(stderr, "\r%lld of %lld %s (%lld %%) ",
		    (long long)done, (long long)p->total, p->what,
		    (long long)(done * 100 / p->total));
	else
		fprintf(stderr, "\r%lld %s ", (long long)done, p->what);
	fflush(stderr);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = 0;
	p->next_ns = 0;
}
