/* SPDX-License-Identifier: MIT
 *
 * Runs of three words, hashed; an inverted index from run to posts; groups by
 * union-find. A run that stands in very many posts is a phrase of the day and
 * tells nothing. */
#include <stdlib.h>

#include "classify/near.h"
#include "common/hash.h"
#include "common/mem.h"

#define RUN 3
#define COMMON 64		/* posts a run may stand in */

struct entry { uint64_t run; uint32_t post; };

struct near {
	struct entry *e;
	size_t n, cap;
	uint32_t *count;	/* distinct runs a post has */
	size_t posts, cap_posts;
	uint64_t *run;			/* scratch */
};

struct near *
near_new(void)
{
	return xcalloc(1, sizeof(struct near));
}

static int
by_run(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->run != y->run)
		return x->run < y->run ? -1 : 1;
	return x->post < y->post ? -1 : x->post > y->post;
}

static int
by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

size_t
near_runs(const uint64_t *word, size_t n, uint64_t **out)
{
	size_t runs = n > RUN ? n - RUN + 1 : n > 0, kept = 0;
	size_t len = n < RUN ? n : RUN;
	uint64_t *r = *out = xrealloc(*out, runs + 1, sizeof(*r));

	for (size_t i = 0; i < runs; i++)
		r[i] = hash64(word + i, len * sizeof(*word), 0);
	if (runs > 1)
		qsort(r, runs, sizeof(*r), by_hash);
	for (size_t i = 0; i < runs; i++)
		if (kept == 0 || r[i] != r[kept - 1])
			r[kept++] = r[i];
	return kept;
}

/* Half of the runs that stand in either of two posts. */
static bool
is_half(size_t shared, size_t a, size_t b)
{
	return shared > 0 && shared * 3 >= a + b;
}

bool
near_copies(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b)
{
	size_t shared = 0;

	for (size_t i = 0, k = 0; i < n_a && k < n_b;) {
		shared += a[i] == b[k];
		if (a[i] <= b[k])
			i++;
		else
			k++;
	}
	return is_half(shared, n_a, n_b);
}

void
near_add(struct near *g, const uint64_t *word, size_t n)
{
	size_t runs = near_runs(word, n, &g->run);

	for (size_t i = 0; i < runs; i++) {
		g->e = grow(g->e, g->n, &g->cap, sizeof(*g->e));
		g->e[g->n++] = (struct entry){ g->run[i],
		    (uint32_t)g->posts };
	}
	g->count = grow(g->count, g->posts, &g->cap_posts, sizeof(*g->count));
	g->count[g->posts++] = (uint32_t)runs;
}

static uint32_t
root(uint32_t *up, uint32_t i)
{
	while (up[i] != i) {
		up[i] = up[up[i]];
		i = up[i];
	}
	return i;
}

static void
join(uint32_t *up, uint32_t a, uint32_t b)
{
	a = root(up, a);
	b = root(up, b);
	if (a < b)
		up[b] = a;
	else
		up[a] = b;
}

/* A pair of posts for every run they share. */
struct pair { uint32_t a, b; };

static int
by_pair(const void *p, const void *q)
{
	const struct pair *x = p, *y = q;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

static struct pair *
sharing(const struct near *g, size_t *n)
{
	struct pair *p = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0, to; i < g->n; i = to) {
		for (to = i; to < g->n && g->e[to].run == g->e[i].run; to++)
			;
		if (to - i > COMMON)
			continue;
		for (size_t x = i; x < to; x++)
			for (size_t y = x + 1; y < to; y++) {
				p = grow(p, *n, &cap, sizeof(*p));
				p[(*n)++] = (struct pair){ g->e[x].post,
				    g->e[y].post };
			}
	}
	if (*n > 1)
		qsort(p, *n, sizeof(*p), by_pair);
	return p;
}

uint32_t *
near_groups(struct near *g)
{
	uint32_t *up = xcalloc(g->posts, sizeof(*up));
	struct pair *p;
	size_t n;

	for (uint32_t i = 0; i < g->posts; i++)
		up[i] = i;
	if (g->n > 1)
		qsort(g->e, g->n, sizeof(*g->e), by_run);
	p = sharing(g, &n);
	for (size_t i = 0, to; i < n; i = to) {
		for (to = i; to < n && by_pair(&p[i], &p[to]) == 0; to++)
			;

		if (is_half(to - i, g->count[p[i].a], g->count[p[i].b]))
			join(up, p[i].a, p[i].b);
	}
	for (uint32_t i = 0; i < g->posts; i++)
		up[i] = root(up, i);
	free(p);
	return up;
}

void
near_free(struct near *g)
{
	if (g == NULL)
		return;
	free(g->e);
	free(g->count);
	free(g->run);
	free(g);
}
