/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "report/ledger.h"

#define NO SIZE_MAX

static int
by_key(const struct key *a, const struct key *b)
{
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	return a->lo < b->lo ? -1 : a->lo > b->lo;
}

int
ledger_order(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	if (a->created_at != b->created_at)
		return a->created_at < b->created_at ? -1 : 1;
	if ((a->official == -1) != (b->official == -1))
		return a->official == -1 ? -1 : 1;
	return by_key(&a->id, &b->id);
}

struct place { struct key id; size_t i; };

static int
place_order(const void *a, const void *b)
{
	return by_key(&((const struct place *)a)->id,
	    &((const struct place *)b)->id);
}

/* Index of each post's parent within the thread, or NO. */
static size_t *
parents_of(const struct row *post, size_t n)
{
	struct place *p = xmalloc((n + 1) * sizeof(*p));
	size_t *parent = xmalloc((n + 1) * sizeof(*parent));

	for (size_t i = 0; i < n; i++)
		p[i] = (struct place){ post[i].id, i };
	qsort(p, n, sizeof(*p), place_order);
	for (size_t i = 0; i < n; i++) {
		struct place want = { post[i].parent, 0 };
		struct place *at = (post[i].flags & ROW_REPLY) == 0 ? NULL :
		    bsearch(&want, p, n, sizeof(*p), place_order);

		parent[i] = at != NULL ? at->i : NO;
	}
	free(p);
	return parent;
}

struct episode {
	struct ledger_case c;
	int64_t last_at;	/* the author's newest message */
	bool open;		/* may still be answered or continued */
};

struct thread {
	const struct row *post;
	size_t n, *parent;
	struct episode *ep;
	size_t n_ep, cap_ep;
};

/* Same author; a post without one is nobody else's. */
static bool
same_author(const struct row *a, const struct row *b)
{
	if (a->author.hi == 0 && a->author.lo == 0)
		return a == b;
	return by_key(&a->author, &b->author) == 0;
}

static struct episode *
open_of(struct thread *t, const struct row *author)
{
	for (size_t i = t->n_ep; i-- > 0;)
		if (t->ep[i].open && same_author(&t->post[t->ep[i].c.first],
		    author))
			return &t->ep[i];
	return NULL;
}

/* The nearest customer's post above post i, or NO; loops end by count. */
static size_t
customer_above(const struct thread *t, size_t i)
{
	size_t steps = 0;

	for (i = t->parent[i]; i != NO && steps++ < t->n; i = t->parent[i])
		if (t->post[i].official == -1)
			return i;
	return NO;
}

static void
close_with(struct episode *ep, const struct thread *t, size_t answer)
{
	ep->open = false;
	ep->c.answer = answer;
	ep->c.state = (t->post[answer].flags & ROW_DEFLECTS) != 0 ?
	    CASE_DEFLECTED : CASE_ANSWERED;
}

/* An official post answers the customer above it; when that cannot be told,
 * all who wait in the thread. */
static void
take_answer(struct thread *t, size_t i)
{
	size_t to = customer_above(t, i);

	if (to == NO) {
		for (size_t k = 0; k < t->n_ep; k++)
			if (t->ep[k].open)
				close_with(&t->ep[k], t, i);
		return;
	}
	struct episode *ep = open_of(t, &t->post[to]);

	if (ep != NULL)
		close_with(ep, t, i);
}

static void
take_message(struct thread *t, size_t i, uint32_t c)
{
	const struct row *p = &t->post[i];
	struct episode *ep = open_of(t, p);

	if (ep != NULL && p->created_at - ep->last_at > SILENCE_S) {
		ep->open = false;	/* stays unanswered */
		ep = NULL;
	}
	if (ep != NULL) {
		ep->last_at = p->created_at;
		return;
	}
	if ((p->labels & (POST_COMPLAINT | POST_QUERY)) == 0)
		return;
	t->ep = grow(t->ep, t->n_ep, &t->cap_ep, sizeof(*t->ep));
	t->ep[t->n_ep++] = (struct episode){ .c = { .company = c, .first = i,
	    .answer = NO, .state = CASE_OPEN, .labels = p->labels },
	    .last_at = p->created_at, .open = true };
}

void
ledger_cases(const struct row *post, size_t n, uint32_t c,
    bool (*concerns)(const void *ctx, uint32_t set, uint32_t company),
    const void *ctx, void (*emit)(void *to, const struct ledger_case *),
    void *to)
{
	struct thread t = { .post = post, .n = n };
	bool incomplete = false;

	t.parent = parents_of(post, n);
	for (size_t i = 0; i < n; i++) {
		incomplete |= (post[i].flags & ROW_INCOMPLETE) != 0;
		if (post[i].official == (int32_t)c)
			take_answer(&t, i);
		else if (post[i].official == -1 && concerns(ctx, post[i].set,
		    c))
			take_message(&t, i, c);
	}
	for (size_t i = 0; i < t.n_ep; i++) {
		struct ledger_case *k = &t.ep[i].c;

		if (k->state == CASE_OPEN && incomplete)
			k->state = CASE_UNOBSERVABLE;
		k->last_seen = post[n - 1].created_at;
		emit(to, k);
	}
	free(t.parent);
	free(t.ep);
}

int64_t
ledger_response(const struct row *post, size_t n, size_t i, uint32_t c)
{
	for (size_t j = i + 1; j < n; j++)
		if (post[j].official == (int32_t)c &&
		    post[j].created_at > post[i].created_at)
			return post[j].created_at - post[i].created_at;
	return -1;
}
