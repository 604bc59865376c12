/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/mem.h"
#include "report/sort.h"

#define RUN_BUFFER ((size_t)64 << 10)

struct run {
	off_t start, at, end;	/* in the file; at: the next to read */
	char *buf;
	size_t pos, have;	/* in buf */
};

struct sorter {
	size_t size, room;	/* records that fit in memory */
	int (*compare)(const void *, const void *);
	char *mem;
	size_t n, next, cap;
	FILE *file;
	struct run *run;
	size_t n_runs, cap_runs;
	size_t *heap, n_heap;	/* runs, smallest record on top */
};

struct sorter *
sort_new(size_t size, size_t memory, int (*compare)(const void *,
    const void *))
{
	struct sorter *s = xcalloc(1, sizeof(*s));

	s->size = size;
	s->room = memory / size > 16 ? memory / size : 16;
	s->compare = compare;
	return s;
}

static int
spill(struct sorter *s, struct err *e)
{
	if (s->file == NULL)
		s->file = tmpfile();
	if (s->file == NULL)
		return err_sys(e, ERR_FATAL, "cannot make a temporary file");
	qsort(s->mem, s->n, s->size, s->compare);
	off_t at = ftello(s->file);

	if (fwrite(s->mem, s->size, s->n, s->file) != s->n)
		return err_sys(e, ERR_FATAL, "cannot write a temporary file");
	s->run = grow(s->run, s->n_runs, &s->cap_runs, sizeof(*s->run));
	s->run[s->n_runs++] = (struct run){ .start = at, .at = at,
	    .end = at + (off_t)(s->n * s->size) };
	s->n = 0;
	return 0;
}

int
sort_add(struct sorter *s, const void *record, struct err *e)
{
	if (s->n == s->room && spill(s, e) < 0)
		return -1;
	if (s->n == s->cap) {
		s->cap = s->cap < 1024 ? 1024 : s->cap * 2;
		if (s->cap > s->room)
			s->cap = s->room;
		s->mem = xrealloc(s->mem, s->cap, s->size);
	}
	memcpy(s->mem + s->n++ * s->size, record, s->size);
	return 0;
}

/* Have a record of run r at hand: 1, 0 at its end, -1. */
static int
run_fill(struct sorter *s, struct run *r, struct err *e)
{
	size_t want = RUN_BUFFER / s->size * s->size;

	if (r->pos < r->have)
		return 1;
	if (r->at == r->end)
		return 0;
	if (want < s->size)
		want = s->size;
	if ((off_t)want > r->end - r->at)
		want = (size_t)(r->end - r->at);
	if (r->buf == NULL)
		r->buf = xmalloc(want);
	if (pread(fileno(s->file), r->buf, want, r->at) != (ssize_t)want)
		return err_sys(e, ERR_FATAL, "cannot read a temporary file");
	r->at += (off_t)want;
	r->pos = 0;
	r->have = want;
	return 1;
}

static bool
before(const struct sorter *s, size_t a, size_t b)
{
	int c = s->compare(s->run[a].buf + s->run[a].pos,
	    s->run[b].buf + s->run[b].pos);

	return c != 0 ? c < 0 : a < b;
}

static void
sift(struct sorter *s, size_t i)
{
	for (;;) {
		size_t least = i;

		for (size_t c = 2 * i + 1; c <= 2 * i + 2 && c < s->n_heap;
		    c++)
			if (before(s, s->heap[c], s->heap[least]))
				least = c;
		if (least == i)
			return;
		size_t swap = s->heap[i];

		s->heap[i] = s->heap[least];
		s->heap[least] = swap;
		i = least;
	}
}

int
sort_done(struct sorter *s, struct err *e)
{
	if (s->n_runs == 0) {
		if (s->n > 1)
			qsort(s->mem, s->n, s->size, s->compare);
		return 0;
	}
	if (s->n > 0 && spill(s, e) < 0)
		return -1;
	if (fflush(s->file) != 0)
		return err_sys(e, ERR_FATAL, "cannot write a temporary file");
	free(s->mem);
	s->mem = NULL;
	s->heap = xmalloc(s->n_runs * sizeof(*s->heap));
	return sort_rewind(s, e);
}

int
sort_rewind(struct sorter *s, struct err *e)
{
	s->next = 0;
	s->n_heap = 0;
	for (size_t i = 0; i < s->n_runs; i++) {
		s->run[i].at = s->run[i].start;
		s->run[i].pos = s->run[i].have = 0;
		int rc = run_fill(s, &s->run[i], e);

		if (rc < 0)
			return -1;
		if (rc > 0)
			s->heap[s->n_heap++] = i;
	}
	for (size_t i = s->n_heap; i-- > 0;)
		sift(s, i);
	return 0;
}

int
sort_next(struct sorter *s, void *record, struct err *e)
{
	if (s->n_runs == 0) {
		if (s->next == s->n)
			return 0;
		memcpy(record, s->mem + s->next++ * s->size, s->size);
		return 1;
	}
	if (s->n_heap == 0)
		return 0;
	struct run *r = &s->run[s->heap[0]];

	memcpy(record, r->buf + r->pos, s->size);
	r->pos += s->size;
	int rc = run_fill(s, r, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		s->heap[0] = s->heap[--s->n_heap];
	sift(s, 0);
	return 1;
}

void
sort_free(struct sorter *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n_runs; i++)
		free(s->run[i].buf);
	if (s->file != NULL)
		fclose(s->file);
	free(s->run);
	free(s->heap);
	free(s->mem);
	free(s);
}
