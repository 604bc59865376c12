/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "common/mem.h"
#include "report/cases.h"

#define CASES_MEMORY ((size_t)64 << 20)

const char *const case_state_name[] = {
	[CASE_ANSWERED] = "answered",
	[CASE_DEFLECTED] = "deflected",
	[CASE_OPEN] = "open",
	[CASE_UNOBSERVABLE] = "unobservable",
};

struct cases {
	struct reader *reader;
	struct sorter *sorter;
};

static int
case_order(const void *x, const void *y)
{
	const struct case_row *a = x, *b = y;

	if (a->company != b->company)
		return a->company < b->company ? -1 : 1;
	if (a->opened_at != b->opened_at)
		return a->opened_at < b->opened_at ? -1 : 1;
	if (a->id.hi != b->id.hi)
		return a->id.hi < b->id.hi ? -1 : 1;
	return a->id.lo < b->id.lo ? -1 : a->id.lo > b->id.lo;
}

struct cases *
cases_new(struct reader *r)
{
	struct cases *c = xcalloc(1, sizeof(*c));

	c->reader = r;
	c->sorter = sort_new(sizeof(struct case_row), CASES_MEMORY,
	    case_order);
	return c;
}

int
cases_add(struct cases *c, const struct row *post,
    const struct ledger_case *k, struct err *e)
{
	const struct row *p = &post[k->first];
	struct case_row row = { .id = p->id, .opened_at = p->created_at,
	    .last_seen = k->last_seen, .audience = p->audience,
	    .post = { p->batch, p->len, p->offset }, .company = k->company,
	    .source = p->source, .state = (uint8_t)k->state,
	    .labels = k->labels };

	if (k->answer != SIZE_MAX) {
		const struct row *a = &post[k->answer];

		row.answered_at = a->created_at;
		row.answer = (struct place_of){ a->batch, a->len, a->offset };
	}
	return sort_add(c->sorter, &row, e);
}

int
cases_done(struct cases *c, struct err *e)
{
	return sort_done(c->sorter, e);
}

int
cases_rewind(struct cases *c, struct err *e)
{
	return sort_rewind(c->sorter, e);
}

int
cases_next(struct cases *c, struct case_row *row, struct err *e)
{
	return sort_next(c->sorter, row, e);
}

int
cases_post(struct cases *c, const struct place_of *at, struct post *p,
    struct arena *a, struct err *e)
{
	return reader_fetch(c->reader, at->batch, at->offset, at->len, p, a,
	    e);
}

const char *
cases_source(const struct cases *c, const struct case_row *row)
{
	return reader_source(c->reader, row->source);
}

void
cases_free(struct cases *c)
{
	if (c == NULL)
		return;
	sort_free(c->sorter);
	free(c);
}
