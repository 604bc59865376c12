/* SPDX-License-Identifier: MIT
 *
 * The caller reads blocks of lines into a ring and writes finished ones in
 * order; workers take blocks in between. With one job the caller does the
 * work of a block itself and no thread is started. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "classify/stream.h"
#include "common/progress.h"

#define BLOCK_BYTES ((size_t)128 << 10)	/* lines of about 200 posts */
#define BLOCKS_A_JOB 3

struct line {
	size_t at, len;
	int64_t no;
};

struct reject {
	int64_t no;
	size_t at, len;		/* of the raw line, len 0: not kept */
	char reason[160];
};

enum state { FREE, FULL, BUSY, DONE };

struct block {
	enum state state;
	struct buf in, out;
	struct line *line;
	size_t n, cap;
	struct reject *bad;
	size_t n_bad, cap_bad;
	struct relabel_counts count;
};

struct stream {
	const struct model *model;
	struct block *block;
	size_t n_blocks;
	size_t take;		/* the next block a worker takes */
	bool end;
	pthread_mutex_t lock;
	pthread_cond_t full, done;
};

/* ---- reading ---- */

static void
add_bad(struct block *b, int64_t no, const struct line *raw,
    const struct err *e)
{
	b->bad = grow(b->bad, b->n_bad, &b->cap_bad, sizeof(*b->bad));
	struct reject *r = &b->bad[b->n_bad++];

	*r = (struct reject){ .no = no, .at = raw != NULL ? raw->at : 0,
	    .len = raw != NULL ? raw->len : 0 };
	memcpy(r->reason, e->msg, sizeof(r->reason) - 1);
}

/* Read lines until the block is full: 1, 0 when the input ended, -1. */
static int
fill(struct block *b, struct lines *lines, struct err *e)
{
	char *text;
	size_t len;
	int rc = 1;

	b->n = b->n_bad = 0;
	buf_clear(&b->in);
	buf_clear(&b->out);
	memset(&b->count, 0, sizeof(b->count));
	while (b->in.len < BLOCK_BYTES &&
	    (rc = lines_next(lines, &text, &len, e)) != 0) {
		if (rc < 0 && e->kind != ERR_DATA)
			return -1;
		if (rc < 0) {
			add_bad(b, lines_no(lines), NULL, e);
			b->count.fate[RELABEL_BAD]++;
			err_clear(e);
			continue;
		}
		b->line = grow(b->line, b->n, &b->cap, sizeof(*b->line));
		b->line[b->n++] = (struct line){ b->in.len, len,
		    lines_no(lines) };
		buf_add(&b->in, text, len + 1);
	}
	return rc != 0;
}

/* ---- working ---- */

static void
label(struct block *b, struct relabel *r)
{
	struct err e = {0};

	for (size_t i = 0; i < b->n; i++) {
		const struct line *l = &b->line[i];

		if (relabel_line(r, b->in.s + l->at, l->len, &b->out,
		    &b->count, &e) < 0) {
			add_bad(b, l->no, l, &e);
			err_clear(&e);
		}
	}
}

static void *
worker(void *arg)
{
	struct stream *s = arg;
	struct relabel *r = relabel_new(s->model);

	pthread_mutex_lock(&s->lock);
	for (;;) {
		struct block *b = &s->block[s->take];

		if (b->state != FULL) {
			if (s->end)
				break;
			pthread_cond_wait(&s->full, &s->lock);
			continue;
		}
		b->state = BUSY;
		s->take = (s->take + 1) % s->n_blocks;
		pthread_mutex_unlock(&s->lock);
		label(b, r);
		pthread_mutex_lock(&s->lock);
		b->state = DONE;
		pthread_cond_signal(&s->done);
	}
	pthread_mutex_unlock(&s->lock);
	relabel_free(r);
	return NULL;
}

/* ---- writing ---- */

static int
by_line(const void *a, const void *b)
{
	const struct reject *x = a, *y = b;

	return x->no < y->no ? -1 : x->no > y->no;
}

static void
deliver(struct block *b, const char *shown, struct outfile *out,
    struct rejects *r, struct relabel_counts *n)
{
	int64_t *from = (int64_t *)(void *)&b->count, *to = (int64_t *)n;

	outfile_buf(out, &b->out);
	/* Those found while reading stand before those found while judging. */
	if (b->n_bad > 1)
		qsort(b->bad, b->n_bad, sizeof(*b->bad), by_line);
	for (size_t i = 0; i < b->n_bad; i++)
		rejects_add(r, shown, b->bad[i].no, b->bad[i].reason,
		    b->bad[i].len > 0 ? b->in.s + b->bad[i].at : NULL,
		    b->bad[i].len);
	for (size_t i = 0; i < sizeof(*n) / sizeof(*to); i++)
		to[i] += from[i];
}

static int64_t
lines_done(const struct relabel_counts *n)
{
	int64_t sum = 0;

	for (int i = 0; i < RELABEL_N; i++)
		sum += n->fate[i];
	return sum;
}

static void
block_free(struct block *b)
{
	buf_free(&b->in);
	buf_free(&b->out);
	free(b->line);
	free(b->bad);
}

/* ---- one job, or several ---- */

static int
run_alone(const struct model *m, struct lines *lines, const char *shown,
    struct outfile *out, struct rejects *rejects, struct relabel_counts *n,
    struct err *e)
{
	struct block b = {0};
	struct relabel *r = relabel_new(m);
	struct progress p;
	int rc;

	progress_start(&p, "posts", 0);
	do {
		rc = fill(&b, lines, e);
		if (rc < 0)
			break;
		label(&b, r);
		deliver(&b, shown, out, rejects, n);
		progress_at(&p, lines_done(n) & ~INT64_C(1023));
	} while (rc > 0 && !outfile_failed(out));
	progress_end(&p);
	relabel_free(r);
	block_free(&b);
	return rc < 0 ? -1 : 0;
}

/* Wait for a block that was handed to the workers; it is the caller's then. */
static void
await(struct stream *s, struct block *b)
{
	pthread_mutex_lock(&s->lock);
	while (b->state != DONE)
		pthread_cond_wait(&s->done, &s->lock);
	b->state = FREE;
	pthread_mutex_unlock(&s->lock);
}

/* The caller's side: fill free blocks, write done ones, both in ring order. */
static int
feed(struct stream *s, struct lines *lines, const char *shown,
    struct outfile *out, struct rejects *rejects, struct relabel_counts *n,
    struct err *e)
{
	size_t put = 0, got = 0;	/* blocks filled, blocks written */
	int rc = 1;

	while (rc > 0 || got < put) {
		if (rc > 0 && put - got < s->n_blocks) {
			struct block *b = &s->block[put % s->n_blocks];

			rc = outfile_failed(out) ? 0 : fill(b, lines, e);
			if (rc < 0 || (b->n == 0 && b->n_bad == 0))
				continue;
			pthread_mutex_lock(&s->lock);
			b->state = FULL;
			put++;
			pthread_cond_signal(&s->full);
			pthread_mutex_unlock(&s->lock);
			continue;
		}
		struct block *b = &s->block[got % s->n_blocks];

		await(s, b);
		deliver(b, shown, out, rejects, n);
		got++;
	}
	return rc;
}

static int
run_threads(const struct model *m, struct lines *lines, const char *shown,
    struct outfile *out, struct rejects *rejects, int jobs,
    struct relabel_counts *n, struct err *e)
{
	struct stream s = { .model = m,
	    .n_blocks = (size_t)jobs * BLOCKS_A_JOB };
	pthread_t *thread = xcalloc((size_t)jobs, sizeof(*thread));
	int started = 0, rc = 0;

	s.block = xcalloc(s.n_blocks, sizeof(*s.block));
	pthread_mutex_init(&s.lock, NULL);
	pthread_cond_init(&s.full, NULL);
	pthread_cond_init(&s.done, NULL);
	while (started < jobs && pthread_create(&thread[started], NULL,
	    worker, &s) == 0)
		started++;
	rc = started == 0 ? err_set(e, ERR_FATAL, "cannot start a thread: "
	    "try -j 1") : feed(&s, lines, shown, out, rejects, n, e);
	pthread_mutex_lock(&s.lock);
	s.end = true;
	pthread_cond_broadcast(&s.full);
	pthread_mutex_unlock(&s.lock);
	while (started > 0)
		pthread_join(thread[--started], NULL);
	for (size_t i = 0; i < s.n_blocks; i++)
		block_free(&s.block[i]);
	pthread_mutex_destroy(&s.lock);
	pthread_cond_destroy(&s.full);
	pthread_cond_destroy(&s.done);
	free(s.block);
	free(thread);
	return rc;
}

int
stream_label(const struct model *m, struct input *in, const char *shown,
    struct outfile *out, struct rejects *r, int jobs,
    struct relabel_counts *n, struct err *e)
{
	struct lines *lines = lines_new(in, LINE_MAX_BYTES);
	int rc = jobs <= 1 ? run_alone(m, lines, shown, out, r, n, e) :
	    run_threads(m, lines, shown, out, r, jobs, n, e);

	lines_free(lines);
	return rc;
}
