/* SPDX-License-Identifier: MIT
 *
 * Threads take the next job by number; each writes only what belongs to its
 * job, so their order does not matter. */
#include <pthread.h>

#include "classify/crew.h"
#include "common/progress.h"

#define THREADS 256

struct crew {
	const struct crew_work *w;
	pthread_mutex_t lock;
	size_t next, done, failed;	/* failed: the first by number */
	struct err err;
	struct progress progress;
};

static void *
work(void *arg)
{
	struct crew *c = arg;
	const struct crew_work *w = c->w;

	pthread_mutex_lock(&c->lock);
	while (c->next < w->n && c->failed == w->n &&
	    !(w->stop != NULL && w->stop(w->ctx))) {
		size_t i = c->next++;
		struct err e = {0};

		pthread_mutex_unlock(&c->lock);
		int rc = w->job(w->ctx, i, &e);

		pthread_mutex_lock(&c->lock);
		if (rc < 0 && i < c->failed) {
			c->failed = i;
			c->err = e;
		}
		progress_step(&c->progress, (int64_t)++c->done);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

int
crew_run(const struct crew_work *w, struct err *e)
{
	struct crew c = { .w = w, .failed = w->n };
	pthread_t thread[THREADS];
	int n = 0;

	pthread_mutex_init(&c.lock, NULL);
	progress_start(&c.progress, w->what, (int64_t)w->n);
	while (n < w->jobs - 1 && n < THREADS &&
	    pthread_create(&thread[n], NULL, work, &c) == 0)
		n++;
	work(&c);
	while (n > 0)
		pthread_join(thread[--n], NULL);
	progress_end(&c.progress);
	pthread_mutex_destroy(&c.lock);
	if (c.failed == w->n)
		return 0;
	*e = c.err;
	return -1;
}
